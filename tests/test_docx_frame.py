"""The DOCX writer on 版头, seals, 版记, letters and turned pages: where LibreOffice puts what the Composition says."""

import ctypes
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import docx as python_docx
import msgspec
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

import libreoffice
from banxin.composition import (
    ColophonBlock,
    Composition,
    FirstPage,
    LandscapeBlock,
    MarkBlock,
    ParagraphStyle,
    Place,
    RuleBlock,
    Run,
    Stamp,
    Stroke,
    Tab,
    TextBlock,
    flow_text,
    paragraphs,
)
from banxin.conversion import convert, prepare
from banxin.formats import BOTH, Format
from banxin.reading import Options
from banxin.style.schema import Align
from banxin.units import PT_PER_MM, mm
from banxin.writers import docx
from test_docx import (
    FANGSONG,
    FLUSH,
    NEW_PAGE,
    NUMBER,
    PAGE,
    STYLES,
    TITLE,
    XIAOBIAOSONG,
    W,
    block,
    chars,
    part,
    style_named,
    table,
)

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RED = "FF0000"


def fixed(name, size, before=0.0, align=Align.LEFT):
    return ParagraphStyle(
        name, "", chars(FANGSONG, size, 0), align, 1.1 * size, left_indent=0, space_before=before, fixed=True
    )


HEAD = fixed("版头", 16)
SIGNED = ParagraphStyle("署名", "", chars(FANGSONG), Align.RIGHT, 28.95, right_indent=64, space_before=28.95)
COPY_TO = ParagraphStyle(
    "抄送", "", chars(FANGSONG, 14, 0), Align.JUSTIFY, 22, left_indent=56, right_indent=14, first_indent=-42
)
PRINTER = ParagraphStyle(
    "印发", "", chars(FANGSONG, 14, 0), Align.LEFT, 22, left_indent=14, tabs=(Tab(mm(156) - 14, Align.RIGHT),)
)
DOUBLE = RuleBlock(
    (Stroke(0, mm(1), RED, mm(7)), Stroke(mm(1.6), mm(0.25), RED, mm(7))), height=mm(1.85), space_before=mm(4)
)
SINGLE = RuleBlock((Stroke(0, mm(0.75), RED),), height=mm(0.75), space_before=mm(4))
LETTER = FirstPage(
    mm(30),
    mm(26.5),
    (Stroke(mm(275.15), mm(0.25), RED, mm(7)), Stroke(mm(276), mm(1), RED, mm(7))),
    numbered=False,
)
RULES = (mm(0.35), mm(0.25), mm(0.35))


def composed(*blocks, **more):
    styles = {style.name: style for style in STYLES}
    looks = {}
    for paragraph in (p for b in blocks for p in paragraphs(b)):
        styles.setdefault(paragraph.style.name, paragraph.style)
        looks.update({run.chars.name: run.chars for run in paragraph.runs if run.chars.name})
    return Composition(PAGE, blocks, tuple(styles.values()), tuple(looks.values()), NUMBER, **more)


def mark(before=0.0, *, suffix=True):
    """Three names of 42 pt, each as wide as six characters, 20 mm of them apart from row to row."""
    style = ParagraphStyle("标志", "", chars(XIAOBIAOSONG, 42, 0), Align.LEFT, 46.2, fixed=True)
    below = msgspec.structs.replace(style, name="标志下行", space_before=14)
    spread = chars(XIAOBIAOSONG, 42, 63, name="散开")
    names = (
        block("某某县人民厅", style),
        TextBlock((Run("某某", spread), Run("某", style.chars)), below),
        TextBlock((Run("某某", spread), Run("局", style.chars)), below),
    )
    return MarkBlock(names, 252, block("文件", style) if suffix else None, 10, 84, before)


def png(width=4, height=4):
    data = BytesIO()
    Image.new("RGBA", (width, height), (255, 0, 0, 128)).save(data, "PNG")
    return data.getvalue()


def signed(*stamps, text="某某局"):
    return TextBlock((Run(text, SIGNED.chars),), SIGNED, stamps=stamps)


