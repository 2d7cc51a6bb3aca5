"""The texts whose pages are measured; invented, and long where a page must be full."""

from __future__ import annotations

from pathlib import Path

from measuring import Sample, sample

_FOLDER = Path(__file__).parents[2] / "examples"

SENTENCE = "各有关单位要按照本方案确定的时间和分工抓好落实，遇有困难及时报告，确保年内完成全部任务。"
PLAIN = "天地玄黄宇宙洪荒日月盈昃辰宿列张"
"""No character like its neighbour, no marks, no numerals that could be taken for a heading's."""

SIGNED = ("某某县人民政府", "2026年3月12日")
COPIED = (
    "抄送：县委各部门，县人大常委会办公室，县政协办公室，县监委，县法院，县检察院，县人武部，各人民团体，各驻县单位。"
)
PRINTED = "某某县人民政府办公室　　2026年3月13日印发"
HEAD = ("某某县人民政府文件", "", "某政发〔2026〕3号", "")
TITLE = "关于做好农村公路养护工作的通知"
SEAL = (42.0, 42.0)


def rows(count: int) -> tuple[str, ...]:
    """Paragraphs of one row each."""
    return tuple(f"第{'甲乙丙丁戊己庚辛壬癸'[index % 10]}组的任务另行安排。" for index in range(count))


def head_and_rows(count: int, *behind: str) -> Sample:
    """版头, title, addressee and so many paragraphs of one row."""
    return sample(*HEAD, TITLE, "各乡镇人民政府：", *rows(count), *behind)


