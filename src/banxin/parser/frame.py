"""Lines as they were read to the parts of a document: what stands above the body, the body's lines, what stands below.

Elements over several lines become one paragraph, a line with several elements several; rules of dashes are dropped as
exact edits. A stray line keeps its place among its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from banxin.document import ContentsLine, Paragraph, Role
from banxin.elements import NAMES
from banxin.forms import ending, head, lines
from banxin.forms.lines import Item
from banxin.parser.contents import Contents
from banxin.parser.evidence import ROLES, ZONE, Reading, Zone, reason
from banxin.parser.facts import Facts
from banxin.parser.notes import Notes
from banxin.parser.reading import Read

R = Reading
_LISTS = (R.ADDRESSEE_ON, R.ATTENDEES_ON, R.COPY_ON)
"""Lines that go on the paragraph above."""


@dataclass
class Part:
    """The document, or an annex, or a further document; filled while the lines are gone through."""

    label: Item | None = None
    """The line `附件1`."""
    front: list[Paragraph] = field(default_factory=list)
    body: list[Item] = field(default_factory=list)
    back: list[Paragraph] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    """All lines of any 目录, which parts what it stands between."""
    aside: list[Paragraph | ContentsLine] = field(default_factory=list)
    """Residue among the body's lines, and the lines of a 目录, in their order."""
    imprint: list[Paragraph] = field(default_factory=list)
    """版记, which is the whole document's wherever it stands."""

    @property
    def lines(self) -> list[int]:
        """All lines of it but those aside, in no order."""
        label = [self.label.line] if self.label else []
        return [*label, *(p.line for p in (*self.front, *self.back)), *(item.line for item in self.body)]


def parts(facts: list[Facts], reads: list[Read], notes: Notes, listed: list[Contents]) -> list[Part]:
    """The document and its annexes, in order, with every 目录 where it stood; never empty."""
    lines_between = [entry.line for entries in listed for entry in entries]
    found = [_Filling(lines_between, is_annex=False)]
    for one, how in zip(facts, reads, strict=True):
        if how.begins or (how.reading is R.LABEL and not how.stray):
            found.append(_Filling(lines_between, is_annex=True))
        found[-1].add(one, how, notes)
    for filling in found:
        filling.settle()
    done = [filling.part for filling in found]
    _put_back(done, listed)
    return done


def _put_back(found: list[Part], listed: list[Contents]) -> None:
    """Puts every 目录 into the part in which it stands, or that begins behind it where the one before has ended."""
    for entries in listed:
        line = entries[0].line
        at = max((at for at, part in enumerate(found) if min(part.lines, default=0) < line), default=0)
        has_ended = any(p.line < line for p in found[at].back) and not any(i.line > line for i in found[at].body)
        part = found[at + 1] if has_ended and at + 1 < len(found) else found[at]
        part.aside = sorted((*part.aside, *entries), key=lambda one: one.line)


