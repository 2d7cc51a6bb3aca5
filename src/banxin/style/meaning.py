"""A key of a style to what it means, in Chinese, the clause it rests on and how binding that clause is.

The one place for the reference, the JSON Schema, `styles show --diff` and messages. It stands beside the schema and not
in it: a conversion asks for none of this and shall not pay for it at its start.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, NamedTuple, get_args, get_origin

import msgspec

from banxin.document import Role
from banxin.elements import BY_ROLE, CAPTION, CONTENTS, ELEMENTS, ENTRY, FIGURE_CAPTION, NAMES, Element
from banxin.style import schema


class Strength(str, Enum):
    """How binding the standard is where a style may differ from it."""

    MUST = "必须"
    """Said without reserve."""
    USUAL = "一般"
    """“一般……”: other choices are allowed."""
    ADVISED = "推荐"
    CUSTOM = "惯例"
    """The standard is silent; what most offices do."""


_MUST, _USUAL, _ADVISED, _CUSTOM = Strength


class Meaning(NamedTuple):
    """What a key says, and its ground."""

    text: str
    """One Chinese phrase without an end mark."""
    clause: str
    """Of GB/T 9704 where no other standard is named; may be empty."""
    strength: Strength
    """How binding the clause is; of an element: as to its place."""
    typeface: Strength
    """Of an element: how binding its clause is as to face and size; else as `strength`."""

    @property
    def described(self) -> str:
        """The text with its clause."""
        return f"{self.text}（{self.clause}）" if self.clause else self.text


def meaning(keys: tuple[str, ...]) -> Meaning:
    """Of the key at a path, `("page", "top")`; items of a list are counted from 1.

    Raises:
        KeyError: the schema has no such path.
    """
    if keys in _EXCEPTIONS:
        return _EXCEPTIONS[keys]
    kind: Any = schema.HouseStyle
    found = outer = _says("样式")
    for key in keys:
        if kind is None:
            raise KeyError(key)
        outer, found = found, found if key.isdecimal() else of(kind, key)
        kind = kind_below(kind, key)
    if keys[0] in _ELEMENTS and keys[-1] in _OF_TYPEFACE:
        return found._replace(clause=outer.clause, strength=outer.typeface)
    if keys[0] in _ELEMENTS and keys[-1] in _OF_PLACE:
        return found._replace(clause=outer.clause, strength=outer.strength)
    return found


def of(kind: Any, key: str) -> Meaning:  # noqa: ANN401 - a type, as the schema states it
    """Of a key of one of the schema's Structs, by itself."""
    struct = struct_of(kind) or kind
    return next(_MEANINGS[base][key] for base in struct.__mro__ if key in _MEANINGS.get(base, {}))


def struct_of(kind: Any) -> type[msgspec.Struct] | None:  # noqa: ANN401 - a type, as the schema states it
    """The Struct that a value of type `kind` is, or may be."""
    kinds = (kind, *get_args(kind))
    return next((one for one in kinds if isinstance(one, type) and issubclass(one, msgspec.Struct)), None)


def kind_below(kind: Any, key: str) -> Any:  # noqa: ANN401 - types, as the schema states them
    """The type of what stands under a key of a value of type `kind`, without its limits; `None` where nothing may."""
    if get_origin(kind) is tuple:
        below = get_args(kind)[0] if key.isdecimal() else None
    else:
        struct = struct_of(kind)
        fields = msgspec.structs.fields(struct) if struct else ()
        below = next((field.type for field in fields if field.name == key), None)
    return get_args(below)[0] if get_origin(below) is Annotated else below


_ELEMENTS = ("elements", "headings")
_OF_TYPEFACE = ("font", "size")
"""Keys of an element that are as binding as its clause is as to the typeface."""
_OF_PLACE = ("align", "first_indent", "left_indent", "right_indent", "gap_before", "gap_after")
"""Likewise as to the place."""


def _says(text: str, clause: str = "", strength: Strength | None = None) -> Meaning:
    strength = strength or (_MUST if clause else _CUSTOM)
    return Meaning(text, clause, strength, strength)


def _element(text: str, clause: str = "", typeface: Strength = _USUAL) -> Meaning:
    """An element that the standard knows has its place without reserve, and its typeface mostly “一般”."""
    return Meaning(text, clause, _MUST if clause else _CUSTOM, typeface if clause else _CUSTOM)


_TYPEFACES = {Role.ISSUER_MARK: _ADVISED, Role.ANNEX_LABEL: _MUST}
"""Where the clause does not say “一般” of face and size."""


def _of_row(row: Element) -> Meaning:
    text = f"{row.name}：{row.holds}" if row.holds else row.name
    return _element(text, row.clause, _TYPEFACES.get(row.role, _USUAL))


