"""What is in a file and not in its text: comments, headers and footers, macros; each as a remark."""

from __future__ import annotations

from collections.abc import Iterator

from banxin.errors import Diagnostic, Severity
from banxin.readers.docx.package import Element, Package, W
from banxin.readers.docx.parts import quoted
from banxin.readers.docx.runs import text_elements
from banxin.regex import regex
from banxin.streams import visible

_PAGE = regex(r"[-—－–·•第页共/\s　0-9０-９IVXivx]*")
"""What a line that shows a page number holds besides."""


def comments(package: Package, places: dict[str, int]) -> Iterator[Diagnostic]:
    """Each comment; `places`: the lines that they are on, by their ids."""
    part = next((one.target for one in package.relations(package.main).values() if one.kind == "comments"), "")
    root = package.xml(part) if part else None
    for one in () if root is None else root.iterchildren(f"{W}comment"):
        text = _text(one)
        if visible(text):
            author = str(one.get(f"{W}author") or "").strip()
            whose = f"{author}的批注" if author else "批注"
            line = places.get(str(one.get(f"{W}id")), 0)
            yield Diagnostic("BX031", Severity.WARNING, line, f"{whose}{quoted(text)}不排印", "定稿前请处理批注", text)


def margins(package: Package, *, is_own: bool) -> Iterator[Diagnostic]:
    """Each header and footer with text; of those with page numbers alone one. `is_own`: these are the program's own."""
    seen: set[str] = set()
    numbered = ""
    for one in package.relations(package.main).values():
        if one.kind not in ("header", "footer") or one.is_outside:
            continue
        root = package.xml(one.target)
        text = "" if root is None else _text(root)
        if not visible(text) or text in seen:
            continue
        seen.add(text)
        if _PAGE.fullmatch(text):
            numbered = numbered or ("" if is_own else text)
            continue
        what = "页眉" if one.kind == "header" else "页脚"
        yield Diagnostic("BX033", Severity.WARNING, 0, f"{what}{quoted(text)}不排印", "要排印的写进正文", text)
    if numbered:
        message = f"页脚里的页码{quoted(numbered)}不用，排版时自会编页码"
        yield Diagnostic("BX040", Severity.INFO, 0, message, "", numbered)


def programs(package: Package) -> Iterator[Diagnostic]:
    """That there are macros, or that the file is a template."""
    if package.has_macros:
        yield Diagnostic("BX038", Severity.INFO, 0, "文件里带有宏，没有运行，也不带进成品")
    if package.is_template:
        yield Diagnostic("BX038", Severity.INFO, 0, "这是 Word 模板，按里面的文字排印")


def _text(root: Element) -> str:
    """All that a part prints, paragraphs parted by blanks; drawn letters, as of a watermark, come last."""
    pieces: list[str] = []
    before: Element | None = None
    for one in text_elements(root):
        paragraph = next(one.iterancestors(f"{W}p"), None)
        if pieces and paragraph is not before:
            pieces.append(" ")
        before = paragraph
        pieces.append(one.text or "")
    letters = dict.fromkeys(
        str(one.get("string") or "") for one in root.iter("{urn:schemas-microsoft-com:vml}textpath")
    )
    return " ".join(filter(None, ("".join(pieces), *letters)))
