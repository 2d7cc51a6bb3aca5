"""Texts of one hanzi to 5 KB in every encoding and damage that offices meet, and how each of them is read.

`python tests/encodings_of_texts.py` prints, for each kind, how many are read right, refused, read wrong and told, and
read wrong without a word.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from banxin.encoding import decode
from banxin.errors import SourceError
from banxin.resources import skeletons

ROOT = Path(__file__).parents[1]
LENGTHS = (1, 2, 3, 4, 6, 8, 12, 20, 40, 80, 200, 600, 1700)
_FEW = 12
"""Characters up to which a text is hanzi alone."""

KOREAN = (
    "제목 봄철 산불 예방 교육 안내 각 읍면동장 귀하 귀 기관의 무궁한 발전을 기원합니다 우리 군에서"
    "는 올해 농업기술센터와 함께 산불 예방을 위하여 다음과 같이 교육을 실시하오니 많은 참석 바랍니다"
    " 일시 장소 군청 대회의실 내용 진화 장비 사용 요령 및 안전 수칙 기타 자세한 사항은 산림과로 "
    "문의하여 주시기 바랍니다 도로 공사에 따른 교통 통제 안내 공사 기간 중 불편을 드려 죄송합니다 "
    "예산 집행 계획을 수립하여 보고하여 주시기 바랍니다"
)
KANJI = (
    "令和八年度予算編成方針通知各部局長殿総務部長財政課長道路工事交通規制実施要領住民説明会開催日時場所市役所本庁舎大会議室議題"
    "防災訓練参加者募集教育委員会学校給食費徴収条例一部改正案審議結果報告書提出期限厳守関係機関連絡調整会議事録作成担当者氏名電話"
    "番号住所変更届出書類添付必要事項記入押印願農業振興地域整備計画縦覧期間土地改良区選挙管理委員会告示第五号水道料金検討設置要綱"
)
TRADITIONAL = (
    "縣政府函受文者各鄉鎮公所主旨為辦理本縣清明節期間森林防火工作請各單位確實依說明事項辦理請查照說明一依據農業部來函辦理二請"
    "加強轄內林地巡查並於活動中心張貼公告三如有疑問請洽承辦人員電話地址正本副本議會決議通過預算案執行情形報告書請於期限內函送本府"
    "彙辦道路工程施工期間交通管制公告國民小學學區調整說明會"
)


class Sample(NamedTuple):
    """Bytes, what they are, and the text that they must be read as; None: they must not be read silently."""

    kind: str
    length: int
    data: bytes
    text: str | None


def sources() -> list[str]:
    """Chinese official texts of all kinds."""
    paths = [*sorted((ROOT / "examples").glob("*.txt")), *skeletons().values()]
    return [decode(path.read_bytes()).text for path in paths]


def samples(each: int = 20, seed: int = 1) -> Iterator[Sample]:
    """`each` of every kind and length; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - samples, no secrets
    texts = sources()
    for length in LENGTHS:
        for _ in range(each):
            text = _piece(chance, texts, length)
            yield from _sound(text, length)
            yield from _other(text, length)
            yield from _damaged(chance, text, length)
    for length in LENGTHS[:-2]:
        for _ in range(each):
            yield from _foreign(chance, length)


def _piece(chance: random.Random, texts: list[str], length: int) -> str:
    while True:
        lines = [line for line in chance.choice(texts).splitlines() if re.search("[一-鿿]", line)]
        text = "\n".join(lines[chance.randrange(len(lines)) :])
        text = text[:length] if length > _FEW else "".join(re.findall("[一-鿿]", text))[:length]
        if re.search("[一-鿿]", text):
            return text


def _sound(text: str, length: int) -> Iterator[Sample]:
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        yield Sample(f"plain {encoding}", length, text.encode(encoding), text)
    yield Sample("plain gb18030", length, text.encode("gb18030") + b"\r\n", text + "\r\n")


def _other(text: str, length: int) -> Iterator[Sample]:
    yield Sample("UTF-16 without a mark", length, text.encode("utf-16-le"), None)
    yield Sample("HZ", length, text.encode("hz", "ignore"), None)
    yield Sample("UTF-7", length, text.encode("utf-7"), None)


def _damaged(chance: random.Random, text: str, length: int) -> Iterator[Sample]:
    data = text.encode("gb18030") + b"\n"
    at = chance.choice([index for index, byte in enumerate(data) if byte > 0x7F])
    yield Sample("GBK with a byte lost", length, data[:at] + data[at + 1 :], None)
    if length < _FEW:
        return
    middle = chance.randrange(length // 2, length)
    head, tail = text[:middle], text[middle : middle + chance.choice((2, 4, 8, 30, 200))]
    if re.search("[一-鿿]", head) and re.search("[一-鿿]", tail):
        between = chance.choice(("", "\n"))
        yield Sample("GBK, then UTF-8", length, (head + between).encode("gb18030") + tail.encode(), None)
        yield Sample("UTF-8, then GBK", length, (head + "\n").encode() + tail.encode("gb18030"), None)


def _foreign(chance: random.Random, length: int) -> Iterator[Sample]:
    for kind, source, encoding in (
        ("EUC-KR", KOREAN, "euc-kr"),
        ("EUC-JP, kanji alone", KANJI, "euc-jp"),
        ("Shift-JIS, kanji alone", KANJI, "shift-jis"),
        ("Big5", TRADITIONAL, "big5"),
        ("traditional GBK", TRADITIONAL, "gbk"),
    ):
        start = chance.randrange(max(1, len(source) - length))
        text = source[start : start + length].strip()
        if data := text.encode(encoding, "ignore"):
            yield Sample(kind, length, data, text if encoding == "gbk" else None)


def outcome(sample: Sample) -> str:
    """How a sample is read: `right`, `right, told`, `refused`, `wrong, told` or `wrong`."""
    try:
        decoded = decode(sample.data)
    except SourceError:
        return "refused"
    read = "right" if decoded.text == sample.text else "wrong"
    return f"{read}, told" if decoded.doubt else read


if __name__ == "__main__":
    import sys

    counts = Counter((sample.kind, outcome(sample)) for sample in samples(60))
    for kind in dict.fromkeys(kind for kind, _ in counts):
        total = sum(number for (one, _), number in counts.items() if one == kind)
        rates = (f"{how} {100 * number / total:.1f} %" for (one, how), number in counts.items() if one == kind)
        sys.stdout.write(f"{kind:<24}{total:>6}  {', '.join(rates)}\n")