def colophon(place=Place.SAME, rules=RULES):
    copies = block("抄送：" + "某某办公室，" * 9 + "某某局。", COPY_TO)
    paragraphs = copies, block("某某办公室\t印发", PRINTER)
    return ColophonBlock(paragraphs, rules, mm(1), 28.95, even=True, place=place, height=100, above=200)


def full(count):
    """`count` paragraphs of ten full lines."""
    return [block("版" * 280, FLUSH) for _ in range(count)]


def letter():
    return composed(block("函", HEAD), *full(4), LandscapeBlock((table(),)), *full(3), colophon(), first_page=LETTER)


def a_letter(count):
    """The text of a letter with `count` paragraphs."""
    return (
        "某某县水利局\n\n某水函〔2026〕14号\n\n某某县水利局关于商请支持某项工作的函\n\n某某局：\n"
        + "    现将有关情况函告如下，请予支持，并将有关要求告知我局，以便双方共同推进各项准备工作，按时完成。\n" * count
        + "\n某某县水利局\n2026年5月19日\n\n抄送：某某办公室，某某局。\n"
    )


def document():
    seal = Stamp(png(), mm(42), mm(42), mm(90), mm(-12), "印章")
    return composed(
        block("000001", HEAD),
        mark(mm(20)),
        SINGLE,
        block("关于某事的\n通知", TITLE),
        *full(1),
        signed(seal, Stamp(png(8), 20, 10, 0, 0, "印章")),
        signed(seal),
        LandscapeBlock((block("附件1", NEW_PAGE), table(before=10, after=10))),
        block("附件2", NEW_PAGE),
        table(),
        colophon(Place.AFTER_BLANK),
    )


def parts(composition, kind):
    """The parts of that kind that each section names, by `w:type`."""
    data = docx.write(composition)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if kind in name]
    found = {name.removeprefix("word/").removesuffix(".xml"): part(data, name) for name in names}
    rid = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    return [
        {e.get(f"{W}type"): found[e.get(rid)] for e in section.iter(f"{W}{kind}Reference")}
        for section in part(data, "word/document.xml").iter(f"{W}sectPr")
    ]


def text_of(element):
    return "".join(e.text for e in element.iter(f"{W}t"))


# Of both samples


@pytest.mark.parametrize("sample", [letter, document])
def test_the_text_read_back_is_the_text_of_the_composition(sample):
    assert docx.text(docx.write(sample())) == flow_text(sample())


@pytest.mark.parametrize("sample", [letter, document])
def test_the_same_composition_gives_the_same_bytes(sample):
    assert docx.write(sample()) == docx.write(sample())


