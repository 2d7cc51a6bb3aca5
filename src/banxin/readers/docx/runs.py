"""What stands in a paragraph: its runs to text, to what stands beside it, and to remarks on what is not set.

A reader may rely on this: of revisions the last state is read, of a field its result, of alternatives one branch, of
ruby the base; every other `w:t` is in the text or told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from banxin.errors import Severity
from banxin.readers.docx.drawings import Drawn, branch, drawn
from banxin.readers.docx.equations import linear
from banxin.readers.docx.fields import Field, printed
from banxin.readers.docx.package import Element, W
from banxin.readers.docx.parts import BREAK, PAGE, Account, Para, Remark, quoted
from banxin.readers.docx.styles import Chars, Styles
from banxin.readers.docx.symbols import is_private, shown

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RUN, _TEXT, _PROPERTIES = f"{W}r", f"{W}t", f"{W}rPr"
_ALTERNATE = f"{_MC}AlternateContent"
_EQUATIONS = frozenset((f"{_M}oMath", f"{_M}oMathPara"))
_GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))
_SKIPPED = frozenset(
    f"{W}{name}"
    for name in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "proofErr", "permStart", "permEnd"),
        *("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference"),
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "lastRenderedPageBreak"),
        *("annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator", "softHyphen", "rt"),
        *("rubyPr", "fldData", "delInstrText", "instrText", "pgNum"),
    )
)
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": BREAK, f"{W}noBreakHyphen": "-"}
_DRAWN = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object"))
_LINE_ENDS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), BREAK) | dict.fromkeys(map(ord, "\n\r"), " ")
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


class Beside(NamedTuple):
    """What a paragraph leads to; each is called with the paragraph."""

    draw: Callable[[Drawn, Para], None]
    """A drawing, at its anchor."""
    note: Callable[[str, str, Para, bool], None]
    """`footnote` or `endnote`, its id, and whether the text has its mark; adds one if not."""


class Runs:
    """Reads the paragraphs of one story in turn: a field may begin in one and end in another."""

    def __init__(self, styles: Styles, account: Account, beside: Beside) -> None:
        self._styles = styles
        self._account = account
        self._beside = beside
        self._fields: list[Field] = []

    def read(self, element: Element, para: Para) -> None:
        """Adds all that stands in a `w:p` to `para`."""
        for child in element:
            tag = child.tag
            if tag == _RUN:
                self._run(child, para)
            elif tag in _SKIPPED:
                continue
            elif tag in _GONE:
                self._gone(child, para)
            elif tag in _EQUATIONS:
                self._equation(child, para)
            elif tag == _ALTERNATE:
                self.read(branch(child), para)
            else:  # what it holds is text: ins, moveTo, hyperlink, smartTag, sdt, customXml, fldSimple, bdo …
                self.read(child, para)

    def _run(self, run: Element, para: Para) -> None:
        properties = run.find(_PROPERTIES)
        chars = self._styles.chars(properties, para.look.chars)
        if chars.hidden:
            self._hidden(run, para)
            return
        self._run_content(run, para, chars)

    def _run_content(self, run: Element, para: Para, chars: Chars) -> None:
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                self._text(child, para, chars)
            elif tag == f"{W}instrText":
                if self._fields:
                    self._fields[-1].code += child.text or ""
            elif tag in _SKIPPED:
                continue
            elif tag == f"{W}fldChar":
                self._field(child, para, chars)
            elif self._in_code:
                self._leave(child)
            elif sign := _SIGNS.get(tag):
                self._added(sign, para, chars)
            else:
                self._other(child, para, chars)

    def _other(self, child: Element, para: Para, chars: Chars) -> None:
        match str(child.tag).rpartition("}")[2]:
            case "br":
                para.add(PAGE if child.get(f"{W}type") == "page" else BREAK, chars)
            case "sym":
                self._symbol(child, para, chars)
            case "footnoteReference" | "endnoteReference" as kind:
                is_marked = child.get(f"{W}customMarkFollows") not in (None, "0", "false", "off")
                self._beside.note(kind.removesuffix("Reference"), str(child.get(f"{W}id")), para, is_marked)
            case "ruby":
                self._ruby(child, para)
            case "drawing" | "pict" | "object":
                for one in drawn(child):
                    self._beside.draw(one, para)
            case "AlternateContent":
                chosen = branch(child)
                self._run_content(chosen, para, chars)
            case "r":
                self._run(child, para)
            case _:
                self.read(child, para)

    @property
    def _in_code(self) -> bool:
        return any(not field.has_result for field in self._fields)

    def _text(self, element: Element, para: Para, chars: Chars) -> None:
        text: str = element.text or ""
        if not text:
            return
        if self._in_code:
            self._account.leave(text)
            return
        if element.get(_PRESERVE) != "preserve":
            text = text.strip(" \t\r\n")
        if not text.isprintable():
            text = text.translate(_LINE_ENDS)
            if any(map(is_private, text)):
                text = self._shown(text, chars.font, para)
        elif chars.font.lower().startswith("wingdings"):
            text = self._shown(text, chars.font, para)
        para.add(text, chars)

    def _shown(self, text: str, font: str, para: Para) -> str:
        """`text` as a symbol font shows it."""
        plain = "".join(shown(char, font) or char for char in text)
        if plain != text:
            self._account.leave(text)
            self._account.add(plain)
        for char in filter(is_private, plain):
            para.remarks.append(_unknown(f"U+{ord(char):04X}", font))
        return plain

    def _symbol(self, child: Element, para: Para, chars: Chars) -> None:
        font = str(child.get(f"{W}font") or "")
        try:
            code = int(str(child.get(f"{W}char")), 16)
        except ValueError:
            return
        plain = shown(chr(code), font) if 0 < code <= 0x10FFFF else ""  # noqa: PLR2004 - the last character
        if not plain or is_private(plain):
            para.remarks.append(_unknown(f"{code:04X}", font))
            plain = "□"
        self._added(plain, para, chars)

    def _added(self, text: str, para: Para, chars: Chars) -> None:
        self._account.add(text)
        para.add(text, chars)

    def _field(self, mark: Element, para: Para, chars: Chars) -> None:
        match mark.get(f"{W}fldCharType"):
            case "begin":
                self._fields.append(Field(mark.find(f"{W}ffData")))
            case "separate" if self._fields:
                self._fields[-1].has_result = True
            case "end" if self._fields:
                field = self._fields.pop()
                text, is_known = printed(field)
                if text and not self._in_code:
                    self._added(text, para, chars)
                if not is_known and not self._in_code:
                    message = f"域 {quoted(field.code)} 没有存下结果，没有排印"
                    para.remarks.append(
                        Remark("BX039", Severity.WARNING, message, "请对照原文补上", field.code.strip())
                    )

    def _gone(self, element: Element, para: Para) -> None:
        """A deletion that is marked as such, or what was moved elsewhere."""
        is_moved = element.tag == f"{W}moveFrom"
        pieces: list[str] = []
        for one in element.iter(_TEXT, f"{W}delText", f"{W}tab", f"{W}br"):
            text: str = one.text or "" if one.tag in (_TEXT, f"{W}delText") else " "
            pieces.append(text)
            if one.tag == _TEXT and not _in_fallback(one):
                self._account.leave(text)
        text = "".join(pieces)
        if text.strip() and not is_moved:
            para.remarks.append(deleted(text))

    def _hidden(self, run: Element, para: Para) -> None:
        text = ""
        for one in run.iter(_TEXT, f"{W}fldChar", f"{W}instrText"):
            if one.tag == f"{W}fldChar":
                self._field(one, para, para.look.chars)
            elif one.tag == f"{W}instrText":
                if self._fields:
                    self._fields[-1].code += one.text or ""
            elif not _in_fallback(one):
                text += one.text or ""
        self._account.leave(text)
        if not self._in_code:
            para.hide(text)

    def _leave(self, element: Element) -> None:
        for one in element.iter(_TEXT):
            if not _in_fallback(one):
                self._account.leave(one.text or "")

    def _ruby(self, ruby: Element, para: Para) -> None:
        start = para.length
        for base in ruby.iterchildren(f"{W}rubyBase"):
            self.read(base, para)
        reading = "".join(one.text or "" for rt in ruby.iterchildren(f"{W}rt") for one in rt.iter(_TEXT))
        self._account.leave(reading)
        if reading.strip():
            base_text = para.text[start:]
            message = f"“{base_text}”的注音“{reading}”不排印"
            para.remarks.append(Remark("BX037", Severity.INFO, message, "", reading))

    def _equation(self, element: Element, para: Para) -> None:
        for one in element.iter(_TEXT):
            self._account.leave(one.text or "")
        text = linear(element)
        if not text:
            return
        self._added(text, para, para.look.chars)
        message = f"公式{quoted(text)}排成一行文字"
        para.remarks.append(Remark("BX034", Severity.WARNING, message, "请核对；要原样，把公式做成图片", text))


def deleted(text: str) -> Remark:
    """The remark on a deletion."""
    return Remark("BX030", Severity.REPAIR, f"修订中删去的文字{quoted(text)}不排印")


def _unknown(code: str, font: str) -> Remark:
    message = f"符号字体“{font}”的字符 {code} 没有对应的通用字符"
    return Remark("BX039", Severity.WARNING, message, "请对照原文补上")


def _in_fallback(element: Element) -> bool:
    return any(one.tag == f"{_MC}Fallback" for one in element.iterancestors())


def text_elements(element: Element) -> Iterator[Element]:
    """Every `w:t` below `element` but those of branches that are not taken."""
    if next(element.iter(_ALTERNATE), None) is None:
        yield from element.iter(_TEXT)
        return
    for one in element.iter(_TEXT):
        inner: Element | None = None
        is_taken = True
        for outer in one.iterancestors():
            if outer.tag == _ALTERNATE and inner is not None and branch(outer) is not inner:
                is_taken = False
                break
            inner = outer
        if is_taken:
            yield one
