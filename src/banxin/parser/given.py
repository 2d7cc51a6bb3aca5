"""A document and what was given for it from outside its text (settings on top, `--title`) to one document.

What is given wins: where the text has paragraphs of the same role that say something else, they are dropped as exact
edits and a warning tells both texts. Where both say the same, the text's stays; so it is with 附注 of which one says
the same. A title given as an argument is one more setting, and goes before that of the front matter.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from banxin.document import Document, Form, Paragraph, Role
from banxin.elements import NAMES, SETTINGS, Place, Setting, Shape, standing
from banxin.errors import Severity
from banxin.forms.lines import annex_line, is_open, joined
from banxin.forms.numbering import recognise
from banxin.parser.notes import Notes
from banxin.regex import regex
from banxin.settings import Settings, Value
from banxin.source import Line, Source
from banxin.streams import visible

_FRONT_ORDER = standing(Place.HEAD, Place.TITLE, Place.ADDRESS)
_BULLETIN_ORDER = tuple(dict.fromkeys((*standing(Place.HEAD), Role.BYLINE, *_FRONT_ORDER)))
"""What is set as 题下署名 of a 简报 says who issues it and when."""
_BACK_ORDER = standing(Place.END, Place.COLOPHON)


_HAS_LABEL = regex("[^，。；、,：:]{1,8}[：:]")


def paragraphs(settings: Settings) -> list[Paragraph]:
    """The elements that are set, in the order of their lines; `抄送：` and its like stand before the value where the
    writer left them out.
    """
    found = [p for setting in SETTINGS.values() for p in _made(setting, settings.elements)]
    return sorted(found, key=lambda p: p.line)


def _made(setting: Setting, elements: Mapping[str, tuple[Value, ...]]) -> list[Paragraph]:
    """The paragraphs that one setting makes in the document."""
    values = elements.get(setting.name, ())
    texts = [value.text for value in values]
    if setting.role is None or setting.name == "印发日期":
        return []  # the date stands in the paragraph of 印发机关
    if setting.name == "印发机关":
        values, texts = _printer(values, elements.get("印发日期", ()))
    elif setting.role is Role.ATTACHMENT_NOTE:
        texts = _note(texts)
    elif setting.shape is Shape.WHOLE and texts:
        values, texts = values[:1], [joined(texts)]
    if setting.label and setting.role is not Role.ATTACHMENT_NOTE and texts and not _HAS_LABEL.match(texts[0]):
        texts[0] = setting.label + texts[0]
    if setting.end and texts and is_open(texts[-1]):
        texts[-1] += setting.end
    return [Paragraph(text, setting.role, line=value.line) for text, value in zip(texts, values, strict=True)]


def _note(names: list[str]) -> list[str]:
    """附件说明 of the names (7.3.4): `附件：名称`, or `附件：1.名称` and `2.名称`; the writer's own numbers stay."""
    if not names or annex_line(names[0]):
        return names
    if len(names) > 1 and not any(map(recognise, names)):
        names = [f"{number}.{name}" for number, name in enumerate(names, 1)]
    return [f"附件：{names[0]}", *names[1:]]


def _printer(organ: tuple[Value, ...], date: tuple[Value, ...]) -> tuple[tuple[Value, ...], list[str]]:
    """印发机关 and 印发日期 as one paragraph, on the line of the first of them."""
    values = (*organ[:1], *date[:1])
    if not values:
        return (), []
    texts = [value.text for value in values]
    if date and not texts[-1].endswith("印发"):
        texts[-1] += "印发"
    return (min(values, key=lambda value: value.line),), ["\u3000".join(texts)]


def account(block: tuple[Line, ...], kept: list[Paragraph], notes: Notes) -> None:
    """Account for the block of settings: every line of it is an exact edit, before, the line; after, what became of the
    values that begin on it: `kept`, in the order of the document.
    """
    after: dict[int, str] = {}
    for paragraph in kept:
        after[paragraph.line] = after.get(paragraph.line, "") + paragraph.text
    for line in block:
        if line.text:
            change = (line.offset, visible(line.text), visible(after.get(line.number, "")))
            notes.edit("BX005", Severity.INFO, line.number, "文首的设置，不作正文", change)
        notes.because(line.number, "文首的设置", "位于文首的两行“---”之间")


def with_title(lines: list[str], settings: Settings, notes: Notes) -> list[Paragraph]:
    """The elements that are set, with a title given as an argument, on these lines, for their own if there are any."""
    found = paragraphs(settings)
    if not lines:
        return found
    title = [Paragraph(line, Role.TITLE) for line in lines]
    others = [p for p in found if p.role is Role.TITLE]
    if others and not settings.offered and not _same(title, others):
        _warn(title[0], others[0], "文首的设置", notes)
    return [*title, *(p for p in found if p.role is not Role.TITLE)]


