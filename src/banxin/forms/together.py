"""What of a line is not to be torn: a number and its unit, 附件 and its number, a name; by form and neighbours alone.

What only looks like it is left out: a hanzi before 图 or 表 makes another word of it (代表1人), behind a post a name
must end where the words do. Nothing stands within what is copied as it is: URLs, addresses, 发文字号.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from banxin.regex import regex
from banxin.streams import HAN
from banxin.words import tagged

_BLANK = "[ \xa0\u2009\u202f]?"
_FIGURES = "[0-9０-９]"
_GROUPS = r"(?<!-)[0-9]{1,3}(?:[ \xa0\u2009\u202f][0-9]{3})+(?![-0-9,.:/]|[ \xa0\u2009\u202f][0-9])"
_NUMBER = rf"{_FIGURES}+(?:[.,:．∶]{_FIGURES}+)*"

_APART = regex(
    r"(?:https?|ftp)://[!-~]+|www\.[!-~]+|[0-9A-Za-z._+-]{1,64}@[!-~]+"
    r"|[〔\[［【（(][0-9]{4}[〕\]］】）)]\s?(?:第\s?)?[0-9]{1,5}\s?号"
    r"|(?:[路街巷道弄村屯里院楼栋幢座号室#][0-9]{1,5}){1,4}(?:号|弄|院|栋|幢|座|单元|室|楼|层)"
    r"(?:[0-9]{1,5}(?:号|栋|幢|座|单元|室|楼|层))*"
)
"""What is copied as it is: an URL, an e-mail address, a 发文字号, the number of a house."""

_UNITS = (
    "年度|年级|年|月份|月|日|号楼|号|点钟|点|小时|时|分钟|分之|分|秒|天|周岁|周年|周|岁|季度|世纪|刻"
    "|元|角|平方公里|平方米|立方米|公里|千米|厘米|毫米|米|里程|里|公顷|亩|千克|公斤|毫克|吨|克|毫升|升|度"
    "|千瓦时|千瓦|兆瓦|瓦|伏|课时|学时|学分|人次|户次|车次|票次|单元|个月|个|名|人|位|家|户|项|条|件|份|次|批|期|届|台|辆|套|所|座"
    "|处|间|栋|幢|层|楼|室|章|节|款|页|字|倍|成|级|类|种|组|队|班|支|场|轮|例|起|宗|篇|部|册|本|张|幅|块|片|棵|株|头|只|口"
    "|艘|架|枚|票|版|卷|股|桶|箱|袋|瓶|盏|根|把|道|门|挺|顿|趟|遍|声|步|代|两|斤|尺|寸|丈|万|亿|千|百"
)
"""Longer ones before those that they begin with."""
_LATIN_UNITS = (
    "km²|km/h|km|kg|kWh|kW|kV|kHz|kPa|hm²|hm|mm²|mm|m²|m³|mL|ml|mg|cm²|cm|m|g|t|MB|MHz|MPa|MW|GB|GW|TB|dB|Hz|Pa|L|W|V|A"
)

_QUANTITY = regex(
    rf"(?<![0-9A-Za-z./:_+#])(?:(?P<groups>{_GROUPS})|(?<![0-9][ \xa0]){_NUMBER})"
    rf"(?P<blank>{_BLANK})(?P<unit>[余多]?(?:(?:千(?![克米瓦])|[万亿百]){{1,3}}[余多]?(?:{_UNITS})?|(?:{_UNITS}))"
    rf"|(?:{_LATIN_UNITS})(?![A-Za-z0-9/]))?"
)
"""A number, thousands parted by blanks or not, and its unit, if it has one."""
_RANGE = regex(
    rf"{_FIGURES}[年月日时分号点元万亿千百%％℃‰]{{0,3}}(?P<to>(?<!—)—(?!—)|[－–~～〜])(?={_FIGURES}{{1,4}}(?!{_FIGURES}))"
    rf"|(?<![-0-9A-Za-z./+])[0-9]+[%％℃]?(?P<hyphen>-)(?=[0-9]+(?:[.][0-9]+)?(?:[%％℃‰]|{_UNITS}))"
)
"""Two numbers from which to which something goes, up to behind the connector; those with a hyphen have a unit. A
number of more than four digits is one of a telephone."""

_HAN_FIGURES = "[〇零一二三四五六七八九十百千两]"
_COUNTER = (
    "(?:条(?![件约例理目])|章(?!程)|节(?![目约点能日])|款(?!项)|项(?!目)|编(?![制辑号])|部分|篇|号(?![召码令])"
    "|期(?![望待间])|次(?!要)|届|批(?![评准示复])|版(?![本面])|卷|册|页|季度|轮)"
)
_ORDINAL = regex(
    rf"第(?:(?P<blank>{_BLANK})(?P<number>[0-9０-９]+)(?P<behind>{_BLANK})(?P<counter>{_COUNTER})?"
    rf"|(?P<han>{_HAN_FIGURES}+)(?:(?P<of>{_COUNTER})|(?![{HAN}])))"
)
_MEASURED = "[张份幅个名人次页类种项条件篇册本套家户期年月日万亿元]"
_LABEL = regex(
    rf"(?:附[件表图]|(?:(?<![{HAN}])|(?<=[见如附和与及或据由从按照在对参看以为]))[图表])"
    rf"(?P<blank>{_BLANK})(?P<number>[0-9０-９]+(?:[-－—.．][0-9０-９]+)*(?![0-9０-９])(?![-－—.．][0-9０-９])"
    rf"(?!{_BLANK}{_MEASURED})|(?<=附[件表图])[一二三四五六七八九十]{{1,3}}(?![{HAN}]))"
)

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任"
    "袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成"
    "戴宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪"
    "解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲封芮储靳汲糜松井段富巫乌焦巴弓牧隗山谷车侯宓"
    "全班仰仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭劳"
    "姬申扶堵冉宰郦雍桑桂濮牛寿边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习艾鱼容古易慎戈廖庾终暨居衡步都耿满弘匡"
    "国文寇广禄东欧沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶曾沙丰关蒯相查荆红游竺权盖益桓岳帅缑况有琴"
    "商牟佘佴伯赏墨哈谯笪年爱阳佟肖闫付代覃佀苟仝兰涂鞠区户门鹿展银郇塔海操仵鄢泮"
)
_DOUBLE = (
    "欧阳|司马|上官|诸葛|夏侯|东方|皇甫|尉迟|公孙|令狐|慕容|司徒|端木|南宫|独孤|长孙|宇文|百里"
    "|呼延|闻人|轩辕|淳于|太史|申屠|钟离|澹台"
)
_NAME = f"(?:(?:{_DOUBLE})[{HAN}]{{1,2}}|[{_SURNAMES}][{HAN}]{{1,2}})"
_POST = (
    "(?:[省市县区州盟旗乡镇村厅局处科股部院校所站队馆社组班团连排行室厂会事书园]长|书记|主任|主席|委员|理事|干事|秘书|科员|专员"
    "|调研员|巡视员|常委|经理|总监|总裁|教授|研究员|工程师|医师|律师|会计师|审计师|教师|代表|组员|成员|队员|负责人|责任人|联系人"
    "|主持人?|记录人?|签发人|审核人?|校对人?|经办人|承办人|汇报人|发言人|当事人|申请人|原告|被告|出席|列席|请假|缺席|参加|同志)"
)
_ITEM = regex(r"[^、，；,;：:。！？（）()\s\u200d“”《》]+")
_IS_NAME = regex(rf"{_NAME}(?P<all>等.{{0,8}}(?:[人名位]|同志)|同志)?")
_BEHIND_POST = regex(rf"{_POST}(?P<name>{_NAME})(?:同志)?$")
_IS_POST = regex(rf"{_POST}(?:人员|名单)?$")
_BETWEEN = ("、", "，", "；", ",", ";", " ", "\u3000")
_BEHIND = ("：", ":", " ", "\u3000")
"""What stands between names, and between them and the post or whatever they are headed by."""
_NOTE = regex(r"(?:（[^（）]*）|\([^()]*\))?")


def places(text: str, kept: Collection[str], *, are_people: bool = False) -> list[int]:
    """Where no line is to end within `text`, going up: indices of the characters behind; `kept` as a style says it.

    `are_people`: the line is a list of those who were present or not.
    """
    found: set[int] = set()
    if "labels" in kept:
        found.update(_labels(text))
    if "units" in kept:
        found.update(_units(text))
    if "names" in kept:
        found.update(_names(text, are_people=are_people))
    if found:
        for apart in _APART.finditer(text):
            found.difference_update(range(apart.start(), apart.end() + 1))
    return sorted(found)


def _units(text: str) -> Iterator[int]:
    numbers = {match.start("number") for pattern in (_LABEL, _ORDINAL) for match in pattern.finditer(text)}
    for match in _QUANTITY.finditer(text):
        if match.start() in numbers:
            continue  # 表3分布情况: what follows is no unit
        if match["blank"] and not match.start():
            continue  # 1 万宝镇: the number of a row
        groups, unit = match["groups"], match["unit"]
        if groups and not text.startswith("号", match.end("groups")):
            yield from (match.start() + at + 1 for at, char in enumerate(groups) if not char.isalnum())
        if unit and (groups is None or unit != "号"):
            if match["blank"] or not unit[0].isascii():
                yield match.start("unit")
            if not unit[0].isascii():
                yield from range(match.start("unit") + 1, match.end("unit"))
    for match in _RANGE.finditer(text):
        yield match.end("to" if match["to"] else "hyphen")


def _labels(text: str) -> Iterator[int]:
    for match in _LABEL.finditer(text):
        yield match.start("number")
    for match in _ORDINAL.finditer(text):
        if match["number"]:
            yield match.start("number")
            if match["counter"]:
                yield match.start("counter")
        else:
            yield from range(match.start("han"), match.end("han"))
            if match["of"]:
                yield match.start("of")


class _Item(NamedTuple):
    """What stands between marks, as far as it may be a name."""

    start: int
    end: int
    """Of the name in it, or of all."""
    is_name: bool
    is_told: bool
    """That it is one, or a post that says so of what follows, is told by itself."""
    gap: str
    """What stands before it, notes in brackets left out."""


def _names(text: str, *, are_people: bool) -> Iterator[int]:
    """Within names: in lists that a post or 等3人 tells to be names, and behind posts."""
    run: list[_Item] = []
    told = False
    for item in _items(text, are_people=are_people):
        if not item.is_name or item.gap not in (_BETWEEN if run else _BEHIND):
            if told:
                yield from _within(run)
            run, told = [], False
        if item.is_name:
            run.append(item)
        told = told or item.is_told or are_people
        if not item.is_name and not item.is_told:
            told = False
    if told:
        yield from _within(run)


def _within(run: list[_Item]) -> Iterator[int]:
    for item in run:
        yield from range(item.start + 1, item.end)


def _items(text: str, *, are_people: bool) -> Iterator[_Item]:
    at = 0
    while match := _ITEM.search(text, at):
        start, end = match.span()
        gap = text[at:start]
        at = end
        note = _NOTE.match(text, end)
        if note and note[0]:
            at = note.end()
        name = _IS_NAME.fullmatch(text, start, end)
        if name and (are_people or not _is_word(match[0])):
            stop = name.start("all") if name["all"] else end
            yield _Item(start, stop, is_name=True, is_told=(name["all"] or "").startswith("等"), gap=gap)
            continue
        behind = _BEHIND_POST.search(text, start, end)
        if behind and not _has_word(behind["name"]):
            yield _Item(*behind.span("name"), is_name=True, is_told=True, gap="")
            continue
        yield _Item(start, end, is_name=False, is_told=bool(_IS_POST.search(text, start, end)), gap=gap)


def _is_word(text: str) -> bool:
    """It is a word of the dictionary that names nobody."""
    return "某" not in text and [kind != "nr" for _, kind in tagged(text)] == [True]


def _has_word(text: str) -> bool:
    """Words of the dictionary that name nobody are in it: it need be no name, where nothing parts it from a post."""
    return "某" not in text and any(len(word) > 1 and not kind.startswith("nr") for word, kind in tagged(text))
