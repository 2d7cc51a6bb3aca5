"""How a title is broken into lines (GB/T 9704—2012 7.3.1)."""

import time
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banxin.compose.seams import Rank, seams
from banxin.compose.title import Shape, are_well_broken, break_title, shape_of
from banxin.edges import NO_END, NO_START

MOST = 19


def width(line):
    return sum(0.5 if char < "\u0250" else 1.0 for char in line)


TITLES = [
    "某某县人民政府关于印发2026年重点工作实施方案的通知",
    "某某市人民政府办公室关于进一步加强农村公路养护管理工作的指导意见",
    "某某县水利局关于开展河道堤防汛前安全检查工作的通知",
    "某某县人民政府办公室关于转发县水利局《关于加强小型水库管理的若干措施》的通知",
    "某某县人民政府关于2025年财政预算执行情况和2026年财政预算草案的报告",
    "某某县人民政府办公室关于印发《某某县图书馆和文化站服务规范》的通知",
    "在全县春季植树造林和森林防火工作会议上的讲话提纲",
    "某某县粮食和物资储备局关于2026年度县级储备粮轮换计划的请示",
]
each_title = pytest.mark.parametrize("title", TITLES)


def test_a_title_of_one_lines_length_stays_whole():
    assert break_title("关于做好冬季取暖安全工作的通知", MOST) == ["关于做好冬季取暖安全工作的通知"]


def test_a_title_of_exactly_the_longest_line_stays_whole():
    assert break_title("某某县水利局关于做好冬季河道巡查的通知", MOST) == ["某某县水利局关于做好冬季河道巡查的通知"]


def test_a_digit_counts_as_half_a_character():
    title = "关于做好2026年冬季取暖安全工作的通知"
    assert len(title) > MOST
    assert break_title(title, MOST) == [title]


def test_an_empty_title_is_one_empty_line():
    assert break_title("", MOST) == [""]


@each_title
def test_the_lines_joined_are_the_title(title):
    assert "".join(break_title(title, MOST)) == title


@each_title
def test_no_line_is_longer_than_the_longest_allowed(title):
    assert max(map(width, break_title(title, MOST))) <= MOST


