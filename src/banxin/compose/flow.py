"""A Document's parts to blocks, one after the other, with the styles that they use."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import chain, takewhile
from types import MappingProxyType

import msgspec

from banxin.compose.colophon import ROLES as COLOPHON_ROLES
from banxin.compose.colophon import colophon, hanging
from banxin.compose.contents import entries_of, gathered, title_of
from banxin.compose.figure import figure_block
from banxin.compose.formats import Formats
from banxin.compose.head import head, of_head
from banxin.compose.labels import BLANK, parted
from banxin.compose.lined import lined_up
from banxin.compose.pairs import with_pairs
from banxin.compose.parties import is_to_be_signed, parties, with_lines_between
from banxin.compose.properties import properties
from banxin.compose.shifts import with_shifts
from banxin.compose.signing import signature
from banxin.compose.table import note_blocks, table_block
from banxin.compose.title import are_well_broken, break_title
from banxin.composition import (
    ContentsBlock,
    FirstPage,
    FlowBlock,
    LandscapeBlock,
    PageNumber,
    ParagraphStyle,
    Run,
    TableBlock,
    TextBlock,
    looks,
    with_styles,
)
from banxin.document import (
    Annex,
    ContentsLine,
    Document,
    Figure,
    Form,
    Heading,
    Paragraph,
    Role,
    Scheme,
    Sealing,
    Section,
    Table,
    block_texts,
    walk,
)
from banxin.document import Block as Node
from banxin.draft import Draft, Parts, Tightening, named
from banxin.elements import Place, standing
from banxin.images import Picture
from banxin.measure import lead, width
from banxin.regex import regex
from banxin.streams import visible
from banxin.style import HouseStyle
from banxin.style.measures import Size
from banxin.style.schema import Element, TitleShape

_TITLE_GROUP = (*standing(Place.TITLE), Role.DOCUMENT_NUMBER, Role.ORDER_NUMBER)
"""What stands together above the body; a number is among it where there is no 版头 for it."""
_PULL = 0.3
"""Points that characters may be drawn closer for the sake of a last line of one or two: hardly to be seen."""
_ITEM_NUMBER = regex(r"(?:附\s*件\s*[：:])?\s*(?:\d{1,2}\s*[.．、])?\s*")


def compose(
    document: Document,
    style: HouseStyle,
    images: Mapping[str, bytes] = MappingProxyType({}),
    pictures: Mapping[str, Picture] = MappingProxyType({}),
    *,
    verbatim: bool = False,
) -> Draft:
    """The styled flow of `document`; `images` has the PNG files that it names in `seals`, `pictures` what its figures
    show: one without a picture is set by its caption alone.

    `verbatim`: white space in 发文机关标志, in the label of an annex and behind any label stays as it was written.
    """
    composer = _Composer(style, pictures, verbatim=verbatim)
    above, front = of_head(document.front)
    if not verbatim:
        above = tuple(_closed(p) if p.role is Role.ISSUER_MARK else p for p in above)
    composer.head(above, document.form)
    residue = tuple(p for p in front if p.role is Role.RESIDUE)
    body = (*residue, *document.body)  # what a web page has left moves neither 版头 nor title
    first = document.body[0] if document.body else None
    composer.parted_by((document.body, *(annex.body for annex in document.annexes)))
    if isinstance(first, ContentsLine):  # it stands above 主送机关 where it was written so
        composer.front(tuple(p for p in front if p.line <= first.line))
        composer.contents(first, body)
        front = tuple(p for p in front if p.line > first.line)
    composer.front(front)
    composer.body(body)
    composer.back(document, images)
    for annex in document.annexes:
        composer.annex(annex)
    draft = with_shifts(composer.result(document), document)
    if not style.keep_together:
        return draft
    from banxin.compose.ties import with_ties

    return with_ties(draft, style)


class _Composer:
    """Gathers blocks and the styles they use while a document is gone through."""

    def __init__(self, style: HouseStyle, pictures: Mapping[str, Picture], *, verbatim: bool) -> None:
        self._style = style
        self._pictures = pictures
        self._spaced = _as_written if verbatim else _spaced
        self._verbatim = verbatim
        self._formats = formats = Formats(style)
        self._page = formats.page
        self._elements = formats.elements
        self._parts: dict[str, list[FlowBlock]] = {name: [] for name in Parts.__struct_fields__}
        self._part = self._parts["front"]  # what blocks are added to
        self._above: FlowBlock | None = None  # the block added last
        self._named: dict[str, ParagraphStyle] = {}
        self._body = self._use(self._elements["body"])
        self._headings = formats.headings
        self._first_page: FirstPage | None = None
        self._depth_wanted: float | None = None  # of the em of what follows 版头
        self._annex_top = 0, 0  # where what heads the annex at work stands in its part
        self._blocks: tuple[Node, ...] = ()  # of the document, or of the annex at work
        self._bodies: tuple[tuple[Node, ...], ...] = ()  # of the document and its annexes
        self._between: list[int] = []  # see `parted_by`
        self._text: str | None = None  # of the bodies, once a title asked for it
        self._lined: dict[tuple[int, str], TextBlock] = {}  # the lines of the body at work that blanks line up
        self._lists: dict[int, tuple[ContentsLine, ...]] = {}  # every 目录 in them, once one was come upon

    def result(self, document: Document) -> Draft:
        """What was gathered, with 版记."""
        imprint = colophon(document.back, document.form, self._formats)
        if imprint:
            paragraphs = (msgspec.structs.replace(p, style=self._use(p.style)) for p in imprint.paragraphs)
            imprint = msgspec.structs.replace(imprint, paragraphs=tuple(paragraphs))
        parts = {name: tuple(part) for name, part in self._parts.items()}
        parts |= {name: with_pairs(self._parts[name], self._use) for name in ("body", "rest")}
        for heading in self._headings:  # at hand for whoever goes on editing in Word
            self._use(heading)
        blocks = (*chain.from_iterable(parts.values()), *([imprint] if imprint else ()))
        used = {chars.name: chars for block in blocks for chars in looks(block) if chars.name}
        rule = self._style.tightening
        return Draft(
            page=self._page,
            parts=Parts(**parts),
            colophon=imprint,
            styles=tuple(self._named.values()),
            char_styles=tuple(used.values()),
            pull=_PULL if self._style.last_line == "pull" else 0.0,
            tightening=Tightening(float(rule.line_pitch), self._body.chars.tracking - rule.squeeze),
            page_number=self._page_number(),
            properties=properties(document, archive=self._style.ofd.archive),
            first_page=self._first_page,
        )

    # -- blocks ----------------------------------------------------------------------------------------------------

    def _use(self, style: ParagraphStyle) -> ParagraphStyle:
        return named(style, self._named)

    def _append(self, block: FlowBlock) -> None:
        self._part.append(block)
        self._above = block

    def _add(self, text: str, style: ParagraphStyle, line: int, outline: str = "", outline_level: int = 0) -> None:
        self._put(TextBlock((Run(text, style.chars),), style, line, outline, outline_level))

    def _put(self, block: TextBlock) -> None:
        """A paragraph below what is there: the greater of two gaps that meet counts, behind 版头 its own."""
        style = block.style
        if self._depth_wanted is not None:
            style = self._behind_head(style)
        elif style.space_before:
            style = msgspec.structs.replace(style, space_before=max(style.space_before - self._gap_above(), 0.0))
        self._append(msgspec.structs.replace(block, style=self._use(style)))

    def _behind_head(self, style: ParagraphStyle) -> ParagraphStyle:
        """`style` with the space that brings its first em to where 版头 asks for it, in whole twips."""
        wanted, self._depth_wanted = self._depth_wanted or 0.0, None
        return msgspec.structs.replace(style, space_before=max(round((wanted - lead(style)) * 20) / 20, 0.0))

    def _gap_above(self) -> float:
        """What the block above leaves free below itself."""
        above = self._above
        if isinstance(above, TextBlock):
            return above.style.space_after
        return above.space_after if isinstance(above, TableBlock | ContentsBlock) else 0.0

    # -- parts of a document ---------------------------------------------------------------------------------------

    def head(self, elements: tuple[Paragraph, ...], form: Form) -> None:
        """版头."""
        if not elements:
            return
        done = head(elements, form, self._formats)
        for block in done.blocks:
            self._append(with_styles(block, self._use))
        self._depth_wanted = done.following - done.top - done.depth
        self._first_page = done.first_page

    def front(self, elements: tuple[Paragraph, ...]) -> None:
        """The title and what stands with it, 主送机关; residue parts what it stands between and is set elsewhere."""
        groups: list[list[Paragraph]] = []
        for paragraph in elements:
            above = groups[-1][-1] if groups else None
            goes_on = above and paragraph.role in _TITLE_GROUP and above.role is paragraph.role
            if above and goes_on and not self._are_parted(above.line, paragraph.line):
                groups[-1].append(paragraph)
            else:
                groups.append([paragraph])
        groups = [group for group in groups if group[0].role is not Role.RESIDUE]
        for group, following in zip(groups, [*groups[1:], None], strict=False):
            role = group[0].role
            style = self._formats.of(Role.BYLINE if role in (Role.DOCUMENT_NUMBER, Role.ORDER_NUMBER) else role)
            if role in _TITLE_GROUP and following and following[0].role in _TITLE_GROUP:
                style = msgspec.structs.replace(style, space_after=0.0)
            lines = [paragraph.text for paragraph in group]
            if role in (Role.TITLE, Role.SUBTITLE):
                lines = self._title(lines, style)
            self._add("\n".join(lines), style, group[0].line)

    def _title(self, lines: list[str], style: ParagraphStyle) -> list[str]:
        """The lines of a title or a subtitle: the writer's own where they fit, else broken by words."""
        breaking, title = self._style.title_breaking, self._elements["title"].chars
        room = int(self._page.measure / style.chars.advance)
        most = min(int(breaking.max_chars * title.advance / style.chars.advance), room)
        if len(lines) > 1 and are_well_broken(lines, most):
            return lines
        if breaking.shape is TitleShape.AS_WRITTEN:
            return lines
        return break_title("".join(lines), most, self._body_text)

    def _body_text(self) -> str:
        """The words of the body and of those of annexes, which tell what the terms of a title are."""
        if self._text is None:
            self._text = "\n".join(text for body in self._bodies for _, text in block_texts(body))
        return self._text

    def parted_by(self, bodies: Iterable[tuple[Node, ...]]) -> None:
        """What stands in a body, a 目录 above all, parts the lines of a title that it was written between."""
        self._bodies = tuple(bodies)
        self._between = sorted(block.line for body in self._bodies for block in walk(body))

    def _are_parted(self, above: int, below: int) -> bool:
        at = bisect_right(self._between, above)
        return at < len(self._between) and self._between[at] < below

    def body(self, blocks: tuple[Node, ...]) -> None:
        """正文."""
        self._part = self._parts["body"]
        self._blocks = blocks
        self._nodes(blocks)

    def contents(self, line: ContentsLine, blocks: tuple[Node, ...], *, is_part: bool = False) -> None:
        """The 目录 among `blocks` that begins with the line; nothing where it is another of its lines."""
        self._lists = self._lists or gathered(blocks)
        lines = self._lists.get(id(line), ())
        self._lists[id(line)] = ()
        if title := title_of(lines, self._formats, verbatim=self._verbatim):
            self._put(title)
        if entries := entries_of(lines, self._formats, is_part=is_part, verbatim=self._verbatim):
            self._append(with_styles(entries, self._use))

    def _nodes(self, blocks: tuple[Node, ...]) -> None:
        self._lined = lined_up(blocks, self._body, self._page.measure, verbatim=self._verbatim)
        stack = [iter(blocks)]
        while stack:
            for node in stack[-1]:
                match node:
                    case Section():
                        stack.append(iter(self._section(node)))
                        break
                    case Paragraph():
                        self._paragraph(node)
                    case Table():
                        self._table(node)
                    case Figure():
                        self._figure(node)
                    case ContentsLine():
                        self.contents(node, self._blocks, is_part=self._part is self._parts["rest"])
            else:
                stack.pop()

    def _section(self, section: Section) -> tuple[Node, ...]:
        """Sets the heading; what is left of the body."""
        heading = section.heading
        level, style = min(heading.level, len(self._headings)), self._formats.heading(heading)
        text = heading.label + heading.text
        if heading.run_in and section.body and isinstance(section.body[0], Paragraph):
            rest = section.body[0]
            head = Run(self._spaced(heading, rest.text), msgspec.structs.replace(style.chars, name=f"{style.name}字符"))
            runs = (head, *self._body_runs(rest))
            self._put(TextBlock(runs, self._body, section.line, text, level))
            return section.body[1:]
        self._add(self._spaced(heading, ""), style, section.line, text, level)
        return section.body

    def _paragraph(self, paragraph: Paragraph) -> None:
        if paragraph.stops:
            self._put(self._lined[paragraph.line, paragraph.text])
        elif paragraph.role is Role.BODY:
            self._put(TextBlock(self._body_runs(paragraph), self._body, paragraph.line))
        else:
            self._add(paragraph.text, self._formats.of(paragraph.role), paragraph.line)

    def _body_runs(self, paragraph: Paragraph) -> tuple[Run, ...]:
        """The paragraph's runs; the leads of 一是… apart where the style sets them off."""
        plain = self._body.chars
        if self._style.emphasis == "none" or not paragraph.leads:
            return (Run(paragraph.text, plain),)
        look = msgspec.structs.replace(plain, name="首句强调")
        if self._style.emphasis == "bold":
            look = msgspec.structs.replace(look, bold=True, latin=self._formats.bold(look.latin))
        if self._style.emphasis == "kai":
            look = msgspec.structs.replace(look, east_asian=self._formats.family("kai"))
        runs: list[Run] = []
        at = 0
        for start, end in paragraph.leads:
            runs += Run(paragraph.text[at:start], plain), Run(paragraph.text[start:end], look)
            at = end
        runs.append(Run(paragraph.text[at:], plain))
        return tuple(run for run in runs if run.text)

    def _table(self, table: Table) -> None:
        block = table_block(table, self._formats)
        if isinstance(block, TableBlock):
            if table.caption:
                self._add(table.caption, self._elements["table_caption"], table.line)
            gap = 0.0 if table.caption else max(block.space_before - self._gap_above(), 0.0)
            below = 0.0 if table.notes else block.space_after
            block = msgspec.structs.replace(block, space_before=gap, space_after=below)
        elif top := self._taken_annex_top():
            block = LandscapeBlock((*top, *block.blocks))
        self._append(with_styles(block, self._use))
        if isinstance(block, TableBlock):
            self._notes(table.notes)

    def _taken_annex_top(self) -> tuple[TextBlock, ...]:
        """An annex's label and title, taken off the page that they would stand on alone; empty where text follows."""
        start, end = self._annex_top
        top = tuple(block for block in self._part[start:end] if isinstance(block, TextBlock))
        if not top or len(top) != len(self._part) - start:
            return ()
        del self._part[start:]
        first = msgspec.structs.replace(top[0].style, page_break_before=False)  # a turned page is a new one
        return (msgspec.structs.replace(top[0], style=first), *top[1:])

    def _figure(self, figure: Figure) -> None:
        """The picture, and on the same page what is written below it."""
        if picture := self._pictures.get(figure.image):
            self._put(figure_block(figure, picture, self._formats))
        if figure.caption:
            caption = self._elements["figure_caption"]
            self._add(figure.caption, msgspec.structs.replace(caption, keep_next=bool(figure.notes)), figure.line)
        self._notes(figure.notes)

    def _notes(self, notes: tuple[Paragraph, ...]) -> None:
        """What stands under a table or a figure."""
        for block in note_blocks(notes, self._formats):
            self._put(block)

    def back(self, document: Document, images: Mapping[str, bytes]) -> None:
        """附件说明, 署名 and 成文日期, 附注, 出席人员."""
        self._part = self._parts["notes"]
        seals = tuple(images[name] for name in document.seals)
        self._ending(document.back, document.sealing or self._style.signature.sealing, seals, self._parts["signature"])
        self._part = self._parts["rest"]

    def _ending(
        self, elements: tuple[Paragraph, ...], sealing: Sealing, seals: tuple[bytes, ...], signed: list[FlowBlock]
    ) -> None:
        """What stands below a body; `signed`: the part for 署名 and 成文日期."""
        signing = [p for p in elements if p.role in (Role.SIGNATURE, Role.DATE)]
        by_parties = not seals and is_to_be_signed(signing)
        signing = with_lines_between(elements) if by_parties else signing
        set_with_them = set(map(id, signing))
        seen: set[Role] = set()
        for at, paragraph in enumerate(elements):
            role, is_first = paragraph.role, paragraph.role not in seen
            seen.add(role)
            if role is Role.ATTACHMENT_NOTE:
                self._add(paragraph.text, self._hanging(paragraph.text, first=is_first), paragraph.line)
            elif role is Role.ATTENDEES:
                self._attendees(paragraph, first=is_first)
            elif signing and paragraph is signing[0]:
                has_remark = any(p.role is Role.REMARK and id(p) not in set_with_them for p in elements[at:])
                self._part = signed
                if by_parties:
                    blocks = parties(signing, self._elements["signature"], self._page.measure)
                else:
                    organs, dates = ([p for p in signing if p.role is r] for r in (Role.SIGNATURE, Role.DATE))
                    blocks = signature(organs, dates, sealing, seals, self._formats)
                self._sign(blocks, keep_next=has_remark)
                self._part = self._parts["rest"]
            elif role not in (*COLOPHON_ROLES, Role.SIGNATURE, Role.DATE) and id(paragraph) not in set_with_them:
                self._add(paragraph.text, self._formats.of(role), paragraph.line)

    def _sign(self, blocks: list[TextBlock], *, keep_next: bool) -> None:
        """署名 and 成文日期, on one page; `keep_next`: the first line of what follows stands there too."""
        for block in blocks:
            kept = keep_next or block is not blocks[-1]
            style = msgspec.structs.replace(block.style, keep_next=kept, keep_lines=True)
            self._put(msgspec.structs.replace(block, style=style))

    def _attendees(self, paragraph: Paragraph, *, first: bool) -> None:
        """出席、请假、列席 (10.3): names that run on align with the first one."""
        style = hanging(self._elements["attendees"], paragraph.text)
        if not first:
            style = msgspec.structs.replace(style, space_before=0.0)
        label, *rest = re.split("(?<=[：:])", paragraph.text, maxsplit=1)
        runs = (
            Run(label, self._formats.inline("attendees_label")),
            *(Run(names, style.chars) for names in rest if names),
        )
        self._put(TextBlock(runs, style, paragraph.line))

    def _hanging(self, text: str, *, first: bool) -> ParagraphStyle:
        """附件说明 (7.3.4): a name that runs on aligns with its own first character, numbers with the first number."""
        style = self._elements["attachment_note"]
        found = _ITEM_NUMBER.match(text)
        prefix = found[0] if found else ""
        start = 0.0 if first else 3 * style.chars.advance  # below the first number, behind 附件：
        hang = start + width(prefix + "名", style.chars) - style.chars.advance
        replaced = msgspec.structs.replace(
            style,
            left_indent=style.left_indent + hang,
            first_indent=start - hang,
            first_indent_chars=0.0,
        )
        return replaced if first else msgspec.structs.replace(replaced, name=f"{style.name}续项", space_before=0.0)

    def annex(self, annex: Annex) -> None:
        """附件, set as the document itself is: its own title, 主送机关 and 署名 stand where the document's do."""
        residue = tuple(p for p in annex.front if p.role is Role.RESIDUE)
        titles = [Paragraph(text, Role.ANNEX_TITLE, line=annex.line) for text in annex.title.split("\n") if text]
        top = () if annex.title else annex.front
        ahead = tuple(takewhile(lambda p: p.role is Role.RESIDUE, top))  # it may part the title from its label
        below = takewhile(lambda p: p.role is Role.ANNEX_TITLE, top[len(ahead) :])
        own = tuple(takewhile(lambda p: not self._are_parted(top[0].line, p.line), below))
        titles += own
        front = annex.front[len(ahead) + len(own) :] if own else annex.front
        following = next((p.role for p in front if p.role is not Role.RESIDUE), None)
        start = len(self._part)
        self._annex_title(annex, titles, is_alone=following not in _TITLE_GROUP)
        self.front(front)
        self._annex_top = start, len(self._part)
        self._lists, self._blocks = {}, (*residue, *annex.body)
        self._nodes(self._blocks)
        self._ending(annex.back, self._style.signature.sealing, (), self._parts["rest"])

    def _annex_title(self, annex: Annex, titles: list[Paragraph], *, is_alone: bool) -> None:
        """Its label and title on a new page; `is_alone`: no 副标题 or 题下署名 follows."""
        title = "".join(p.text for p in titles)
        label_style, title_style = self._elements["annex_label"], self._elements["annex_title"]
        label = annex.label if self._verbatim else visible(annex.label)
        if label:
            level = 0 if title else 1  # one entry an annex in Word's navigation pane: its title, where it has one
            style = msgspec.structs.replace(label_style, page_break_before=True, outline_level=level)
            self._add(label, style, annex.line, f"{visible(label)} {title}".strip(), 1)
        else:  # a document that is forwarded or issued with this one bears no label (7.3.7 speaks of 附件 alone)
            title_style = msgspec.structs.replace(title_style, page_break_before=True, space_before=0.0)
        if titles:
            lines = self._title([p.text for p in titles], title_style)
            outline = "" if label else title
            if not is_alone:
                title_style = msgspec.structs.replace(title_style, space_after=0.0)
            self._add("\n".join(lines), title_style, titles[0].line, outline, 1)

    def _page_number(self) -> PageNumber:
        number = self._style.page_number
        element = Element(
            name=number.name,
            font=number.font,
            latin=number.font,
            size=number.size,
            align=number.odd,
            # a footer that reaches above the lower margin would take room from the text, in Word and LibreOffice
            line_pitch=Size(round(number.size * _NUMBER_PITCH, 1)),
        )
        return PageNumber(
            style=self._formats.format(element, "page_number", "footer"),
            prefix=number.prefix,
            suffix=number.suffix,
            odd_align=number.odd,
            even_align=number.even,
            indent=number.indent * number.size,
            dash_offset=float(number.dash_offset),
        )


_NUMBER_PITCH = 1.2
"""Of the page number's line, in its characters."""


def _closed(paragraph: Paragraph) -> Paragraph:
    """`工 作 简 报` as `工作简报`: how far apart its characters stand is the style's."""
    return msgspec.structs.replace(paragraph, text=visible(paragraph.text))


def _as_written(heading: Heading, _rest: str) -> str:
    """Label and text, and the white space behind each."""
    return f"{heading.label}{heading.gap}{heading.text}{heading.tail}"


def _spaced(heading: Heading, rest: str) -> str:
    """Label and text as they are set; `rest`: what goes on in the same line."""
    is_article = heading.scheme is Scheme.ARTICLE
    tail = heading.tail if BLANK in heading.tail else ""
    return f"{parted(heading.label, heading.gap, heading.text or rest, is_article=is_article)}{heading.text}{tail}"
