"""Every code a diagnostic can have: its name, what it rests on and what to do, for `banxin rules` and the manual.

A reader may rely on this: every code that any stage emits stands here, and none else. Codes are never used anew.
"""

from __future__ import annotations

from banxin.rules.checks import CHECKS
from banxin.rules.rule import Rule
from banxin.rules.stages import STAGES

__all__ = ["BY_CODE", "RULES", "TOPICS", "Rule"]

RULES: tuple[Rule, ...] = tuple(sorted((*STAGES, *CHECKS), key=lambda rule: rule.code))
"""In the order of their codes."""

BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}
"""Each rule by its code."""

TOPICS = {
    "BX0": "读入",
    "BX1": "结构",
    "BX2": "自动修正",
    "BX3": "版面",
    "BX4": "序号和标题",
    "BX5": "公文要素",
    "BX6": "标点符号",
    "BX7": "数字用法",
    "BX8": "用语和版面",
    "BX9": "字体",
}
"""What the first digit of a code says."""
