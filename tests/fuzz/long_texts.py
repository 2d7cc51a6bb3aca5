"""Long texts of one kind each, as bytes of about a wanted size: what a careless expression or loop would choke on."""

from collections.abc import Callable

_TITLE = "关于做好某项工作的通知\n"
_BODY = _TITLE + "各单位要抓好落实。\n"
_SIGNED = "某某县人民政府\n2026年1月15日\n"


def _filled(unit: str, before: str = "", after: str = "") -> Callable[[int], bytes]:
    """`unit` over and over between two texts."""
    return lambda size: (before + unit * (size // len(unit.encode()) + 1) + after).encode()


def _set(value: str, unit: str, end: str = "") -> Callable[[int], bytes]:
    """Front matter whose value is long."""
    return _filled(unit, f"---\n{value}", f"{end}\n---\n{_BODY}")


def _ragged(size: int) -> bytes:
    return ("甲\t" * 60 + "\n" + "甲\t乙\n" * (size // 8)).encode()


def _wide(size: int) -> bytes:
    return ("甲\t" * (size // 8) + "\n" + "甲\t乙\n" * (size // 16)).encode()


def _headings(size: int) -> bytes:
    return (_TITLE + "".join(f"{number}.某项工作\n各单位要抓好落实。\n" for number in range(1, size // 50))).encode()


def _aliases(size: int) -> bytes:
    lines = "".join(f"b{n}: &b{n} [*a, *a, *a]\n" for n in range(size // 24))
    return f"---\na: &a [甲]\n{lines}---\n{_BODY}".encode()


LONG: dict[str, Callable[[int], bytes]] = {
    "one line of hanzi": _filled("某某县"),
    "one line of sentences": _filled("各单位要抓好落实。"),
    "one line of clauses": _filled("各单位，"),
    "short lines": _filled("甲\n"),
    "blank lines": _filled("\n", "甲\n", "乙"),
    "lines that end in CR": _filled("甲乙丙。\r"),
    "headings": _headings,
    "headings with nothing under them": _filled("1.某项工作\n", _TITLE),
    "deep headings": _filled("一、甲\n（一）乙\n1.丙\n（1）丁\n①戊\n正文一句。\n", _TITLE),
    "labels in a line": _filled("（一）1.（1）①"),
    "decimals": _filled("1 甲\n1.1 乙\n1.1.1 丙\n", _TITLE),
    "opening brackets": _filled("（"),
    "closing brackets": _filled("）"),
    "brackets of many kinds": _filled("（《“”〔【"),
    "marks": _filled("，。；：！？、…—"),
    "half-width commas": _filled(",", "甲", "a"),
    "commas and spaces": _filled(", ", "甲", "a"),
    "straight quotes": _filled("\"甲'"),
    "dots": _filled(".", "甲", "乙"),
    "dashes": _filled("-", "甲", "乙"),
    "digits": _filled("1"),
    "digits and hanzi": _filled("1甲"),
    "an address": _filled("a", "见http://", "。"),
    "full-width letters": _filled("Ｘ", "", "a"),
    "spaces": _filled(" ", "甲", "a"),
    "ideographic spaces": _filled("\u3000", "甲", "乙"),
    "tabs": _filled("\t", "甲", "乙"),
    "zero-width spaces": _filled("\u200b", "甲", "乙"),
    "combining marks": _filled("\u0301", "甲", "乙"),
    "joined emoji": _filled("👨\u200d👩\u200d👧"),
    "rare hanzi": _filled("𠀀𪚥𫝀"),
    "bidirectional overrides": _filled("\u202e甲\u202c"),
    "two-byte letters": _filled("é", "", "à"),
    "a table": _filled("甲\t乙\t丙\n"),
    "a table of pipes": _filled("| 甲 | 乙 |\n"),
    "pipes in a line": _filled("|甲"),
    "tabs in a line": _filled("\t甲"),
    "a wide row over narrow ones": _wide,
    "ragged rows": _ragged,
    "rows parted by blank lines": _filled("甲\t乙\n\n"),
    "captions": _filled("表1 某表\n甲\t乙\n丙\t丁\n", _TITLE),
    "dates": _filled("2026年1月15日\n"),
    "organs and dates": _filled(_SIGNED),
    "remarks above a signature": _filled("（此件公开发布）\n", _BODY, _SIGNED),
    "remarks below a date": _filled("（联系人：某某）\n", _BODY + _SIGNED),
    "attendees": _filled("出席：某某某\n", f"某某县人民政府常务会议纪要\n第3期\n{_BODY}"),
    "lists of copies": _filled("抄送：某某局。\n", _BODY + _SIGNED),
    "printers": _filled("某某办公室　2026年1月15日印发\n", _BODY),
    "printing dates with gaps": _filled("2026年" + " " * 80 + "印\n", _TITLE),
    "rules of dashes": _filled("——————\n", _BODY, "抄送：某某局。"),
    "annexes": _filled("附件1\n某某表\n正文一句。\n", _TITLE),
    "labels of annexes": _filled("附件2：某某\n", _TITLE),
    "an annex with a gap in a date": _filled(" ", "附件1\n某某办法\n\n（2026年", "x）\n正文一句。\n正文。"),
    "organs in a row": _filled("某某县人民政府\n"),
    "organs under 主送": _filled("某某局、\n", _TITLE, "某某局：\n正文。"),
    "salutations": _filled("各位领导：\n", _TITLE, "正文。"),
    "directives": _filled("::正文::甲\n"),
    "directives of titles": _filled("::标题::甲\n"),
    "unknown directives": _filled("::某甲某::甲\n"),
    "a directive with a gap": _filled(" ", ":: ", "正文::甲"),
    "a number with a gap": _filled(" ", "::发文字号::某政发(2026)", f"x\n{_BODY}"),
    "a note with a gap": _filled(" ", f"{_BODY}::附件说明::附件：1.某表", f"x\n{_SIGNED}"),
    "leads": _filled("一是甲；二是乙；三是丙。"),
    "words written twice": _filled("某项某项"),
    "fences": _filled("---\n"),
    "settings not closed": _filled("某: 某\n", "---\n标题: 甲\n"),
    "a setting with a gap": _set("标题: 甲\n", " ", "x"),
    "a long title": _set("标题: ", "关于的"),
    "a long list of titles": _set("标题: [", "甲, ", "乙]"),
    "a long list of signatures": _set("署名: [", "某某县政府, ", "乙]"),
    "a number set with a gap": _set("发文字号: 某政发(2026)", " ", "x"),
    "a year set with a gap": _set("发文字号: 某政发〔", " ", "x"),
    "a date in numerals": _set("成文日期: ", "一"),
    "unknown settings": _set("", "某键: 某值\n"),
    "nested lists": _set("标题: ", "["),
    "nested mappings": _set("标题: ", "{a: "),
    "nested keys": _set("标题: 甲\n", "? "),
    "aliases": _aliases,
    "escapes": _set('标题: "', "\\u4e00", '"'),
    "GB18030 that is cut off": lambda size: ("各单位要抓好落实。\n" * (size // 19)).encode("gb18030") + b"\x81",
    "Big5": lambda size: ("各單位要抓好落實。\n" * (size // 19)).encode("big5"),
    "UTF-16 without a mark": lambda size: ("各单位要抓好落实。\n" * (size // 20)).encode("utf-16-le"),
    "two encodings": lambda size: _filled("各单位。\n")(size // 2) + ("各单位。\n" * (size // 20)).encode("gb18030"),
    "hard-wrapped lines": _filled(
        "各单位要抓好落实认真组织学习结合实际研究制定工作方案明确任务，分工\n" * 3 + "按时完成。\n"
    ),
    "page numbers": _filled("各单位要抓好落实认真组织学习结合实际研究制定方案\n— 1 —\n"),
    "form feeds": _filled("各单位。\f"),
}
"""What stands in the text, and the text of about so many bytes."""