class _Filling:
    """A part while its lines come in."""

    def __init__(self, lists: list[int], *, is_annex: bool) -> None:
        self.part = Part()
        self.lists = self.part.lists = lists
        self.line = 0  # of the last line that was no stray
        self.is_annex = is_annex
        self.marks: list[Facts] = []
        self.last: Reading | None = None
        self.mark = ""

    def add(self, one: Facts, how: Read, notes: Notes) -> None:
        reading = how.reading
        zone = ZONE[reading]
        if how.stray:
            self._stray(one, zone if self.last else Zone.HEAD, notes)
            return
        if reading is R.LABEL:
            self.part.label = one.item
            notes.because(one.item.line, NAMES[Role.ANNEX_LABEL], "附件的标识，其下是附件的内容")
        elif reading is R.BODY:
            self.part.body.append(one.item)
            if one.item.said is Role.RESIDUE:
                notes.left(one.item)
        elif reading in (R.HEAD_RULE, R.IMPRINT_RULE):
            notes.drop_rule(one.item)
        else:
            made = self._paragraphs(one, reading)
            place = self._place(zone)
            if made is None and place[-1].role is Role.RESIDUE:  # nothing goes on it
                above = next((p.role for p in reversed(place) if p.role is not Role.RESIDUE), Role.REMARK)
                made = [Paragraph(one.item.content, above, line=one.item.line)]
            if made is None and any(self.line < at < one.item.line for at in self.lists):
                made = [Paragraph(one.item.content, place[-1].role, line=one.item.line)]
            if made is None:
                before = place[-1]
                text = (
                    lines.joined([before.text, one.item.content])
                    if reading in _LISTS
                    else before.text + one.item.content
                )
                place[-1] = Paragraph(text, before.role, line=before.line)
                notes.because(one.item.line, NAMES[before.role], reason(reading, one))
            else:
                place += made
                for paragraph in made:
                    is_title = self.is_annex and paragraph.role is Role.TITLE
                    name = NAMES[Role.ANNEX_TITLE if is_title else paragraph.role]
                    notes.because(one.item.line, name, reason(reading, one))
        self.last, self.line = reading, one.item.line

    def _place(self, zone: Zone) -> list[Paragraph]:
        if zone is Zone.IMPRINT:
            return self.part.imprint
        return self.part.front if zone <= Zone.ADDRESS else self.part.back

    def _stray(self, one: Facts, zone: Zone, notes: Notes) -> None:
        """A line that is no element stays where it stands among them."""
        item, place = one.item, self._place(zone)
        if one.is_residue:
            left = Paragraph(item.content, Role.RESIDUE, line=item.line)
            if zone is Zone.BODY:
                self.part.aside.append(left)
            else:
                place.append(left)
            notes.left(item)
            return
        if zone is Zone.BODY:
            self.part.body.append(item)
            return
        if one.introduces:
            place.append(Paragraph(item.content, Role.BODY, line=item.line))
            notes.because(item.line, NAMES[Role.BODY], "编者按，在标题之上")
            return
        role = Role.BYLINE if zone <= Zone.ADDRESS else Role.REMARK
        place.append(Paragraph(item.content, role, line=item.line))
        notes.because(item.line, NAMES[role], "夹在要素之间的一行，认不出是哪个要素")
        if zone is Zone.HEAD:
            hint = "请核对是不是份号、密级、紧急程度等，可在行首标注，如“::密级::”；不必印的请删去"
            notes.warn("BX108", item.line, f"版头里的这一行认不出：“{one.text}”", hint)

    def _paragraphs(self, one: Facts, reading: Reading) -> list[Paragraph] | None:
        """The paragraphs of a line; None: it goes on the one above."""
        item = one.item
        if item.said is not None:
            role = Role.TITLE if item.said is Role.ANNEX_TITLE else item.said
            return [Paragraph(item.content, role, line=item.line)]
        if reading in _LISTS:
            return None
        make = {R.SIGNED_DATE: self._signed, R.SIGNATURE: self._signed, R.NOTE: self._note, R.NOTE_ON: self._note_on}
        if reading in make:
            return make[reading](one)
        if ZONE[reading] is Zone.HEAD and reading in (R.MARK, R.ELEMENTS, R.ISSUE):
            return self._of_head(one, reading)
        is_main = reading is R.COPY and ending.begins_main(item.text)
        return [Paragraph(item.content, Role.MAIN_TO if is_main else ROLES[reading], line=item.line)]

    def _of_head(self, one: Facts, reading: Reading) -> list[Paragraph]:
        """The elements of a line of 版头."""
        made = {R.ELEMENTS: one.pieces, R.ISSUE: one.issue, R.MARK: one.numbered_mark}[reading]
        if reading is R.MARK:
            self.marks.append(one)
            made = made or [head.Piece(Role.ISSUER_MARK, one.text)]
            self.mark += "".join(made[0].text.split())
        return self._pieces(made or [head.Piece(Role.DOCUMENT_NUMBER, one.text)], one.item)

    def _signed(self, one: Facts) -> list[Paragraph] | None:
        item = one.item
        above = self.part.back[-1] if self.part.back else None
        if above and above.role is Role.SIGNATURE and ending.is_seal_note(item.text):
            return None
        if one.is_date or one.name_and_date is None:
            return _signatures(item)
        name, date = one.name_and_date
        return [*_signatures(item, name), Paragraph(date, Role.DATE, line=item.line)]

    def _pieces(self, made: list[head.Piece], item: Item) -> list[Paragraph]:
        found = []
        for piece in made:
            role = piece.role
            if role in (Role.ORDER_NUMBER, Role.DOCUMENT_NUMBER):
                role = Role.ORDER_NUMBER if self.mark.endswith("令") else Role.DOCUMENT_NUMBER
            found.append(Paragraph(piece.text, role, line=item.line))
        return found

    def _note(self, one: Facts) -> list[Paragraph]:
        """附件说明, one paragraph an item."""
        texts = ending.note_items(one.item.content)
        return [Paragraph(text, Role.ATTACHMENT_NOTE, line=one.item.line) for text in texts]

    def _note_on(self, one: Facts) -> list[Paragraph] | None:
        """A further line of 附件说明; None: the first item below `附件：`, or the rest of a name."""
        notes = [p for p in self.part.back if p.role is Role.ATTACHMENT_NOTE]
        is_first = len(notes) == 1 and _is_bare(notes[0].text)
        is_next = one.is_note_item or (one.names_paper and ending.names_paper(notes[-1].text))
        return None if is_first or not is_next else self._note(one)

    def settle(self) -> None:
        """Marks are cut when all of them are known."""
        joint = sum(one.mark is not head.Mark.WORD for one in self.marks) > 1
        for one in self.marks:
            if one.numbered_mark or one.item.forced:
                continue
            made = head.mark_pieces(one.text, joint=joint)
            at = next(
                i for i, p in enumerate(self.part.front) if p.line == one.item.line and p.role is Role.ISSUER_MARK
            )
            self.part.front[at : at + 1] = [Paragraph(p.text, p.role, line=one.item.line) for p in made]


_ORGAN = 5
"""Characters of the shortest name of an organ that one blank parts from another."""


def _is_bare(text: str) -> bool:
    annex = lines.annex_line(text)
    return annex is not None and not annex.title


def _signatures(item: Item, text: str = "") -> list[Paragraph]:
    """署名 in a line, or in the part `text` of it: one, or one for each of several organs parted by gaps."""
    text = text or item.text
    found = [part for part in lines.parts(item) if part in text]
    if len(found) == 1:
        found = text.split()
        if any(len(part) < _ORGAN for part in found):  # `某某公司 财务部` is one
            found = [text]
    alone = all(lines.is_organ(ending.without_seal_note(part)) for part in found)
    if len(found) == 1 or "".join("".join(found).split()) != "".join(text.split()) or not alone:
        found = [text]
    return [Paragraph(part, Role.SIGNATURE, line=item.line) for part in found]