def settled(
    document: Document, given: list[Paragraph], settings: Settings, source: Source, notes: Notes
) -> tuple[Document, list[Paragraph]]:
    """`document` with the paragraphs that are `given`, and those of them that stand in it now."""
    added: list[Paragraph] = []
    offsets = _offsets(document, source)
    for kind in dict.fromkeys(map(_kind, given)):
        wanted = [p for p in given if _kind(p) == kind]
        present = [p for p in (*_above_title(document, kind, settings), *document.back) if _kind(p) == kind]
        is_offered = settings.offered and wanted[0].line > 0
        if present and (is_offered or _same(wanted, present)):
            continue
        added += wanted
        if not present:
            continue
        dropped = _dropped(present, wanted[0], offsets, source, notes)
        _warn(wanted[0], present[0], "文中的", notes, both=not dropped)
        if dropped:
            document = msgspec.structs.replace(
                document,
                front=tuple(p for p in document.front if id(p) not in dropped),
                back=tuple(p for p in document.back if id(p) not in dropped),
            )
    if not added:
        return document, []
    is_bulletin = settings.form is Form.BULLETIN
    front = _placed(added, document.front, _BULLETIN_ORDER if is_bulletin else _FRONT_ORDER)
    back = _placed(added, document.back, _BACK_ORDER)
    return msgspec.structs.replace(document, front=front, back=back), added


def _kind(paragraph: Paragraph) -> tuple[Role, str]:
    """What contradicts what: 出席 and 列席 have one role and are two things; so have 报 and 送."""
    if paragraph.role is Role.COPY_TO:
        text = visible(paragraph.text)
        return paragraph.role, text[0] if text[1:2] in ("：", ":") else ""
    return paragraph.role, visible(paragraph.text)[:2] if paragraph.role is Role.ATTENDEES else ""


def _above_title(document: Document, kind: tuple[Role, str], settings: Settings) -> tuple[Paragraph, ...]:
    """The front in which a setting may contradict the text: an article of a 简报 has 题下署名 of its own."""
    if kind[0] is not Role.BYLINE or settings.form is not Form.BULLETIN:
        return document.front
    titles = (at for at, p in enumerate(document.front) if p.role is Role.TITLE)
    return document.front[: next(titles, None)]


def _same(wanted: list[Paragraph], present: list[Paragraph]) -> bool:
    if wanted[0].role is Role.REMARK:
        return {_unbracketed(p) for p in wanted} <= {_unbracketed(p) for p in present}
    return visible("".join(p.text for p in present)) == visible("".join(p.text for p in wanted))


def _unbracketed(paragraph: Paragraph) -> str:
    return visible(paragraph.text).strip("（()）")


def _warn(wanted: Paragraph, present: Paragraph, where: str, notes: Notes, *, both: bool = False) -> None:
    name = NAMES[wanted.role]
    end = "两者都排印" if both else "排印前者"
    message = f"给出的{name}与{where}不同：“{wanted.text[:80]}”与“{present.text[:80]}”，{end}"
    notes.warn("BX105", wanted.line, message, "请删去其中一处")


def _offsets(document: Document, source: Source) -> dict[int, int]:
    """Where each element of the frame stands in the source's stream, by its id."""
    starts = {line.number: line.offset for line in source.lines}
    offsets: dict[int, int] = {}
    for paragraph in (*document.front, *document.back):  # several may stand in one line
        offsets[id(paragraph)] = starts.get(paragraph.line, 0)
        starts[paragraph.line] = offsets[id(paragraph)] + len(visible(paragraph.text))
    return offsets


def _dropped(
    present: list[Paragraph], wanted: Paragraph, offsets: dict[int, int], source: Source, notes: Notes
) -> set[int]:
    """The ids of `present`, each reported as an exact edit; none where one of them is not found in the source."""
    stream = source.stream
    if not all(p.line and stream.startswith(visible(p.text), offsets[id(p)]) for p in present):
        return set()
    for paragraph in present:
        message = f"文中的{NAMES[paragraph.role]}让位于{'文首的设置' if wanted.line else '命令行给出的'}"
        change = (offsets[id(paragraph)], visible(paragraph.text), "")
        notes.edit("BX008", Severity.REPAIR, paragraph.line, message, change)
    return {id(p) for p in present}


def _placed(added: list[Paragraph], present: tuple[Paragraph, ...], order: tuple[Role, ...]) -> tuple[Paragraph, ...]:
    """`present` in its own order, with `added` before what comes behind it by `order` and below what stands above."""
    result = list(present)
    for role in order:
        group = [p for p in added if p.role is role]
        earlier, later = order[: order.index(role)], order[order.index(role) :]
        below = next((i for i in range(len(result), 0, -1) if result[i - 1].role in earlier), 0)
        at = next((i for i in range(below, len(result)) if result[i].role in later), len(result))
        result[at:at] = group
    return tuple(result)
