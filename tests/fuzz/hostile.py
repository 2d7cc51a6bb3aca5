"""Strategies of Hypothesis for what clerks type, what they never would, and everything between, as bytes of a file."""

from contextlib import suppress
from pathlib import Path

from hypothesis import strategies as st

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.txt"))

REFUSED = "\0\x01\x08\x0e\x1b\x1e\x1f\ufdd0\ufdef\ufffe\uffff"
ODD = (
    "\x0b\x0c\x1c\x1d\x7f\x80\x85\x9f\xa0\xad\u0300\u0301\u20dd\ufe0f\u200b\u200c\u200d\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\u180e\u2060\ufeff\ufffc\ufffd"
    "\U0001fffe\U0010ffff\ue000\uf8ff\U000f0000\U0010fffd\U000e0041\U000e0100"
    "😀👨👩👧🏽🇨🇳❤㊗№℃ﬀﷺक्षกำ한가㐀㐂𠀀𠮷𪚥𫝀𬺰𰀀\u2ff0\u31c0々〇〻〆"
)
"""Joiners, bidirectional overrides, noncharacters, private use, emoji, other scripts, rare Han of Ext A to G."""
USUAL = (
    "甲乙丙县局的关于通知一二三四五六七八九十第章条附件年月日0123456789aXx×*"
    "，。；：、！？（）《》“”‘’〔〕【】—…,.;:!?()[]\"'|-_ \t\u3000\n"
)

_usual = st.text(st.sampled_from(USUAL), max_size=200)
_any = st.text(
    st.one_of(*(st.sampled_from(chars) for chars in (ODD, USUAL, REFUSED)), st.characters(exclude_categories=())),
    max_size=120,
)
_odd = st.text(st.one_of(st.sampled_from(ODD), st.sampled_from(USUAL)), max_size=120)
_half = st.characters(categories=["Cs"])

