"""What is written within or beside a number to findings: marks, letters, units, and numerals of two kinds in one."""

from __future__ import annotations

from collections.abc import Iterator

from banxin.checks.pieces import Piece
from banxin.document import Role
from banxin.errors import Diagnostic
from banxin.regex import regex

_UNIT = "年月日号时点分秒岁人个名户项条件次元万亿吨米亩公千周天届期份家所台辆处只头只株棵本册多余％%℃"
_TIME = regex(r"(?:[上下]午|中午|凌晨|晚上?|早上?|[0-9]日|[至—～-])\s?[0-9]{1,2}(：)[0-9]{2}(?![0-9])")
_POINT = regex(r"(?<![0-9.．。])[0-9]{1,6}([．。])[0-9]{1,4}(?=[％%‰万亿元吨亩米倍]|个百分点|公[里斤顷]|平方)")
_GROUP = regex(r"(?<![0-9，])[1-9][0-9]{0,2}(?:，[0-9]{3})+(?=[元万亿人户亩吨米个]|\.[0-9]{2}元)")
_LETTER = regex(
    rf"(?<![A-Za-z0-9])(?:[lIO]?[0-9]{{1,9}}[lIO][0-9lIO]{{0,9}}|[lI][0-9]{{1,9}})(?=[余多]?[{_UNIT}])"
    rf"|(?<![A-Za-z0-9])20[0-9lIO]{{0,1}}[lIO][0-9lIO]{{0,1}}(?=年)"
)
_POWER = regex(r"(?:(?<=[0-9万亿])|(?<=[0-9]\s)|(?<=[每/]))(?:[kcmd]?m|hm|㎞)([23])(?![0-9A-Za-z])")
_FORMULA = regex(r"(?<![A-Za-z0-9])(?:CO2|SO2|NO2|NH3|CH4|H2O)(?![0-9A-Za-z])")
_SHORT_YEAR = regex(
    r"(?<![0-9第〔（(])(?<![0-9]\.)(?<![近前后共约过达满])([0-9]{2})年(?:(?:1[0-2]|0?[1-9])月(?:[0-9]{1,2}日|底|份|[上中下]旬)|底(?![气色子蕴])|度(?![过日]))"
)
_MIXED = regex(
    r"(?<![0-9.])[1-9][0-9]*(?:\.[0-9]+)?[十百千](?:[零0-9]+|(?=[余多]?[人元户亩个名次吨斤件条头只株]))(?!瓦|克|米|伏|分)"
)
_LUNAR = regex(
    r"(?:农历|阴历|正月|腊月)(?:[正一二三四五六七八九十冬腊]{1,2}月)?(?:[初廿]?)([0-9]{1,2})(?![0-9年月])|农历([0-9]{1,2}月)"
)
_PAUSE = regex(
    r"(?<!^)(?<![一二三四五六七八九十百千第、初高大])(?:[二三四五六七八九]?十(?=[^、]、.[天人户年里岁]))?(?:一、二|二、三|两、三|三、四|四、五|五、六|六、七|七、八|八、九)"
    r"(?=(?:公里|公斤|个月|小时|分钟|[十百千万]?(?:[天人户名米元里亩斤岁]|年(?!级))|[十百千万][余多个]))"
)
_SKIPPED = (Role.COPY_NUMBER, Role.DOCUMENT_NUMBER, Role.REMARK, Role.RESIDUE)
_RULES = (
    ("BX706", _TIME, "“{0}”里的“{1}”应为半角“:”"),
    ("BX706", _POINT, "“{0}”里的“{1}”应为半角“.”"),
    ("BX706", _GROUP, "“{0}”用全角逗号分节，应连写或用半角逗号"),
    ("BX707", _LETTER, "“{0}”里有字母，像是数字“0”“1”之误"),
    ("BX708", _POWER, "“{0}”里的“{1}”应在右上角"),
    ("BX708", _FORMULA, "“{0}”里的数字应在右下角"),
    ("BX709", _SHORT_YEAR, "“{0}”的年份没有写全"),
    ("BX710", _MIXED, "“{0}”一个数里用了两种数字"),
    ("BX710", _LUNAR, "“{0}”：农历的月、日用汉字数字"),
    ("BX711", _PAUSE, "概数“{0}”里有顿号"),
)
"""Rule, what it finds, and what is said of it: {0} the whole, {1} the mark or digit in it, where the remark points."""


def check_digits(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """BX706–BX711."""
    for piece in pieces:
        if piece.role in _SKIPPED:
            continue
        for code, pattern, message in _RULES:
            for found in pattern.finditer(piece.text):
                if code == "BX708" and any(found.start() <= mark.start < found.end() for mark in piece.marks):
                    continue  # it is raised or lowered
                at = found.start(1 if "{1}" in message else 0)
                yield piece.remark(code, at, message.format(found[0], *found.groups()))
