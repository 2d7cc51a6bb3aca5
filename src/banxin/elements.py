"""The standard's elements, one row each: what the parser, the repairs, the styles and the messages know of them.

A reader may rely on this. Every `Role` has one row, and one name under which a user meets it everywhere: in `parse`, in
directives, in settings and in messages. Rows stand in the order of a document. What one stage alone knows of an element
stays there: how its lines are recognised in `parser/`, where and how it is set in `compose/` and in the styles.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from banxin.document import Role


class Place(Enum):
    """The part of a document in which an element stands."""

    HEAD = "版头"
    TITLE = "标题"
    """The title and what belongs to it."""
    ADDRESS = "主送"
    BODY = "正文"
    END = "主体之末"
    """Below the body, 版记 left aside."""
    COLOPHON = "版记"
    ANNEX = "附件"


class Spaces(Enum):
    """What the spaces between the Han characters of a text are."""

    KEPT = 0
    """They line up names or part one item from the next."""
    PROSE = 1
    """Noise, where the text is prose and nothing speaks for a meaning."""
    TITLE = 2
    """Kept, as they part phrases or space out letters; one within a word is told."""
    LIST = 3
    """They part names, but beside a mark they mean nothing."""
    NUMBER = 4
    """Kept; and the text is a 发文字号, whose year stands in 〔〕."""


class Shape(Enum):
    """What the value of a setting may be, and what becomes of it."""

    ONE = 0
    """A text; each line that it is written on is a paragraph."""
    WHOLE = 1
    """A text; one paragraph, on however many lines it is written."""
    MANY = 2
    """A text or a list of texts; each is a paragraph."""
    DATE = 3
    """As `ONE`; `2026-03-05` becomes 2026年3月5日."""


class Setting(NamedTuple):
    """One entry of the settings on top of a text."""

    role: Role | None
    """Of the element that it sets, or a part of which; None: it sets none."""
    name: str
    aliases: tuple[str, ...]
    """Other names under which it may be written, the English one first."""
    shape: Shape = Shape.ONE
    label: str = ""
    """What stands before the value in the document, `抄送：`, and may be left out here."""
    end: str = ""
    """Likewise behind it."""


class Element(NamedTuple):
    """What is known of an element wherever it occurs."""

    role: Role
    name: str
    """What users see in `parse` and in messages, and type in directives and settings."""
    place: Place
    clause: str = ""
    """Of GB/T 9704—2012; empty where the standard does not know it."""
    aliases: tuple[str, ...] = ()
    """Other names that are understood in directives and settings."""
    holds: str = ""
    """What belongs to it, where the name does not say it all."""
    spaces: Spaces = Spaces.KEPT
    shape: Shape | None = Shape.ONE
    """Of its setting; None: it cannot be set from outside the text."""
    label: str = ""
    """What its text begins with: `签发人：`."""
    end: str = ""
    """What its text ends with."""
    looks_like: Role | None = None
    """The element whose format it has; None: a style says what it looks like."""
    settings: tuple[Setting, ...] = ()
    """Where it is set under names of their own, or in parts. Empty: under its own names."""

    def set_by(self) -> tuple[Setting, ...]:
        """Its settings; empty if it cannot be set."""
        if self.settings or self.shape is None:
            return self.settings
        return (Setting(self.role, self.name, (self.role.value, *self.aliases), self.shape, self.label, self.end),)


_KEPT, _PROSE, _SPACED, _LIST, _NUMBER = Spaces
_ONE, _WHOLE, _MANY, _DATE = Shape
_HEAD, _TITLE, _ADDRESS, _BODY, _END, _COLOPHON, _ANNEX = Place

ELEMENTS: tuple[Element, ...] = (
    Element(Role.COPY_NUMBER, "份号", _HEAD, "7.2.1"),
    Element(Role.SECRECY, "密级", _HEAD, "7.2.2", ("密级和保密期限",), holds="密级和保密期限"),
    Element(Role.URGENCY, "紧急程度", _HEAD, "7.2.3"),
    Element(Role.ISSUER_MARK, "发文机关标志", _HEAD, "7.2.4", ("发文机关标识",), shape=_MANY),
    Element(Role.ORDER_NUMBER, "令号", _HEAD, "10.2", spaces=_NUMBER),
    Element(Role.DOCUMENT_NUMBER, "发文字号", _HEAD, "7.2.5", ("文号", "期号"), spaces=_NUMBER),
    Element(Role.SIGNER, "签发人", _HEAD, "7.2.6", shape=_MANY, label="签发人："),
    Element(Role.TITLE, "标题", _TITLE, "7.3.1", ("公文标题",), spaces=_SPACED, shape=_MANY),
    Element(Role.SUBTITLE, "副标题", _TITLE, spaces=_SPACED),
    Element(
        Role.BYLINE,
        "题下署名",
        _TITLE,
        aliases=("题下信息", "题下日期"),
        holds="标题之下的日期、姓名、职务、单位",
        shape=_MANY,
    ),
    Element(
        Role.ADDRESSEE,
        "主送机关",
        _ADDRESS,
        "7.3.2",
        ("主送", "称谓", "主送机关或称谓"),
        holds="受文的机关，或讲话的称谓",
        spaces=_LIST,
        shape=_WHOLE,
        end="：",
    ),
    Element(Role.BODY, "正文", _BODY, "7.3.3", spaces=_PROSE, shape=None),
    Element(
        Role.NOTE,
        "图表注",
        _BODY,
        aliases=("表注", "图注"),
        holds="表格、图片之下的注和资料来源",
        spaces=_PROSE,
        shape=None,
    ),
    Element(
        Role.RESIDUE,
        "网页残留",
        _BODY,
        aliases=("残留",),
        holds="网页、聊天里带来的一行",
        shape=None,
        looks_like=Role.BODY,
    ),
    Element(
        Role.ATTACHMENT_NOTE,
        "附件说明",
        _END,
        "7.3.4",
        settings=(Setting(Role.ATTACHMENT_NOTE, "附件说明", ("attachment_note", "附件"), _MANY),),
    ),
    Element(
        Role.ATTENDEES,
        "出席人员",
        _END,
        "10.3",
        ("出席", "请假", "请假人员", "列席", "列席人员"),
        holds="出席、请假和列席的人",
        settings=(
            Setting(Role.ATTENDEES, "出席", ("attendees", "出席人员"), _WHOLE, "出席："),
            Setting(Role.ATTENDEES, "请假", ("absentees", "请假人员"), _WHOLE, "请假："),
            Setting(Role.ATTENDEES, "列席", ("observers", "列席人员"), _WHOLE, "列席："),
        ),
    ),
    Element(Role.SIGNATURE, "署名", _END, "7.3.5", ("发文机关署名",), shape=_MANY),
    Element(Role.DATE, "成文日期", _END, "7.3.5", ("日期",), shape=_DATE),
    Element(Role.REMARK, "附注", _END, "7.3.6"),
    Element(
        Role.MAIN_TO,
        "版记主送",
        _COLOPHON,
        "7.4.2",
        holds="移到版记的主送机关",
        spaces=_LIST,
        shape=None,
        label="主送：",
        looks_like=Role.COPY_TO,
    ),
    Element(
        Role.COPY_TO,
        "抄送",
        _COLOPHON,
        "7.4.2",
        ("抄送机关", "抄报", "分送"),
        spaces=_LIST,
        label="抄送：",
        settings=(
            Setting(Role.COPY_TO, "抄送", ("copy_to", "抄送机关"), _WHOLE, "抄送："),
            Setting(Role.COPY_TO, "报", ("report_to",), _WHOLE, "报："),
            Setting(Role.COPY_TO, "送", ("send_to",), _WHOLE, "送："),
            Setting(Role.COPY_TO, "发", ("issue_to",), _WHOLE, "发："),
        ),
    ),
    Element(
        Role.PRINTER,
        "印发",
        _COLOPHON,
        "7.4.3",
        ("印发机关", "印发日期", "印发机关和印发日期"),
        holds="印发机关和印发日期",
        settings=(
            Setting(Role.PRINTER, "印发", ("printer", "印发机关和印发日期")),
            Setting(Role.PRINTER, "印发机关", ("printing_office",)),
            Setting(Role.PRINTER, "印发日期", ("printing_date",), _DATE),
        ),
    ),
    Element(Role.ANNEX_LABEL, "附件序号", _ANNEX, "7.3.7", ("附件",), shape=None),
    Element(Role.ANNEX_TITLE, "附件标题", _ANNEX, "7.3.7", spaces=_SPACED, shape=None),
)
"""In the order of a document."""
HEADINGS = ("一级标题", "二级标题", "三级标题", "四级标题", "五级标题")
"""What the headings of the body are called, by level (7.3.3)."""
CAPTION = "表题"
"""The line above a table that names it."""
FIGURE = "图片"
"""What a picture is called."""
FIGURE_CAPTION = "图题"
"""The line below a picture that names it."""
CONTENTS = "目录"
"""The list of the headings, and the line above it."""
ENTRY = "目录项"
"""A line of it."""
OTHER_SETTINGS = (
    Setting(None, "格式", ("form",)),
    Setting(None, "样式", ("style",)),
    Setting(None, "印章", ("seal",), _MANY),
    Setting(None, "签名章", ("stamp",)),
    Setting(None, CONTENTS, ("contents",)),
)
"""Settings of the whole document, which no element stands for."""

BY_ROLE: dict[Role, Element] = {element.role: element for element in ELEMENTS}
NAMES: dict[Role, str] = {element.role: element.name for element in ELEMENTS}
"""What a user calls each role."""
SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (*(setting for element in ELEMENTS for setting in element.set_by()), *OTHER_SETTINGS)
}
"""By name, those of the elements in the order of a document."""
KEYS: dict[str, str] = {key: name for name, setting in SETTINGS.items() for key in (name, *setting.aliases)}
"""Every name that a setting may be written under, and its name."""


def standing(*places: Place) -> tuple[Role, ...]:
    """The roles that stand in these parts of a document, in its order."""
    return tuple(element.role for element in ELEMENTS if element.place in places)
