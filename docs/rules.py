"""Writes `规则.md`, the manual's list of rules, from the registry: `python docs/rules.py`."""

from __future__ import annotations

from pathlib import Path

from banxin.reports import SEVERITIES
from banxin.rules import RULES, TOPICS, Rule

PAGE = Path(__file__).parent / "规则.md"

HEAD = """# 检查的规则

`banxin check 材料.txt` 按下面的规则检查文本，`banxin rules` 列出它们。
这一页由 `docs/rules.py` 从程序里的规则表生成，不要手改。

- 级别：**错误**是肯定不对的，或者排不了版的，有错误时退出码为 1；**注意**要看一看，可能另有道理；
  **修正**是排版时自动改的；**说明**只是告知。`--strict` 把注意和修正也算作不通过。
- `--fix` 一栏打勾的，`banxin check --fix` 会写回原文，原来的文件留作 `.bak`。
- 标“不问不说”的，说的是对正常文本做了什么，只在 `--select` 点名时报告。
- 检查的是自动修正之后的文本，位置指向原文。拿不准的不报。
"""

_TABLE = """\
| 代码 | 级别 | 名称 | 查什么 | 依据 | 怎样改 | `--fix` |
|---|---|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for topic, name in TOPICS.items():
        parts.append(f"\n## {topic}：{name}\n\n{_TABLE}")
        parts += [_row(rule) for rule in RULES if rule.code.startswith(topic)]
    return "".join(parts)


def _row(rule: Rule) -> str:
    severity = SEVERITIES[rule.severity] + ("，不问不说" if rule.routine else "")
    cells = (rule.code, severity, rule.name, rule.summary, rule.basis, rule.remedy, "✓" if rule.fixable else "")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
