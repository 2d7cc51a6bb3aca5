"""How likely it is that decoded text is what its writer meant: by how common its characters are.

Bytes of one encoding often decode in another without an error; only the text can tell. In a Chinese official document
seven characters in eight are among the 650 of `_COMMON`; where the encoding is wrong, one in eight. A reader may rely
on this: nothing is decided here, everything is linear, and what a few characters say counts as little as it is.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from banxin.regex import regex

_COMMON = (
    "的人一和某年县政工发有办日不行关作要公民月务在会于用事二实中定位项部管上时以理府成到开为通出全建三文下局件现"
    "各主大度对动法进了同期设题方制分面加保任自内议好合个后意规施报标生点机力提经责情员得持业体单重间第安化与查请"
    "室新强本数号做程是结明问心展国改导名组来决目求写每区照等市这解地资基入量四级水委里把按完立学志次统前应调告门"
    "服高场过落如及认容常我群效由当头长据利还况见能推性没取起多镇家处向村众交共坚相农增步备乡确干接节信格密活之条"
    "准总路领护其式正知道平书整将党印够专足监代系习小可措从表严指范传抓附存复织产研带需更根子原环所线少督案急手十"
    "排放去感示批运质限联者就记章修变置计具善精特们参围究社字防划署清际底治教验口老较源比层先班元两育院受送紧形积"
    "养策图近律城深审广真思果断职依考难续引万流支布或留五省注集则识观协反岗台评物并态担电费收维话身充讲料周象神检"
    "走至执金纪品然论想账负便彻史换算核财种序己构境造切也看已天差升装配义六障助创首转打些但宣听而始距历房风补外称"
    "息树类库培央着使此站证储科础回训贯践份只说优车预供企今谈别米举户稳色权档队播列缺值气投因觉厅无住守商营逐争突"
    "筹给签视予馆超网空细远召刻读王李张刘陈杨赵黄吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶阎余潘杜戴夏钟汪田姜石姚谭廖邹熊陆郝孔白崔康毛邱秦江顾侯邵孟龙段雷钱汤尹黎易武乔贺赖龚伟芳娜敏静丽磊"
    "军洋勇艳杰娟涛秀霞刚桂英华玉兰红梅海云鹏飞斌辉波宁鑫亮峰东南西北春山河州街桥湾塘岩庄店坪岭沟湖泉甲乙丙零七九"
    "你她他么吗呢吧很"
)
"""The characters of official documents by how often they come, those of names of people and places behind them."""
_TRADITIONAL = (
    "縣發辦關務會於實項時開爲現對動進設題內議個後規報標點機經責員業體單間與請強數號結問國導組來決寫區這資級裏學統"
    "應調門場過認羣當頭長據還況見沒鎮處衆堅農備鄉確幹節條準總領護書將黨夠專監習從嚴範傳復織產帶環線運質聯記變計們"
    "參圍劃際驗較層兩緊積養圖審廣斷職難續萬則識觀協崗臺評並態擔電費維話講檢執紀論賬負徹換財種構裝義創轉聽歷風補稱"
    "樹類庫證儲礎訓貫踐說優車預談別舉戶穩權檔隊氣覺廳無營爭籌給籤視館網細遠讀張劉陳楊趙黃吳孫馬羅鄭謝韓馮鄧許呂蘇"
    "盧蔣賈葉閻餘鍾譚鄒陸顧龍錢湯喬賀賴龔偉靜麗軍豔傑濤剛華蘭紅雲鵬飛輝寧峯東橋灣巖莊嶺溝麼嗎県実広変対応図経済検"
    "発売戦総労働続団庁処観伝価仮読歩気毎浜満為様権歳辺黒関駅両収単営厳徳従恵拡拠挙捜暁横沢浅渋焼犠獣畳禅窓竜粋糸"
    "緑縁縄聴粛脳臓荘蛍覚誉謡譲豊賛転軽辞遅鉄鉱録隣雑霊頼顕駆験髄齢"
)
"""The same in traditional and in Japanese form."""

_KNOWN = frozenset(_COMMON + _TRADITIONAL)
_WORDS = regex("[^\x00-\u2e7f\u3000-\u3004\u3006\u3008-\u3020\uff00-\uff65\uffe0-\uffee]")
"""Characters that words are written with; marks and symbols say nothing, as the encodings of East Asia share them."""

# Logarithms of how much likelier a character of each kind is in a text that was read right: measured on official
# documents of all kinds, against Korean, Japanese and UTF-8 read as GB18030 and text that is one byte out of step.
_OF_KNOWN = 1.6
_OF_HAN = -1.0
_OF_RARE = -2.5
_OF_HANGUL = 0.6

_RARE_BELOW = 0xB0
_COMMON_TO = 0xD7
_GB2312 = 0xA1


def score(text: str, *, korean: bool = False) -> float:
    """Above zero if `text` looks like Chinese or Japanese that was read right, below if it does not.

    The sum over its characters, so that few of them never say much; 0 without any. `korean`: Hangul is meant as well.
    """
    counts = Counter(_WORDS.findall(text))
    return sum(number * _weight(char, korean=korean) for char, number in counts.items())


def _weight(char: str, *, korean: bool) -> float:
    if char in _KNOWN:
        return _OF_KNOWN
    if "\uac00" <= char <= "\ud7a3":
        return _OF_HANGUL if korean else _OF_RARE
    return _OF_HAN if _is_level_one(char) or "\u3041" <= char <= "\u30ff" else _OF_RARE


def _is_level_one(char: str) -> bool:
    """Among the 3755 hanzi that GB/T 2312 calls common."""
    encoded = char.encode("gb18030", "replace")
    return len(encoded) == 2 and _RARE_BELOW <= encoded[0] <= _COMMON_TO and encoded[1] >= _GB2312  # noqa: PLR2004


class Garbled(NamedTuple):
    """A stretch of a text that looks as if its bytes were out of step."""

    start: int
    end: int
    weight: float
    """How strange it is: the sum over its characters."""
    alien: int
    """Characters in it of private use, or of scripts that no Chinese text has."""


_ALIEN = regex("[\x80-\x9f\u0530-\u1dff\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Private use and scripts that no Chinese text has beside its hanzi; Greek, Cyrillic and kana may be words in one."""
_OF_ALIEN = 3.0
_STRANGE = 1.5


def garbled(text: str) -> Garbled | None:
    """The strangest stretch of a text in GB18030; None where nothing is strange at all.

    A stretch gains by characters that are rare or have no business beside hanzi, and loses by common ones and marks.
    """
    best: Garbled | None = None
    weights: dict[str, float] = {}
    start, sum_, alien = 0, 0.0, 0
    for at, char in enumerate(text):
        weight = weights.get(char)
        if weight is None:
            weight = weights[char] = _strangeness(char)
        if not weight:
            continue
        if sum_ <= 0:
            start, sum_, alien = at, 0.0, 0
        sum_ += weight
        alien += weight == _OF_ALIEN
        if weight > 0 and (best is None or sum_ > best.weight):
            best = Garbled(start, at + 1, sum_, alien)
    return best


def _strangeness(char: str) -> float:
    if char.isascii():
        return -_STRANGE if char == "\n" else 0.0
    if char in _KNOWN or char in "，。、：；“”（）《》？！—…〔〕　":
        return -1.2
    if _ALIEN.match(char):
        return _OF_ALIEN
    return _STRANGE if is_han(char) and not _is_level_one(char) else 0.0


def is_han(char: str) -> bool:
    """A hanzi, however rare."""
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\U00020000" <= char <= "\U0003ffff"