@pytest.mark.parametrize("sample", [letter, document])
def test_a_validator_finds_no_error(tmp_path, sample):
    path = tmp_path / "样张.docx"
    path.write_bytes(docx.write(sample()))
    command = [str(Path(sys.executable).with_name("openxml-audit")), "--format", "microsoft365", str(path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("sample", [letter, document])
def test_a_paragraph_carries_its_style_and_no_more_than_a_sections_end(sample):
    for properties in part(docx.write(sample()), "word/document.xml").iter(f"{W}pPr"):
        assert {child.tag for child in properties} <= {f"{W}pStyle", f"{W}sectPr"}


@pytest.mark.parametrize(("sample", "count"), [(letter, 3), (document, 4)])
def test_python_docx_sees_every_section(sample, count):
    assert len(python_docx.Document(BytesIO(docx.write(sample()))).sections) == count


# Tabs and rules


def test_tabs_stand_in_the_style():
    style = next(
        s
        for s in part(docx.write(composed(block("左\t右", PRINTER))), "word/styles.xml").iter(f"{W}style")
        if s.find(f"{W}name").get(f"{W}val") == "印发"
    )
    (tab,) = style.iter(f"{W}tab")
    assert (tab.get(f"{W}val"), tab.get(f"{W}pos")) == ("right", str(round((mm(156) - 14) * 20)))


def test_a_style_without_tabs_says_nothing_of_them():
    assert style_named("主送机关").find(f"{W}pPr/{W}tabs") is None


def test_rules_with_equal_neighbours_do_not_share_a_border():
    rules = RuleBlock((Stroke(0, 1, RED), Stroke(4, 1, RED)), 5)
    data = docx.write(composed(rules, block("文", HEAD)))
    bordered = {
        s.get(f"{W}styleId")
        for s in part(data, "word/styles.xml").iter(f"{W}style")
        if s.find(f".//{W}pBdr") is not None
    }
    used = [e.get(f"{W}val") in bordered for e in part(data, "word/document.xml").iter(f"{W}pStyle")]
    assert used == [True, False, True, False]


# Seals


@pytest.mark.parametrize("sample", [letter, document])
def test_no_line_is_lower_than_word_sets_one(sample):
    styles = part(docx.write(sample()), "word/styles.xml")
    lines = [int(one.get(f"{W}line")) for one in styles.iter(f"{W}spacing") if one.get(f"{W}lineRule") == "exact"]
    assert min(lines) == 14  # 0.7 pt: Word's least


def test_the_rows_of_a_page_and_a_paragraph_without_text_fit_in_the_whole_twips_that_word_counts_in():
    section = next(part(docx.write(composed(block("文"))), "word/document.xml").iter(f"{W}sectPr"))
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    depth = int(size.get(f"{W}h")) - int(margins.get(f"{W}top")) - int(margins.get(f"{W}bottom"))
    pitch = int(style_named("Body Text First Indent").find(f"{W}pPr/{W}spacing").get(f"{W}line"))
    assert 22 * pitch + 14 <= depth < 23 * pitch


def test_equal_images_are_one_part_and_drawings_have_numbers_of_their_own():
    data = docx.write(document())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert [n for n in archive.namelist() if "media" in n] == ["word/media/image1.png", "word/media/image2.png"]
    drawings = list(part(data, "word/document.xml").iter(f"{WP}docPr"))
    assert [d.get("id") for d in drawings] == ["1", "2", "3"]
    assert {d.get("descr") for d in drawings} == {"印章"}


def test_an_image_is_declared_by_its_extension():
    types = part(docx.write(document()), "[Content_Types].xml")
    assert {e.get("ContentType") for e in types if e.get("Extension") == "png"} == {"image/png"}
    assert not [e for e in types if (e.get("PartName") or "").endswith(".png")]


# Letters


def test_only_a_letter_has_a_first_page_of_its_own():
    for sample, first in ((letter, [True, False, False]), (document, [False] * 4)):
        sections = part(docx.write(sample()), "word/document.xml").iter(f"{W}sectPr")
        assert [s.find(f"{W}titlePg") is not None for s in sections] == first


def test_the_colophon_of_a_letter_stands_as_far_down_the_sheet_as_its_height_says():
    prepared = prepare(a_letter(1).encode(), Options(), name="函")
    document = part(docx.write(prepared.composition), "word/document.xml")
    (place,) = document.iter(f"{W}tblpPr")
    (paragraph,) = prepared.composition.blocks[-1].paragraphs
    assert (place.get(f"{W}vertAnchor"), place.get(f"{W}tblpYSpec")) == ("page", None)
    edge = PAGE.height - PAGE.bottom - paragraph.style.pitch
    assert int(place.get(f"{W}tblpY")) / 20 == pytest.approx(edge, abs=0.05)
    table = place.getparent().getparent()
    assert len(list(table.iter(f"{W}tr"))) == 1


def test_the_colophon_of_another_form_stands_at_the_edge_of_the_type_area_itself():
    (place,) = part(docx.write(composed(block("文"), colophon())), "word/document.xml").iter(f"{W}tblpPr")
    assert (place.get(f"{W}vertAnchor"), place.get(f"{W}tblpYSpec")) == ("margin", "bottom")


def test_the_first_page_of_a_letter_has_no_number():
    first, *_ = parts(letter(), "footer")
    assert ("PAGE" in "".join(first["first"].itertext()), "PAGE" in "".join(first["even"].itertext())) == (False, True)


def test_a_numbered_first_page_has_its_number():
    numbered = composed(block("函", HEAD), first_page=msgspec.structs.replace(LETTER, numbered=True))
    assert text_of(parts(numbered, "footer")[0]["first"]) == "— 1 —"


def test_the_first_header_comes_before_the_first_footer():
    section = next(part(docx.write(letter()), "word/document.xml").iter(f"{W}sectPr"))
    kinds = [e.tag.removeprefix(W) for e in section if e.get(f"{W}type") == "first"]
    assert kinds == ["headerReference", "footerReference"]


# Turned pages and 版记


def test_a_turned_page_has_the_margins_of_the_sheet_it_is():
    sections = python_docx.Document(BytesIO(docx.write(document()))).sections
    turned = sections[1]
    assert [round(length.mm) for length in (turned.page_width, turned.page_height)] == [297, 210]
    edges = (turned.top_margin, turned.bottom_margin, turned.left_margin, turned.right_margin)
    assert [round(length.mm) for length in edges] == [28, 26, 35, 37]


def test_the_page_number_of_a_turned_page_is_a_complete_field():
    for footer in parts(document(), "footer")[1].values():
        assert [e.get(f"{W}fldCharType") for e in footer.iter(f"{W}fldChar")] == ["begin", "separate", "end"]
        assert text_of(footer) == "— 1 —"


def test_the_section_behind_a_turned_page_has_its_ordinary_numbers_again():
    before, _, after, _ = parts(document(), "footer")
    assert [text_of(before[kind]) for kind in before] == [text_of(after[kind]) for kind in after] == ["— 1 —"] * 2


def test_behind_a_blank_page_nothing_is_numbered():
    assert [text_of(footer) for footer in parts(document(), "footer")[-1].values()] == ["", ""]


def test_a_document_that_begins_turned_has_no_section_in_front():
    sections = python_docx.Document(BytesIO(docx.write(composed(LandscapeBlock((table(),)))))).sections
    assert [s.page_width > s.page_height for s in sections] == [True]


def test_a_section_that_ends_in_a_rule_ends():
    sections = python_docx.Document(BytesIO(docx.write(composed(SINGLE, LandscapeBlock((table(),)))))).sections
    assert len(sections) == 2


# As LibreOffice renders them, in millimetres from the sheet's upper left corner


def rendered(folder, composition):
    """The pages, as LibreOffice sets them."""
    folder.mkdir(exist_ok=True)
    path = folder / "样张.docx"
    path.write_bytes(docx.write(composition))
    return list(pypdfium2.PdfDocument(libreoffice.render(path, folder / "out")))


def em_tops(page, chars):
    """(left edge, upper edge of the em) of every occurrence of one of `chars`."""
    text, height = page.get_textpage(), page.get_height()
    found = []
    for at in range(text.count_chars()):
        if text.get_text_range(at, 1) in chars:
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(text, at, x, y)
            top = height - y.value - 0.88 * pdfium.FPDFText_GetFontSize(text, at)
            found.append((x.value / PT_PER_MM, top / PT_PER_MM))
    return found


def rules(page):
    """(upper edge, lower edge) of every horizontal rule, top to bottom."""
    found = set()
    for path in page.get_objects([pdfium.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = path.get_bounds()
        width = ctypes.c_float()
        pdfium.FPDFPageObj_GetStrokeWidth(path, width)
        if right - left > 200:
            middle, half = page.get_height() - (top + bottom) / 2, width.value / 2
            found.add((round((middle - half) / PT_PER_MM, 2), round((middle + half) / PT_PER_MM, 2)))
    return sorted(found)


def close(*values, within=0.2):
    return pytest.approx(values if len(values) > 1 else values[0], abs=within)


@libreoffice.needed
def test_rules_and_lines_of_the_head_add_up(tmp_path):
    page = rendered(tmp_path, composed(block("甲", HEAD), SINGLE, block("乙", HEAD), DOUBLE, block("丙", HEAD)))[0]
    line = 17.6 / PT_PER_MM
    single = 37 + line + 4
    double = single + 0.75 + line + 4
    (_, first), (_, second), (_, third) = em_tops(page, "甲乙丙")
    assert (first, second, third) == close(37, single + 0.75, double + 1.85, within=0.1)
    assert [y for rule in rules(page) for y in rule] == close(
        single, single + 0.75, double, double + 1, double + 1.6, double + 1.85
    )


@libreoffice.needed
def test_what_follows_a_tab_stands_at_it(tmp_path):
    tabs = (Tab(100, Align.LEFT), Tab(200, Align.CENTER), Tab(300, Align.RIGHT))
    style = ParagraphStyle("制表", "", chars(FANGSONG, 16, 0), Align.LEFT, 22, left_indent=16, tabs=tabs)
    page = rendered(tmp_path, composed(block("甲\t乙\t丙\t丁", style)))[0]
    lefts = [(x - 28) * PT_PER_MM for x, _ in em_tops(page, "甲乙丙丁")]
    assert lefts == close(16, 100, 192, 284, within=0.6)


@libreoffice.needed
@pytest.mark.parametrize("suffix", [True, False])
def test_the_names_of_a_joint_mark_are_as_wide_and_as_high_as_said(tmp_path, suffix):
    page = rendered(tmp_path, composed(mark(mm(10), suffix=suffix), block("乙", fixed("后", 16, mm(7)))))[0]
    row, height = 60.2 / PT_PER_MM, mark().height / PT_PER_MM
    left = 28 + 78 - (252 + (94 if suffix else 0)) / 2 / PT_PER_MM
    firsts = em_tops(page, "某")
    assert firsts[0] == close(left, 47)
    assert [firsts[at] for at in (2, 5)] == [close(left, 47 + row), close(left, 47 + 2 * row)]
    assert em_tops(page, "厅局") == [close(left + 210 / PT_PER_MM, y) for y in (47, 47 + 2 * row)]
    if suffix:
        assert em_tops(page, "文") == [close(left + 262 / PT_PER_MM, 47 + (height - 46.2 / PT_PER_MM) / 2)]
    assert em_tops(page, "乙")[0][1] == close(47 + height + 7)


@libreoffice.needed
def test_a_seal_stands_where_it_is_said_over_the_text(tmp_path):
    seal = Stamp(png(), mm(42), mm(40), mm(90), mm(-12))
    page = rendered(tmp_path, composed(block("正文"), signed(seal), block("后文")))[0]
    (image,) = page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4)
    left, bottom, right, top = (edge / PT_PER_MM for edge in image.get_bounds())
    (_, y) = em_tops(page, "局")[0]
    assert (left, 297 - top, right, 297 - bottom) == close(28 + 90, y - 12, 28 + 132, y + 28)


@libreoffice.needed
def test_a_seal_moves_no_line(tmp_path):
    seal = Stamp(png(), mm(42), mm(42), mm(20), mm(-12))
    with_seal = rendered(tmp_path / "一", composed(block("正文"), signed(seal), block("后文")))[0]
    without = rendered(tmp_path / "二", composed(block("正文"), signed(), block("后文")))[0]
    assert em_tops(with_seal, "正局后") == em_tops(without, "正局后")


@libreoffice.needed
@pytest.mark.parametrize(("place", "count"), [(Place.SAME, 1), (Place.NEXT, 2), (Place.AFTER_BLANK, 3)])
def test_the_last_rule_of_the_colophon_is_the_lower_edge_of_the_type_area(tmp_path, place, count):
    pages = rendered(tmp_path, composed(*full(1), colophon(place)))
    assert len(pages) == count
    lower = [rule[1] for rule in rules(pages[count - 1])]
    assert lower[-1] == close(262)
    assert lower[-1] - lower[0] == close(2 * 2 + 4 * 22 / PT_PER_MM + 0.6)
    assert em_tops(pages[count - 1], "印")[0][0] == close(28 + 156 - 42 / PT_PER_MM, within=0.3)
    numbered = ["—" in page.get_textpage().get_text_range() for page in pages]
    assert numbered == [place is not Place.AFTER_BLANK or at == 0 for at in range(count)]


@libreoffice.needed
def test_a_page_of_text_down_to_the_colophon_stays_one_page(tmp_path):
    pages = rendered(tmp_path, composed(block("版" * 28 * 18, FLUSH), colophon()))
    assert [len(em_tops(page, "版")) for page in pages] == [28 * 18]


@libreoffice.needed
def test_the_pages_of_a_letter_begin_and_end_where_they_should(tmp_path):
    pages = rendered(tmp_path, composed(block("函", HEAD), *full(7), first_page=LETTER))
    assert em_tops(pages[0], "函")[0] == close(28, 30)
    tops = [sorted({round(y, 1) for _, y in em_tops(page, "版")}) for page in pages]
    assert [len(lines) for lines in tops] == [22, 22, 22, 4]
    assert em_tops(pages[1], "版")[0][1] == close(40.2)
    assert rules(pages[0]) == [close(275.15, 275.4), close(276, 277)]
    assert not rules(pages[1])


@libreoffice.needed
def test_the_numbers_of_a_letters_later_pages_are_where_they_always_are(tmp_path):
    pages = rendered(tmp_path, composed(block("函", HEAD), *full(5), first_page=LETTER))
    other = rendered(tmp_path / "二", composed(block("函", HEAD), *full(5)))
    assert not em_tops(pages[0], "—")
    assert em_tops(pages[1], "—") == [close(*place, within=0.05) for place in em_tops(other[1], "—")]
    assert em_tops(pages[2], "—") == [close(*place, within=0.05) for place in em_tops(other[2], "—")]


@libreoffice.needed
@pytest.mark.parametrize("count", [1, 30])
def test_the_colophon_of_a_letter_stands_at_the_edge_of_its_last_page(tmp_path, count):
    made = convert(a_letter(count).encode(), BOTH, libreoffice.options(), name="函.txt").files
    (tmp_path / "函.docx").write_bytes(made[Format.DOCX])
    printed = pypdfium2.PdfDocument(libreoffice.render(tmp_path / "函.docx", tmp_path))
    own = pypdfium2.PdfDocument(made[Format.PDF])
    assert len(printed) == len(own)
    assert [em_tops(page, "抄") == [] for page in printed] == [True] * (len(own) - 1) + [False]
    assert em_tops(printed[len(own) - 1], "抄")[0] == close(*em_tops(own[len(own) - 1], "抄")[0], within=0.8)


@libreoffice.needed
def test_the_number_of_a_turned_page_stands_where_that_of_an_upright_page_does(tmp_path):
    upright = rendered(tmp_path / "一", composed(*(block("文", NEW_PAGE) for _ in range(3))))
    turned = LandscapeBlock((table(),))
    pages = rendered(tmp_path / "二", composed(block("文"), turned, LandscapeBlock((table(),))))
    assert [page.get_size()[0] > page.get_size()[1] for page in pages] == [False, True, True]
    for at in (1, 2):
        x0, bottom, x1, top = dash(upright[at])
        left, y0, right, y1 = dash(pages[at])
        # The sheet is turned a quarter to the right: its lower edge is at the left, its left edge on top.
        assert (left + right) / 2 == close((bottom + top) / 2)
        assert (210 - y1, 210 - y0) == close(x0, x1)


def dash(page):
    """The ink of the page number's first dash: left, bottom, right, top, from the lower left corner."""
    text = page.get_textpage()
    at = next(at for at in range(text.count_chars()) if text.get_text_range(at, 1) == "—")
    return [edge / PT_PER_MM for edge in text.get_charbox(at)]


@libreoffice.needed
def test_text_and_tables_of_turned_pages_add_no_page(tmp_path):
    pages = rendered(tmp_path, document())
    assert len(pages) == 6


@libreoffice.needed
def test_a_rule_may_begin_a_page(tmp_path):
    pages = rendered(
        tmp_path, composed(block("文"), msgspec.structs.replace(DOUBLE, page_break_before=True), block("后"))
    )
    assert len(pages) == 2
    assert len(rules(pages[1])) == 2