@each_title
def test_there_are_no_more_lines_than_one_above_what_the_length_asks_for(title):
    assert len(break_title(title, MOST)) <= -(-width(title) // MOST) + 1


@each_title
def test_the_last_line_is_longer_than_four_characters(title):
    assert width(break_title(title, MOST)[-1]) >= 5


@each_title
def test_the_lines_are_no_hourglass(title):
    widths = list(map(width, break_title(title, MOST)))
    steps = [b - a for a, b in pairwise(widths)]
    assert not any(a < 0 < b for a, b in pairwise(steps))


@each_title
def test_no_line_begins_with_a_leaning_word(title):
    assert not any(line[0] in "的和与及等" for line in break_title(title, MOST)[1:])


@each_title
def test_no_line_ends_in_a_word_that_leads_on(title):
    assert not any(line.endswith("关于") for line in break_title(title, MOST)[:-1])


@pytest.mark.parametrize("word", ["人民政府", "办公室", "2026年", "水利局", "图书馆", "文化站", "进一步", "储备粮"])
@each_title
def test_a_word_is_not_split(title, word):
    if word in title:
        assert any(word in line for line in break_title(title, MOST))


def test_what_stands_in_book_title_marks_is_kept_together_where_it_fits():
    lines = break_title("某某县人民政府办公室关于印发《某某县图书馆服务规范》的通知", MOST)
    assert any("《某某县图书馆服务规范》" in line for line in lines)


def test_an_organ_alone_on_the_first_line_reads_best():
    lines = break_title("某某县人民政府办公室关于印发《某某县图书馆和文化站服务规范》的通知", MOST)
    assert lines[0] in ("某某县人民政府办公室", "某某县人民政府办公室关于印发")


@pytest.mark.parametrize("mark", NO_END)
def test_no_line_ends_with_a_mark_that_must_not_end_one(mark):
    for title in (
        f"某某县关于开展全年水利工程建设管理{mark}检查和整改工作有关事项的通知",
        f"某某县人民政府关于全面开展水利工程管理工作{mark}检查整改情况的通知",
    ):
        assert not [line for most in range(9, MOST + 1) for line in break_title(title, most) if line.endswith(mark)]


@pytest.mark.parametrize("mark", NO_START)
def test_no_line_begins_with_a_mark_that_must_not_begin_one(mark):
    for title in (
        f"某某县关于开展全年水利工程建设管理的各{mark}检查和整改工作有关事项的通知",
        f"某某县水利工程管理{mark}检查整改工作有关事项的通知情况说明",
    ):
        assert not [line for most in range(9, MOST + 1) for line in break_title(title, most) if line.startswith(mark)]


def test_digits_are_not_parted_from_the_year():
    title = "某某县水利局关于做好全县范围内的2026年度冬春水利工程建设工作的通知"
    assert any("2026年" in line for line in break_title(title, MOST))


def test_a_range_of_years_is_not_split():
    title = "某某县人民政府关于印发某某县图书馆2026—2028年发展规划和任务分工的通知"
    assert any("2026—2028年" in line for line in break_title(title, MOST))


def test_a_latin_word_is_not_split():
    title = "关于做好Banxin-Typesetting系统在全县各单位推广和使用工作的通知"
    assert any("Banxin-Typesetting" in line for line in break_title(title, MOST))


def test_a_space_of_the_writers_is_the_first_place_to_break_at():
    title = "认真做好图书馆开放服务工作 努力建设书香县城"
    assert break_title(title, MOST) == ["认真做好图书馆开放服务工作", "努力建设书香县城"]


def test_organs_that_issue_jointly_stay_whole():
    organs = ["某某县教育局", "某某县公安局", "某某县交通运输局"]
    lines = break_title("\u3000".join(organs) + "关于规范校车运营管理的通知", 19)
    assert len(lines) == 3
    assert all(any(organ in line for line in lines) for organ in organs)


def test_a_name_that_is_longer_than_a_line_is_broken_all_the_same():
    lines = break_title("A" * 90, MOST)
    assert "".join(lines) == "A" * 90
    assert max(map(width, lines)) <= MOST


def test_a_very_long_title_loses_nothing_and_fills_its_lines():
    title = f"某某县人民政府办公室关于{'进一步加强管理工作' * 20}的通知"
    lines = break_title(title, MOST)
    assert "".join(lines) == title
    assert max(map(width, lines)) <= MOST
    assert len(lines) <= -(-width(title) // MOST) + 2


@pytest.mark.parametrize("repeats", [3, 5, 8, 9, 10, 5000])
def test_a_long_title_takes_little_time(repeats):
    title = f"某某县人民政府办公室关于{'进一步加强管理工作' * repeats}的通知"
    break_title("某" * 40, MOST)  # the segmenter loads its words at the first call
    began = time.perf_counter()
    break_title(title, MOST)
    assert time.perf_counter() - began < 0.1 + repeats / 5000


@given(st.text(alphabet="某县政府关于印发工作的通知2026年 　《》（）“”、：A-—", max_size=150))
def test_whatever_the_title_the_lines_hold_its_characters(title):
    assert "".join("".join(break_title(title, MOST)).split()) == "".join(title.split())


@given(st.text(alphabet="某县政府关于印发工作的通知2026年 　《》（）“”、：A-—", min_size=1, max_size=150))
def test_whatever_the_title_no_line_is_too_long(title):
    assert max(map(width, break_title(title, MOST))) <= MOST


@pytest.mark.parametrize(
    "lines",
    [
        ["某某县农业农村局关于春耕备耕情况的", "报告"],
        ["关于进一步加强安全生产工作", "的通知"],
    ],
)
def test_lines_that_were_merely_cut_are_not_kept(lines):
    assert not are_well_broken(lines, 19)


@pytest.mark.parametrize(
    "lines",
    [
        ["某某县人民政府", "公告"],
        ["某某县人民政府办公室", "关于清明节放假的通知"],
        ["关于推进文明村镇建设的", "和谐社区创建工作方案"],
        ["某某县防汛工作方案"],
    ],
)
def test_lines_that_a_writer_chose_are_kept(lines):
    assert are_well_broken(lines, 19)


def test_lines_that_do_not_fit_are_not_kept():
    assert not are_well_broken(["某某县人民政府办公室", "关于做好今年全县农村公路汛期养护和水毁抢修工作的通知"], 19)


BROKEN = [
    "某某县人民政府关于印发 / 2026年重点工作实施方案的通知",
    "某某市人民政府办公室关于进一步加强 / 农村公路养护管理工作的指导意见",
    "某某县水利局关于开展河道堤防 / 汛前安全检查工作的通知",
    "某某县人民政府办公室 / 关于转发县水利局《关于加强小型 / 水库管理的若干措施》的通知",
    "某某县人民政府关于2025年财政预算 / 执行情况和2026年财政预算草案的报告",
    "某某县人民政府办公室关于印发 / 《某某县图书馆和文化站服务规范》的通知",
    "在全县春季植树造林和森林防火工作 / 会议上的讲话提纲",
    "某某县粮食和物资储备局 / 关于2026年度县级储备粮轮换计划的请示",
    "中共某某县委某某县人民政府关于表彰 / 2025年度先进集体和先进个人的决定",
    "某某县教育局、某某县公安局、 / 某某县交通运输局关于加强 / 校车安全管理的通知",
    "某某县发展和改革委员会关于某某镇污水 / 处理厂二期工程可行性研究报告的批复",
    "某某县卫生健康委员会关于开展2026年基层 / 医疗卫生机构绩效考核工作的通知",
    "某某县人民政府办公室 / 关于调整县安全生产委员会组成人员的通知",
    "某某县人民政府办公室转发县教育局等部门 / 关于做好义务教育学校课后 / 服务工作意见的通知",
    "某某市人力资源和社会保障局关于公布 / 2026年第一批职业技能培训机构名单的公告",
    "某某县城乡居民基本养老保险待遇 / 领取资格认证办法（试行）",
    "某某县人民政府关于废止和修改 / 部分行政规范性文件的决定",
    "养老服务机构运营 / 补贴标准和申领材料一览表",
    "关于提供河道管理范围内建设项目 / 审批资料的函",
    "关于商请提供河道管理 / 范围内有关建设项目资料的函",
    "某某县住房和城乡建设局 / 关于征求《某某县城市桥梁安全 / 管理办法（征求意见稿）》意见的函",
    "关于对《某某县农村集体 / 资产管理条例（草案）》的审议意见",
    "某某市生态环境局某某分局 / 关于某某化工有限公司年产5000吨涂料 / 项目环境影响报告书的批复",
    "某某县人民政府 / 关于同意设立某某省级湿地公园的批复",
    "某某县自然资源局 / 关于2026年度国有建设用地供应计划的公告",
    "某某县2025年国民经济和社会发展计划 / 执行情况与2026年计划草案的报告",
    "某某县人民代表大会常务委员会 / 关于批准2025年县级财政决算的决议",
    "某某县人民政府2026年政府工作 / 报告重点任务责任分解表",
    "某某县“十五五”时期综合交通运输 / 体系发展规划编制工作方案",
    "关于在全县党员干部中 / 开展“学条例、守纪律、转作风”专题 / 教育的实施方案",
    "某某县深化“放管服”改革 / 优化营商环境工作领导小组办公室 / 关于报送工作总结的通知",
    "某某镇人民政府关于申请解决饮水安全 / 巩固提升工程建设资金的请示",
    "某某县文化广电和旅游局 / 关于举办第十二届某某民俗文化节的请示",
    "某某县应急管理局 / 关于3起生产安全事故查处情况的通报",
    "某某县供销合作社联合社 / 关于春耕备耕农资储备和供应情况的报告",
    "某某县图书馆2026年世界 / 读书日系列活动方案",
    "关于做好2026年高校毕业生“三支一扶” / 计划招募工作有关事项的通知",
    "某某县民政局　某某县财政局 / 关于提高城乡居民最低生活保障标准和特困 / 人员救助供养标准的通知",
    "某某市某某区人民政府办公室 / 关于印发某某区老旧小区改造三年行动计划 / （2026—2028年）的通知",
    "某某县人民政府关于印发某某县行政规范性 / 文件制定和监督管理办法的通知",
    "某某县审计局关于某某县第一中学新校区 / 建设项目竣工决算的审计报告",
    "某某县统计局国家统计局某某调查队 / 关于2025年国民经济和社会发展的统计公报",
    "某某县气象局关于建立健全气象灾害 / 预警信息发布与传播机制的意见",
    "某某县人民政府 / 关于加快推进新型工业化的若干政策措施",
    "某某县退役军人事务局关于组织 / 开展2026年度退役军人适应性培训的通知",
    "某某县林业局关于切实做好清明节期间 / 森林草原防灭火工作的紧急通知",
    "某某县残疾人联合会 / 关于开展“全国助残日”活动的通知",
    "某某县市场监督管理局 / 关于公开征求《某某县食品小作坊 / 登记管理办法》意见的公告",
    "某某县财政局关于下达2026年中央财政 / 衔接推进乡村振兴补助资金的通知",
    "某某县人民政府办公室 / 关于2026年部分节假日安排的通知",
    "某某县信访局 / 关于群众来信来访办理情况的月度通报",
    "某某县城市管理综合行政执法局 / 行政处罚自由裁量权基准",
    "某某县小型水利工程 / 建设项目和资金管理实施细则",
    "某某县医疗保障局关于转发 / 《某某市医疗保障局关于完善城乡居民 / 基本医疗保险门诊统筹政策的通知》的通知",
    "某某县人民政府办公室关于转发 / 县发展改革局等6部门某某县推动大规模 / 设备更新和消费品以旧换新若干措施的通知",
    "共青团某某县委员会 / 关于召开某某县第十八次代表大会的请示",
    "某某县总工会、 / 某某县人力资源和社会保障局、 / 某某县工商业联合会关于开展集体协商 / 要约行动的通知",
    "某某县人民政府 / 关于给予某某等12名同志记功奖励的决定",
    "某某县乡镇（街道）权责 / 清单动态调整管理暂行办法",
    "某某县数据局 / 关于印发《某某县公共数据资源 / 授权运营实施细则（试行）》的通知",
    "某某县政务服务中心 / 进驻事项目录及办理时限一览表",
    "机关事业单位工作人员年度 / 考核登记表填写说明",
    "某某县人民政府办公室关于印发 / 某某县突发事件总体应急预案的通知",
    "关于加强和改进新时代基层宣传 / 思想文化工作的实施意见",
    "某某县工业和信息化局关于推荐 / 2026年省级“专精特新”中小企业的函",
]
"""Titles of the common kinds, ` / ` where they are broken."""


@pytest.mark.parametrize("broken", BROKEN)
def test_a_title_is_broken_where_a_clerk_would(broken):
    assert break_title(broken.replace(" / ", ""), MOST) == broken.split(" / ")


def test_two_lines_of_one_length_are_in_no_shape():
    assert shape_of(["某某县水利局", "关于防汛通知"]) is Shape.NONE


@pytest.mark.parametrize(
    ("widths", "shape"),
    [
        ((6, 8), Shape.RISING),
        ((6, 8, 11), Shape.RISING),
        ((8, 6), Shape.FALLING),
        ((10, 17, 12), Shape.DIAMOND),
        ((7, 14, 17, 7), Shape.DIAMOND),
        ((10, 17, 6), Shape.NONE),
        ((19, 18, 19), Shape.NONE),
        ((10, 10, 12), Shape.NONE),
        ((10,), Shape.NONE),
    ],
)
def test_the_shape_of_lines_is_told_by_their_lengths(widths, shape):
    assert shape_of(["某" * width for width in widths]) is shape


def test_no_two_lines_are_of_one_length_where_a_shape_can_be_had():
    assert break_title("养老服务机构运营补贴标准和申领材料一览表", MOST) == [
        "养老服务机构运营",
        "补贴标准和申领材料一览表",
    ]


TORN = "中共某某县委　某某县人民政府关于全面推进乡村振兴加快农业农村现代化的实施意见"


def test_words_that_keep_each_others_company_in_the_body_are_a_term():
    body = "一、乡村振兴是大事。\n二、乡村振兴要有人才，产业是乡村振兴的根本。"
    assert any("乡村振兴" in line for line in break_title(TORN, MOST, lambda: body))
    assert not any("乡村振兴" in line for line in break_title(TORN, MOST))


def test_words_that_the_body_has_apart_as_often_are_no_term():
    body = "乡村振兴。乡村振兴。乡村要建设，乡村要治理，乡村要发展；教育要振兴，文化要振兴，产业要振兴。"
    assert break_title(TORN, MOST, lambda: body) == break_title(TORN, MOST)


def test_a_body_that_merely_repeats_the_title_tells_no_terms():
    assert break_title(TORN, MOST, lambda: f"{TORN}。\n" * 5) == break_title(TORN, MOST)


def test_a_name_that_the_body_quotes_is_whole_in_the_title():
    title = "关于商请提供河道管理范围内有关建设项目资料的函"
    assert any(
        "河道管理范围" in line for line in break_title(title, MOST, lambda: "所称“河道管理范围”，是指堤防之间。")
    )


def test_the_body_is_not_asked_for_where_the_title_has_one_line():
    def body():
        raise AssertionError

    assert break_title("关于做好冬季取暖安全工作的通知", MOST, body) == ["关于做好冬季取暖安全工作的通知"]


@pytest.mark.parametrize("name", ["青岩县", "某某县"])
def test_the_name_of_a_place_is_not_split(name):
    title = f"{name}市场监督管理局关于公开征求《{name}食品小作坊登记管理办法》意见的公告"
    for most in range(12, MOST + 1):
        assert "".join(break_title(title, most)).count(name) == sum(
            line.count(name) for line in break_title(title, most)
        )


PIECES = [
    "某某县",
    "水利局",
    "关于",
    "印发",
    "《防汛预案》",
    "2026年",
    "工作",
    "的",
    "通知",
    "和",
    "检查",
    "、",
    "建设项目",
    "（试行）",
]


@given(st.lists(st.sampled_from(PIECES), min_size=8, max_size=14).map("".join))
def test_the_lines_are_in_a_shape_wherever_words_allow_one(title):
    lines = break_title(title, MOST)
    assert "".join(lines) == title
    if len(lines) > 1 and shape_of(lines) is Shape.NONE:
        places = [
            seam.at for seam in seams(title, "", MOST) if seam.rank is Rank.WORDS and width(title[seam.at :]) >= 5
        ]
        for count in range(1, 5):
            for cut in combinations(places, count):
                parts = [title[a:b] for a, b in pairwise((0, *cut, len(title)))]
                assert max(map(width, parts)) > MOST or shape_of(parts) is Shape.NONE, parts
