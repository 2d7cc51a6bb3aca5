"""A story in (the body, a box of text, a cell, a note), its paragraphs, tables and pictures out in their order.

A reader may rely on this: a paragraph whose mark was deleted or is hidden is one with the next; automatic numbers are
counted in this order.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from banxin.document import MarkKind
from banxin.errors import Severity, SourceError
from banxin.readers.docx.drawings import Drawn, What, branch
from banxin.readers.docx.notes import Notes
from banxin.readers.docx.numbers import Numbers
from banxin.readers.docx.package import Element, Package, Relation, W
from banxin.readers.docx.parts import Account, Block, Para, Picture, Remark, quoted
from banxin.readers.docx.runs import Beside, Runs, deleted, text_elements
from banxin.readers.docx.styles import Chars, Look, Styles
from banxin.readers.docx.tables import grid, text_of

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PROPERTIES, _PARAGRAPH, _TABLE, _SECTION = f"{W}pPr", f"{W}p", f"{W}tbl", f"{W}sectPr"
_HOLD = frozenset(
    (*(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")), f"{_MC}Choice")
)
"""What holds paragraphs and tables."""
_EMBEDDED = {What.CHART: "图表", What.DIAGRAM: "智能图形", What.OBJECT: "嵌入的对象"}


class Document:
    """What all stories of one file share."""

    def __init__(self, package: Package, styles: Styles, numbers: Numbers, notes: Notes) -> None:
        self.package = package
        self.styles = styles
        self.numbers = numbers
        self.notes = notes
        self.account = Account()
        self.images: dict[str, bytes] = {}
        self.is_own = False
        """This program wrote the file."""
        self.is_whole = False
        """And nobody changed it since."""
        self.lost = ""
        """Characters of notes that are in no line."""

    def read(self, root: Element, relations: dict[str, Relation], sections: list[bool]) -> list[Block]:
        """The blocks of a story. `relations`: of the part that it stands in; `sections`: whether each begins a page."""
        return _Story(self, relations, sections).read(root)


class _Story:
    """One story as it is read."""

    def __init__(self, document: Document, relations: dict[str, Relation], sections: list[bool]) -> None:
        self._document = document
        self._relations = relations
        self._sections = sections
        self._section = 0
        self._runs = Runs(document.styles, document.account, Beside(self._draw, self._note))
        self._blocks: list[Block] = []
        self._open: Para | None = None
        """A paragraph that goes on in the next."""
        self._keeps_look = False
        """And stays what it is, as the letters that hang at its beginning do not."""
        self._new_page = False

    def read(self, root: Element) -> list[Block]:
        """All blocks below `root`."""
        for one in self._elements(root):
            if one.tag == _PARAGRAPH:
                self._paragraph(one)
            else:
                self._table(one)
        if self._open is not None:
            self._add(self._open)
        return self._blocks

    def _elements(self, root: Element) -> Iterator[Element]:
        """Paragraphs and tables."""
        for child in root:
            tag = child.tag
            if tag in (_PARAGRAPH, _TABLE):
                yield child
            elif tag in _HOLD:
                yield from self._elements(child)
            elif tag == f"{_MC}AlternateContent":
                yield from self._elements(branch(child))
            elif tag == f"{W}altChunk":
                para = Para(Look())
                message = "这里插入了另一个文件，没有读入"
                para.remarks.append(Remark("BX035", Severity.WARNING, message, "请在 Word 中打开后另存，再转换"))
                self._blocks.append(para)
            elif next(child.iter(f"{W}t"), None) is not None:  # unknown here, but it holds text
                yield from self._elements(child)

    def _paragraph(self, element: Element) -> None:
        document = self._document
        properties = element.find(_PROPERTIES)
        look = document.styles.look(properties)
        para = Para(look)
        mark = None if properties is None else properties.find(f"{W}rPr")
        frame = None if properties is None else properties.find(f"{W}framePr")
        hangs = frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin")
        is_gone = mark is not None and any(mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom"))
        is_hidden = mark is not None and document.styles.chars(mark, look.chars).hidden
        is_vanished = (is_gone or is_hidden) and not self._prints(element, look.chars)
        if look.list_id not in ("", "0") and not is_vanished and not is_gone:
            self._number(para)
        self._runs.read(element, para)
        para.tell_hidden()
        para.new_page = para.new_page or self._new_page
        self._new_page = False
        if self._open is not None:
            para = self._joined(self._open, para)
        self._open = None
        if properties is not None and properties.find(_SECTION) is not None:
            self._section += 1
            self._new_page = self._section >= len(self._sections) or self._sections[self._section]
        if is_gone or is_hidden or hangs:
            self._open, self._keeps_look = para, is_hidden and not is_gone and not is_vanished
            if not para.length:
                self._keeps_look = False
            return
        self._add(para)

    def _prints(self, element: Element, chars: Chars) -> bool:
        """Whether anything of a paragraph is to be seen."""
        for run in element.iter(f"{W}r"):
            outer = run.getparent()
            if outer is not None and outer.tag in (f"{W}del", f"{W}moveFrom"):
                continue
            if len(run) and not self._document.styles.chars(run.find(f"{W}rPr"), chars).hidden:
                return True
        return False

    def _joined(self, first: Para, second: Para) -> Para:
        whole = Para(first.look if self._keeps_look else second.look)
        whole.is_item = first.is_item if self._keeps_look else second.is_item
        whole.new_page = first.new_page or second.new_page
        whole.take(first)
        whole.take(second)
        return whole

    def _number(self, para: Para) -> None:
        look, numbers = para.look, self._document.numbers
        level: int | None = look.list_level
        if look.list_style:
            of_style = numbers.level_of_style(look.list_id, look.list_style)
            level = of_style if of_style is not None else max(look.list_level, 0)
        number = numbers.next(look.list_id, max(level or 0, 0))
        if number:
            para.is_item = number.is_bullet
            self._document.account.add(number.text)
            para.add(number.text, look.chars)
            para.lead, para.font = None, ""

    def _add(self, para: Para) -> None:
        self._blocks += para.above
        beside = para.above or para.below
        if not (beside and _is_bare(para)):  # what holds nothing but a picture or a box is no line of its own
            self._blocks.append(para)
        self._blocks += para.below

    def _table(self, element: Element) -> None:
        if self._open is not None:
            self._add(self._open)
            self._open = None
        document = self._document

        def cell(root: Element) -> list[Block]:
            return document.read(root, self._relations, [])

        for row in element.iterchildren(f"{W}tr"):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self._gone_row(row)
        found = grid(element, cell, document.account, document.styles)
        if found.rows:
            self._blocks.append(found)

    def _gone_row(self, row: Element) -> None:
        texts = [one.text or "" for one in text_elements(row)]
        for text in texts:
            self._document.account.leave(text)
        whole = "".join(texts) + "".join(one.text or "" for one in row.iter(f"{W}delText"))
        if whole.strip():
            para = Para(Look())
            para.remarks.append(deleted(whole))
            self._blocks.append(para)

    # what stands beside

    def _draw(self, one: Drawn, para: Para) -> None:
        match one.what:
            case What.BOX if one.content is not None:
                blocks = self._document.read(one.content, self._relations, [])
                while blocks and isinstance(blocks[-1], Para) and _is_blank(blocks[-1]):
                    blocks.pop()
                if one.is_below:
                    para.below += blocks
                else:
                    para.above += blocks
            case What.ART:
                art = Para(para.look)
                self._document.account.add(one.text)
                art.add(one.text, para.look.chars)
                para.above.append(art)
            case What.PICTURE:
                self._picture(one, para)
            case what if what in _EMBEDDED:
                words = self._words(one.relation)
                name = f"（{one.text}）" if one.text else quoted(words) if words else ""
                message = f"{_EMBEDDED[what]}{name}不排印"
                hint = "要排印，请把它存成图片放进文稿"
                para.remarks.append(Remark("BX035", Severity.WARNING, message, hint))

    def _words(self, relation_id: str) -> str:
        """What stands in a chart or a diagram."""
        relation = self._relations.get(relation_id)
        root = None
        if relation is not None and not relation.is_outside:
            with suppress(SourceError):  # one that is broken says nothing, and is not set anyway
                root = self._document.package.xml(relation.target)
        texts = () if root is None else (str(one.text or "") for one in root.iter("{*}t", "{*}v"))
        return " ".join(dict.fromkeys(text for text in texts if text.strip()))

    def _picture(self, one: Drawn, para: Para) -> None:
        document = self._document
        relation = self._relations.get(one.relation)
        if relation is None or relation.is_outside:
            message = "图片没有存在文件里（只有链接），不排印"
            para.remarks.append(Remark("BX035", Severity.WARNING, message, "请在 Word 中把图片存入文档"))
            return
        if one.is_seal:
            if not document.is_whole:
                message = "浮在文字上的图片像是印章，不排印"
                hint = "要加盖印章，请写“印章: 文件名.png”；不是印章的，在 Word 中改成“嵌入型”"
                para.remarks.append(Remark("BX035", Severity.WARNING, message, hint))
            return
        name = relation.target.rpartition("/")[2]
        data = document.images.get(name) or document.package.picture(relation.target)
        if not data:
            message = f"图片“{name}”已损坏或太大，不排印"
            para.remarks.append(Remark("BX035", Severity.WARNING, message))
            return
        document.images[name] = data
        para.below.append(Picture(name, one.text, one.width, one.height))

    def _note(self, kind: str, note_id: str, para: Para, is_marked: bool) -> None:  # noqa: FBT001 - called by position
        document = self._document
        root = document.notes.root(kind, note_id)
        if root is None:
            return
        number = ""
        if not is_marked:
            number = str(document.notes.number(kind, note_id))
            start = para.length
            document.account.add(f"［{number}］")
            para.add(f"［{number}］", para.look.chars)
            para.mark(start, MarkKind.RAISED)
        # what a note says is no part of the body's account
        own = Document(document.package, document.styles, document.numbers, document.notes)
        text = "".join(text_of(own.read(root, document.notes.relations(kind), [])).split("\n")).strip()
        document.lost += own.account.difference("".join(one.text or "" for one in text_elements(root)), text)
        note = Para(document.styles.look(None))
        note.is_note = True
        note.add(f"注{number}：{text}", note.look.chars)
        document.account.add(note.text)
        what = "脚注" if kind == "footnote" else "尾注"
        note.remarks.append(Remark("BX036", Severity.INFO, f"{what}{quoted(text)}排在所注的段落之后", "", text))
        para.below.append(note)


def _is_bare(para: Para) -> bool:
    return not (para.text.strip() or para.remarks or para.new_page)


def _is_blank(para: Para) -> bool:
    return _is_bare(para) and not para.above and not para.below