_EXCEPTIONS = {("elements", "issuer_mark", "color"): _says("颜色，RRGGBB", "7.2.4", _ADVISED)}
"""Paths whose ground is not that of their key."""

_MEANINGS: dict[type, dict[str, Meaning]] = {
    schema.Page: {
        "width": _says("纸宽", "5.1"),
        "height": _says("纸高", "5.1"),
        "top": _says("天头（上边距），容许 ±1 mm", "5.2.1"),
        "bottom": _says("地脚（下边距）", "5.2.1"),
        "left": _says("订口（左边距），容许 ±1 mm", "5.2.1"),
        "right": _says("切口（右边距）", "5.2.1"),
        "chars_per_line": _says("每行字数", "5.2.3", _USUAL),
        "lines_per_page": _says("每面行数；只写它，行距就由它算出来", "5.2.3", _USUAL),
        "line_pitch": _says("行距（固定值）；写了它，每面行数就由它算出来", "5.2.3", _USUAL),
        "fill": _says("撑满版心：首行、末行的字贴着版心上下边缘；写了 line_pitch 时默认不撑满", "5.2.3", _USUAL),
    },
    schema.Font: {
        "name": _says("字体名，写入 DOCX"),
        "alternatives": _says("生成 PDF 时在本机依次寻找的字体，都没有时用随附字体"),
    },
    schema.HanFont: {
        "latin_bold": _says("与这种字体排在一起的数字和西文加粗，浓淡才相称"),
    },
    schema.Fonts: {
        "fangsong": _says("仿宋"),
        "kai": _says("楷体"),
        "hei": _says("黑体"),
        "xiaobiaosong": _says("小标宋"),
        "song": _says("宋体"),
        "latin": _says("数字和西文：一种西文字体；或写 fangsong 等，用那种中文字体；或写 own，随各要素自己的字体"),
    },
    schema.Element: {
        "name": _says("Word 里的样式名"),
        "font": _says("字体；不写则同正文"),
        "size": _says("字号；不写则同正文"),
        "align": _says("对齐"),
        "latin": _says("数字和西文的字体"),
        "latin_bold": _says("数字和西文加粗（latin 是西文字体时）；不写则随 fonts 里这种字体的 latin_bold"),
        "bold": _says("加粗；标准没有加粗的要素"),
        "color": _says("颜色，RRGGBB", "5.2.4"),
        "grid": _says("字排在版面的格子里，每行的字数同正文", "5.2.3", _USUAL),
        "line_pitch": _says("行距（固定值）；不写则同版面；版头各要素不用"),
        "first_indent": _says("首行缩进"),
        "left_indent": _says("左缩进"),
        "right_indent": _says("右缩进"),
        "gap_before": _says("上面空几行"),
        "gap_after": _says("下面空几行"),
        "keep_next": _says("与下一段同面"),
    },
    schema.HeadingElement: {
        "end_mark": _says("独立成行的标题末尾的句号：keep 保留，drop 删去并逐条报告"),
    },
    schema.Elements: {
        **{row.role.value: _of_row(row) for row in ELEMENTS if row.looks_like is None},
        "signer": _element("“签发人：”", "7.2.6", _MUST),
        "signer_name": _element("签发人姓名", "7.2.6", _MUST),
        "head_line": _element("版头里标准没有规定的行，如纪要的机关和日期"),
        "contents_title": _element(f"“{CONTENTS}”二字"),
        "contents_entry": _element(f"{ENTRY}，第一级"),
        "attendees_label": _element("“出席：”等", "10.3"),
        "copy_to": _element(f"{NAMES[Role.COPY_TO]}，{BY_ROLE[Role.MAIN_TO].holds}", "7.4.2"),
        "table_caption": _element(CAPTION),
        "table_header": _element("表头"),
        "table_cell": _element("表格文字"),
        "table_long_cell": _element("表格文字：一行排不下的列"),
        "figure_caption": _element(FIGURE_CAPTION),
    },
    schema.Contents: {
        "levels": _says("自动生成的目录列出几级标题，从最高的一级算起"),
        "indent": _says("目录项每低一级缩进多少"),
        "new_page": _says("有页码的目录之后另起一页"),
    },
    schema.TitleBreaking: {
        "shape": _says("auto 按词回行，排成梯形、倒梯形或菱形；as_written 只在排不下时回行", "7.3.1"),
        "max_chars": _says("一行最多几个字"),
    },
    schema.Head: {
        "row": _says("份号、密级、紧急程度之间和签发人各行之间的行距", "7.2.1"),
        "mark_top": _says("发文机关标志上边缘至上页边", "7.2.4"),
        "mark_share": _says("发文机关标志最多占版心宽的几成，过长时缩小"),
        "mark_least": _says("发文机关标志排在一行时的最小字号，再长就分行"),
        "joint_row": _says("联合行文各机关名称的行距，以标志的字计"),
        "joint_gap": _says("联合行文机关名称与“文件”的间距"),
        "number_gap": _says("发文机关标志至发文字号、签发人：空二行", "7.2.5"),
        "number_indent": _says("上行文发文字号左空、签发人右空", "7.2.5、7.2.6"),
        "signers_per_row": _says("签发人每行几个姓名", "7.2.6", _USUAL),
        "rule_gap": _says("发文字号至红色分隔线", "7.2.7"),
        "rule": _says("红色分隔线的粗细"),
        "rule_color": _says("分隔线的颜色，RRGGBB", "7.2.7"),
        "title_gap": _says("分隔线至标题：空二行", "7.3.1"),
    },
    schema.Letter: {
        "mark_top": _says("发文机关标志上边缘至上页边", "10.1"),
        "rule_gap": _says("发文机关标志至第一条双线", "10.1"),
        "rule_length": _says("双线的长度", "10.1"),
        "thick": _says("双线中粗线的粗细"),
        "thin": _says("双线中细线的粗细"),
        "rule_space": _says("双线之间"),
        "rule_bottom": _says("第二条双线至下页边", "10.1"),
        "item_gap": _says("第一条双线至份号、发文字号：三号字高的 7/8", "10.1"),
        "title_gap": _says("最后一个要素至标题：空二行", "10.1"),
        "text_bottom": _says("首页的下边距", "10.1"),
    },
    schema.Order: {
        "mark_top": _says("发文机关标志上边缘至上页边", "10.2"),
        "number_gap": _says("发文机关标志至令号：空二行", "10.2"),
        "body_gap": _says("令号至正文：空二行", "10.2"),
    },
    schema.Minutes: {
        "mark_top": _says("纪要标志上边缘至上页边", "10.3"),
    },
    schema.Seal: {
        "diameter": _says("印章的直径"),
        "gap": _says("正文至署名，留出印章的位置", "7.3.5.1", _USUAL),
        "right": _says("成文日期右空", "7.3.5.1", _USUAL),
        "per_row": _says("联合行文每排几枚印章", "7.3.5.1"),
        "space": _says("同排印章之间", "7.3.5.1"),
        "row_space": _says("两排印章之间"),
    },
    schema.Stamp: {
        "width": _says("签名章的宽"),
        "height": _says("签名章的高"),
        "gap": _says("正文至签名章", "7.3.5.3"),
        "right": _says("签名章和成文日期右空", "7.3.5.3"),
        "post_gap": _says("职务至签名章", "7.3.5.3"),
        "date_gap": _says("签名章至成文日期，两枚签名章之间", "7.3.5.3"),
    },
    schema.Signature: {
        "sealing": _says("原文没有写明时：none 不盖章，seal 盖印章，stamp 盖签名章"),
        "right": _says("不盖章：署名和成文日期中较长的一个右空", "7.3.5.2"),
        "offset": _says("不盖章：成文日期首字比署名首字右移", "7.3.5.2"),
        "seal": _says("加盖印章", "7.3.5.1"),
        "stamp": _says("加盖签发人签名章", "7.3.5.3"),
    },
    schema.Tightening: {
        "line_pitch": _says("为使署名与正文同面，行距最多收紧到多少；不小于版面行距则不收紧", "7.3.5.5"),
        "squeeze": _says("为使署名与正文同面，字距最多收紧多少", "7.3.5.5"),
    },
    schema.Colophon: {
        "outer_rule": _says("首条和末条分隔线的粗细", "7.4.1", _ADVISED),
        "inner_rule": _says("中间的分隔线的粗细", "7.4.1", _ADVISED),
        "padding": _says("分隔线与文字之间"),
        "gap": _says("与上文至少空几行"),
        "even_page": _says("版记排在偶数页", "GB/T 33476.2 7.3.1"),
    },
    schema.Chapters: {
        "align": _says("编、章、节的标题居中，还是随自己那一级"),
        "gap_before": _says("编、章、节的标题上面空几行"),
        "gap_after": _says("编、章、节的标题下面空几行"),
    },
    schema.Articles: {
        "font": _says("“第一条”的字体，或随自己那一级"),
    },
    schema.TableRules: {
        "gap": _says("表格与上下文字之间"),
        "rule": _says("表线的粗细"),
        "padding_x": _says("文字与左右表线之间"),
        "padding_y": _says("文字与上下表线之间"),
        "blank_row": _says("留着填写的行至少多高：一半以上的格是空的"),
        "narrowest": _says("各列窄到放不下这么多字时，表格横排"),
    },
    schema.PageNumber: {
        "name": _says("Word 里的样式名"),
        "font": _says("页码的字体", "7.5", _USUAL),
        "size": _says("页码的字号", "7.5", _USUAL),
        "prefix": _says("页码前面的文字", "7.5"),
        "suffix": _says("页码后面的文字", "7.5"),
        "odd": _says("单页的页码居左、居中还是居右", "7.5"),
        "even": _says("双页的页码居左、居中还是居右", "7.5"),
        "indent": _says("页码离版心左右边缘，以页码的字计", "7.5"),
        "dash_offset": _says("一字线离版心下边缘", "7.5"),
    },
    schema.Repairs: {
        "half_width": _says("BX201：汉字之间的半角 , ; : ? ! 改全角"),
        "parentheses": _says("BX202：半角括号改全角"),
        "quotes": _says("BX203：直引号改弯引号"),
        "ellipsis": _says("BX204：... 和 。。。 改省略号"),
        "dash": _says("BX205：-- 改破折号"),
        "spaces": _says("BX206：删去汉字之间的空格"),
        "digit_spaces": _says("BX212、BX213：汉字和数字之间的空格，keep 留着，report 留着并提醒，remove 删去"),
        "year_brackets": _says("BX207：发文字号的年份改用六角括号", "7.2.5"),
        "superscripts": _says("BX215：m^2^ 和 H~2~O 排成上标和下标，记号不排印"),
    },
    schema.HouseStyle: {
        "name": _says("样式名"),
        "title": _says("样式的说明"),
        "page": _says("纸张和版心", "5.1、5.2"),
        "fonts": _says("各种字体"),
        "elements": _says("标题以外的各要素", "7"),
        "headings": _element("一至五级标题；只改一级时写作 3: {bold: true}", "7.3.3"),
        "chapters": _says("编、章、节的标题"),
        "articles": _says("条"),
        "contents": _says("目录"),
        "title_breaking": _says("标题回行", "7.3.1"),
        "head": _says("版头；距离都是字与字之间的净距离", "7.2"),
        "letter": _says("信函格式", "10.1"),
        "order": _says("命令（令）格式", "10.2"),
        "minutes": _says("纪要格式", "10.3"),
        "signature": _says("署名和成文日期", "7.3.5"),
        "tightening": _says("署名与正文同面", "7.3.5.5"),
        "colophon": _says("版记", "7.4"),
        "tables": _says("表格"),
        "page_number": _says("页码", "7.5"),
        "directives": _says("行首的标注：colons 写作 ::正文::，brackets 写作【正文】，none 不用"),
        "emphasis": _says("一是…二是…的首句：none 不强调，bold 加粗，kai 用楷体"),
        "punctuation": _says(
            "标点避头尾：strict 破折号和省略号不在行首，basic 可以在行首；其他标点两者一样", "GB/T 15834 5.1", _CUSTOM
        ),
        "marks": _says(
            "相邻的全角标点：full 各占一字，squeezed 两个共占一字半（”，、：“ 等，里侧空白的）；"
            "docx.program 是 libreoffice 时照 full 排，它不肯把字收这么近",
            "GB/T 15834 5.1.11",
            _CUSTOM,
        ),
        "last_line": _says(
            "段落的末行只有一两个字（标点不算）：keep 照排，pull 收紧这一段的字距（每字最多 0.3 磅），并入上一行；"
            "收不进去的照排",
            "GB/T 15834 5.1.11",
            _CUSTOM,
        ),
        "widows": _says(
            "段落的一行单独排在面末或面首（孤行）：allow 照排，每面都是满行；avoid 至少排两行，面末会空出一行"
        ),
        "keep_together": _says(
            "哪些不拆在两行：units 数字和单位（5年、3 000亿元、7:00—19:00），labels 附件1、第5条、图1、表1，"
            "names 名单里、职务后的姓名；可以写几种，[] 不管。DOCX 里写入看不见的 U+200D，Word 照此换行；"
            "docx.program 是 libreoffice 时不管，它不认这个字符",
            "",
            _CUSTOM,
        ),
        "repairs": _says("原文的修正，逐项开关；--verbatim 全部不改"),
        "docx": _says("DOCX 给谁用"),
        "ofd": _says("OFD 的种类"),
    },
    schema.Docx: {
        "program": _says("打开 DOCX 的程序：word（WPS 也是），或 libreoffice；PDF 按它的规则换行"),
    },
    schema.Ofd: {
        "archive": _says("写成归档用的 OFD-A", "GB/T 42133—2022", _CUSTOM),
    },
}
