"""The command `fonts`: a style in, the faces that set its characters out; no logic. `cli` makes it a command."""

from __future__ import annotations

from banxin.cli.options import Style
from banxin.cli.output import cell, say, say_table, table


def fonts(
    style: Style = None,
) -> None:
    """列出各种字体：想用哪种，实际用哪种，在哪个文件，缺不缺。"""
    from banxin.config import configured
    from banxin.config import style as configured_style
    from banxin.fonts import report, unusable
    from banxin.style import load

    kinds = {
        "fangsong": "仿宋",
        "kai": "楷体",
        "hei": "黑体",
        "xiaobiaosong": "小标宋",
        "song": "宋体",
        "latin": "数字和西文",
        "latin_bold": "加粗的数字和西文",
    }
    shown = configured_style(configured()) if style is None else load(style)
    listed = table("用途", "想用", "PDF 实用", "文件", "本机缺")
    names = shown.fonts.wanted
    for row in report(names.items()):
        row_texts = kinds[row.kind], row.name, row.face.family, str(row.face.path), "缺" if row.substitute else ""
        listed.add_row(*map(cell, row_texts))
    say_table(listed)
    for name, face in dict.fromkeys(one for of_kind in names.values() for one in unusable(of_kind)):
        say(f"“{name}”（{face.path}）{face.fault}，没有用。")
    say("DOCX 里写的总是“想用”的字体名；PDF 和 OFD 用“实用”的字体并嵌入文件。")