NOTICE = sample(
    "000012",
    "机密★1年",
    "特急",
    *HEAD,
    TITLE,
    "",
    "各乡镇人民政府，县政府各部门：",
    SENTENCE * 3,
    "一、总体要求",
    SENTENCE * 2,
    "（一）工作目标",
    SENTENCE * 2,
    "1.建立台账。" + SENTENCE,
    "（1）登记路段。" + SENTENCE,
    "二、实施步骤",
    *[SENTENCE * 4] * 5,
    "",
    "附件：1.某某县农村公路养护工程年度计划安排及资金来源和绩效目标申报情况一览表",
    "2.名单",
    "",
    *SIGNED,
    "（此件公开发布）",
    "",
    "附件1",
    "",
    "某某县农村公路养护工程年度计划安排及资金来源和绩效目标申报情况一览表",
    "",
    SENTENCE * 3,
    "",
    "附件2",
    "",
    "名单",
    "",
    SENTENCE,
    "",
    COPIED,
    PRINTED,
)
SPEECH = sample(
    "以实干推动农村公路发展", "——在全县农村公路养护工作会议上的讲话", "（2026年3月12日）", "同志们：", PLAIN * 90
)
REQUEST = sample(
    "某某县水利局文件",
    "",
    "某水字[2026]9号　　　签发人：王小明",
    "",
    "关于解决防汛物资储备经费的请示",
    "",
    "某某县人民政府：",
    *[SENTENCE] * 3,
    "妥否，请批示。",
    "",
    "某某县水利局",
    "2026年3月12日",
    "（联系人：王小明，电话：0000—6120000）",
    "",
    "某某县水利局办公室　　2026年3月12日印发",
)
JOINT = sample(
    "某某县自然资源局",
    "某某县住房和城乡建设局　文件",
    "某某县城市管理局",
    "",
    "某自然资〔2026〕31号　　签发人：韩松龄　卫清扬",
    "叶既白",
    "",
    "关于协调共享管线普查数据的请示",
    "",
    "某某市人民政府：",
    *[SENTENCE] * 2,
    "",
    "某某县自然资源局",
    "某某县住房和城乡建设局",
    "某某县城市管理局",
    "2026年6月11日",
    "",
    "某某县自然资源局办公室　　2026年6月11日印发",
)
LONG_MARK = sample("某某市某某县农村公路养护中心文件", *HEAD[1:], TITLE, "各单位：", SENTENCE, *SIGNED)
VERY_LONG_MARK = sample(
    "某某省某某市某某县农村公路养护管理工作领导小组文件", *HEAD[1:], TITLE, "各单位：", SENTENCE, *SIGNED
)
LONG_TITLE = sample(
    *HEAD, "某某县人民政府办公室关于做好二〇二六年度农村公路养护工作的通知", "各单位：", SENTENCE, *SIGNED
)
LONG_ORGAN = sample(*HEAD, TITLE, "各单位：", SENTENCE, "某某县农村公路养护中心", "2026年3月12日")
SPACED_URGENCY = sample("特　急", *HEAD, TITLE, "各单位：", SENTENCE, *SIGNED)
SHORT_ORGAN = sample(*HEAD, TITLE, "各单位：", SENTENCE, "某某局", "2026年12月12日")
SEALED = sample(
    "---",
    "印章: 印.png",
    "---",
    *HEAD,
    TITLE,
    "各单位：",
    *[SENTENCE] * 3,
    *SIGNED,
    "（此件公开发布）",
    images={"印.png": SEAL},
)
SPACE_FOR_SEAL = sample("---", "印章: 留空", "---", *HEAD, TITLE, "各单位：", *[SENTENCE] * 3, *SIGNED)
ORGANS = ("某某县财政局", "某某县水利局", "某某县教育局", "某某县民政局", "某某县审计局")
SEALED_JOINT = sample(
    "---",
    f"印章: [{', '.join(f'印{index}.png' for index in range(1, 6))}]",
    "---",
    *HEAD,
    TITLE,
    "各单位：",
    *rows(8),
    *ORGANS,
    "2026年3月12日",
    images={f"印{index}.png": SEAL for index in range(1, 6)},
)
SEALED_JOINT_SHORT = sample(
    "---",
    f"印章: [{', '.join(f'印{index}.png' for index in range(1, 6))}]",
    "---",
    *HEAD,
    TITLE,
    "各单位：",
    SENTENCE,
    *ORGANS,
    "2026年3月12日",
    images={f"印{index}.png": SEAL for index in range(1, 6)},
)
DECREE = (
    "---",
    "签名章: 签名.png",
    "---",
    "某某县人民政府令",
    "",
    "第6号",
    "",
    "《某某县城区停车场管理办法》已经2026年3月19日县人民政府第41次常务会议通过，现予公布，自2026年5月1日起施行。",
    "",
)
SIGNATURE = {"签名.png": (40.0, 13.0)}
ORDER = sample(*DECREE, "县长　陆怀瑾", "2026年3月26日", images=SIGNATURE)
SPACED_POST = sample(*DECREE, "县　长　陆怀瑾", "2026年3月26日", images=SIGNATURE)
LETTER = sample(
    "000003",
    "机密★6个月",
    "特急",
    "",
    "某某县人民政府办公室",
    "",
    "某政办函〔2026〕14号",
    "",
    "关于商请支持调水工程前期工作的函",
    "",
    "某某市水利局：",
    *[SENTENCE * 4] * 7,
    "",
    "某某县人民政府办公室",
    "2026年5月19日",
    "",
    "抄送：县水利局，县自然资源局。",
)
PLAIN_LETTER = sample(
    "某某县人民政府办公室",
    "",
    "某政办函〔2026〕15号",
    "",
    "关于商请支持调水工程前期工作的函",
    "",
    "某某市水利局：",
    *[SENTENCE] * 3,
    "",
    "某某县人民政府办公室",
    "2026年5月19日",
)
MINUTES = sample(
    "某某县人民政府专题会议纪要",
    "",
    "〔2026〕11号",
    "",
    "某某县人民政府办公室　　　2026年3月10日",
    "",
    "2026年3月6日，副县长某某某主持召开专题会议，研究加装电梯工作。现将议定事项纪要如下：",
    "一、关于实施计划。" + SENTENCE,
    "",
    "出席：裴景行，县政府办公室陶然，县住房和城乡建设局齐修远，县财政局江一帆，县自然资源局穆清和。",
    "请假：县城市管理局岑夏。",
    "列席：城关街道办事处褚明远，东湖街道办事处温如言，县燃气公司苗向前，县供水公司卓文澜。",
    "",
    "抄送：县委办公室，县人大常委会办公室，县政协办公室。",
    PRINTED,
)
COLUMNS = "序号 乡镇 行政村 农户数 常住人口 耕地面积 水浇地 灌溉机井 配套完好 需要维修 估算资金 完成时限"
LANDSCAPE = sample(
    *HEAD,
    TITLE,
    "各乡镇人民政府：",
    SENTENCE,
    "",
    COLUMNS.replace(" ", "\t"),
    *(f"{number}\t青石镇\t上河村\t423\t1088\t1434\t785\t36\t26\t10\t13.50\t5月10日" for number in range(1, 31)),
    "",
    SENTENCE,
    *SIGNED,
)
TABLE = sample(
    *HEAD,
    TITLE,
    "各乡镇人民政府：",
    SENTENCE,
    "",
    "路线\t起点\t长度",
    *(f"第{number}号线\t青石镇上河村\t{number}公里" for number in range(11, 61)),
    "",
    SENTENCE,
    *SIGNED,
)
PLACES = "青石 白鹭 东湖 云溪 双桥 柳林 石门 长坪 南塘 梧桐 大河 清泉 永兴 新安 松岭 城关 河西 北苑 西坪 东岭 柳湾 马家"
RECEIVERS = "，".join(f"{name}{kind}" for kind in ("镇人民政府", "街道办事处") for name in PLACES.split())
MAIN_TO = sample(*HEAD, TITLE, f"{RECEIVERS}：", *[SENTENCE] * 3, *SIGNED, COPIED, PRINTED)
COLOPHON_ALONE = head_and_rows(2, *SIGNED, COPIED, PRINTED)
COLOPHON_AFTER_BLANK = head_and_rows(27, *SIGNED, COPIED, PRINTED)

LONELY = range(5, 12)
"""With some of these counts the first page ends between the body and 署名."""

SAMPLES = {
    "notice": NOTICE,
    "speech": SPEECH,
    "request": REQUEST,
    "joint": JOINT,
    "long_mark": LONG_MARK,
    "very_long_mark": VERY_LONG_MARK,
    "long_title": LONG_TITLE,
    "long_organ": LONG_ORGAN,
    "spaced_urgency": SPACED_URGENCY,
    "short_organ": SHORT_ORGAN,
    "sealed": SEALED,
    "space_for_seal": SPACE_FOR_SEAL,
    "sealed_joint": SEALED_JOINT,
    "sealed_joint_short": SEALED_JOINT_SHORT,
    "order": ORDER,
    "spaced_post": SPACED_POST,
    "letter": LETTER,
    "plain_letter": PLAIN_LETTER,
    "minutes": MINUTES,
    "landscape": LANDSCAPE,
    "table": TABLE,
    "main_to": MAIN_TO,
    "colophon_alone": COLOPHON_ALONE,
    "colophon_after_blank": COLOPHON_AFTER_BLANK,
    **{f"lonely_{count}": head_and_rows(count, *SIGNED) for count in LONELY},
}

EXAMPLES = {path.stem: Sample(path.read_bytes()) for path in sorted(_FOLDER.glob("*.txt"))}
"""What holds for every page is asked of the project's examples too."""