any_bytes = st.one_of(
    st.binary(max_size=300),
    st.text(st.one_of(st.characters(exclude_categories=()), _half), max_size=80).map(
        lambda text: text.encode("utf-8", "surrogatepass")
    ),
    _any.map(lambda text: b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass")),
    _any.map(lambda text: b"\xfe\xff" + text.encode("utf-16-be", "surrogatepass")),
    _odd.map(lambda text: text.encode("gb18030")),
    st.tuples(_usual, _usual).map(lambda two: two[0].encode("gb18030") + two[1].encode()),
    st.tuples(_usual, st.integers(1, 3)).map(lambda cut: cut[0].encode("gb18030")[: -cut[1]]),
    _usual.map(lambda text: text.encode("big5", "replace")),
)

# --- documents -------------------------------------------------------------------------------------------------------


def _listed(text):
    """What spaces part."""
    return text.split()


def _lines(text):
    """Each line of `text`; ⏎ stands for a line end inside one."""
    return [line.replace("⏎", "\n") for line in text.strip("\n").split("\n")]


LABELS = _listed(
    "一、 二、 三、 （一） （二） (一) 1. 2. 3． 1、 （1） （2） 1） ① ② ⑴ ㈠ "
    "第一章 第二章 第一节 第一条 1.1 1.1.1 一是 二是"
)
HEAD = _lines("""
000001
机密★1年
特急
某某县人民政府文件
某某县教育局　某某县公安局文件
文件
某某县人民政府令
某某县人民政府常务会议纪要
第3号
第3期
某政发〔2026〕3号
某政发[2026]03号　　签发人：某某　某某某
签发人：某某某
——————————
""")
TOP = _lines("""
关于做好某项工作的通知
某某县人民政府关于做好
某项工作的请示
——在某某会议上的讲话
（2026年1月15日）
某某局　某某某
各乡镇人民政府：
各位领导：
""")
END = _lines("""
附件：1.某某表
　　　2.某某单
附件：某某表
某某县人民政府
某某县教育局　　某某县公安局
2026年1月15日
二〇二六年一月
（此件公开发布）
附件
附件1
附件2：某某单
抄送：某某局，某某办。
某某办公室　　2026年1月16日印发
共印50份
出席：某某某、某某某
— 2 —
""")
ROWS = ["甲\t乙\t丙", "1\t2", "\t甲", "甲\t\t\t", "甲" + "\t乙" * 70, "表1　某表"]
ROWS += ["| 甲 | 乙 |", "|---|:-:|", "甲|乙|丙", "| 甲 \\| 乙 | 丙"]
DIRECTIVES = _listed(
    "正文 标题 副标题 附件 附件标题 附件说明 表题 一级标题 五级标题 发文字号 署名 成文日期 抄送 版记主送 出席 甲乙"
)
SETTINGS = _lines("""
标题: 某某
标题: [甲, 乙]
标题: {甲: 乙}
标题: &a 甲
标题: *a
标题: !!int 3
标题：某某
署名:⏎- 甲⏎- 乙
主送机关: >⏎  甲、⏎  乙：
密级: 机密
发文字号: 某政发（2026）　　第3号
成文日期: 2026-01-15
印发日期: 2026年1月15日
抄送: 甲，⏎  乙
份号: 99999999999999999999999999
印章: 留空
印章: ../../etc/passwd
印章: a.png
格式: 命令
格式: 某某
甲: 乙
? [甲]
- 甲
: : :
'甲
标题: "\\ufdd0\\0"
# 某某
%YAML 9
<<: {}
署名: [[[[[[[[[[甲]]]]]]]]]]
""")

_words = st.one_of(
    st.sampled_from(
        _listed("某某 认真做好 。 ； ， ： （责任单位：某某局） “甲” 《乙》 3.5% http://a.b/c?d=e XX don’t")
    ),
    st.text(st.sampled_from(USUAL), max_size=8),
    st.text(st.sampled_from(ODD), max_size=3),
)
_line = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "", "　　", "\t", " " * 30, "\u200b"]),
    st.one_of(st.just(""), st.sampled_from([f"::{name}::" for name in DIRECTIVES]), st.just("：：标题：：")),
    st.one_of(st.just(""), st.sampled_from(LABELS), st.lists(st.sampled_from(LABELS), max_size=6).map("".join)),
    st.lists(_words, max_size=8).map("".join),
)
any_line = st.one_of(_line, st.sampled_from(HEAD + TOP), st.sampled_from(END), st.sampled_from(ROWS), st.just(""))
_front_matter = st.lists(st.sampled_from(SETTINGS), max_size=5).map(lambda found: "\n".join(["---", *found, "---"]))

documents = st.tuples(
    st.one_of(st.just(""), st.just(""), _front_matter),
    *(
        st.lists(parts, max_size=most).map("\n".join)
        for parts, most in (
            (st.sampled_from(HEAD), 4),
            (st.sampled_from(TOP), 3),
            (any_line, 12),
            (st.sampled_from(END), 5),
            (any_line, 12),
        )
    ),
).map(lambda parts: "\n".join(parts).lstrip("\n"))


def _examples():
    """The lines of each example in UTF-8."""
    for path in EXAMPLES:
        with suppress(UnicodeDecodeError):
            yield path.read_bytes().decode().splitlines()


@st.composite
def mutated_examples(draw):
    """An example with lines repeated, lost, exchanged, and pieces of text put in."""
    lines = list(draw(st.sampled_from(list(_examples()))))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(lines) - 1, 0)))
        match draw(st.integers(0, 4)):
            case 0:
                del lines[at : at + draw(st.integers(1, 5))]
            case 1:
                lines[at:at] = lines[at : at + 2]
            case 2:
                lines.insert(at, draw(any_line))
            case 3 if lines:
                cut = draw(st.integers(0, len(lines[at])))
                put = draw(st.text(st.one_of(st.sampled_from(ODD), st.sampled_from(USUAL)), max_size=4))
                lines[at] = lines[at][:cut] + put + lines[at][cut:]
            case 4 if at:
                lines[at - 1 : at + 1] = ["".join(lines[at - 1 : at + 1])]
    return "\n".join(lines[:40])


def _encoded(texts):
    return texts.map(lambda text: text.encode("utf-8", "surrogatepass"))


INPUTS = st.one_of(any_bytes, *map(_encoded, (_any, _odd, documents, documents, mutated_examples())))
"""Every kind of input."""
