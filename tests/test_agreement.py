"""LibreOffice's rendering of the DOCX agrees with the PDF, and the measurement would tell if it did not."""

from __future__ import annotations

from reportlab.pdfgen import canvas

import libreoffice
from agreement import Agreement, Line, Rendering, compare, default_files, measure, read, report, shortfalls

TWO_PAGES = Rendering((Line(1, "甲乙"), Line(1, "丙丁"), Line(2, "戊己")), ("—1—", "—2—"))


@libreoffice.needed
def test_libreoffice_breaks_the_lines_and_pages_of_the_examples_as_the_pdf_does():
    agreements = measure(default_files())

    assert shortfalls(agreements) == [], report(agreements, show=True)


def test_a_pdf_is_read_line_by_line_and_its_page_number_apart(tmp_path):
    sheet = canvas.Canvas(str(tmp_path / "sheet.pdf"), pagesize=(595.28, 841.89))
    sheet.drawString(300, 700, "right")
    sheet.drawString(80, 700, "left to")
    sheet.drawString(80, 671, "a line-")
    sheet.drawString(80, 642, "end")
    sheet.drawString(500, 74, "- 1 -")
    sheet.save()

    rendering = read(tmp_path / "sheet.pdf")

    assert rendering == Rendering((Line(1, "lefttoright"), Line(1, "aline-"), Line(1, "end")), ("-1-",))


def test_equal_renderings_agree_in_everything():
    assert compare("甲", TWO_PAGES, TWO_PAGES) == Agreement("甲", 3, 3, 2, 2, 2, ())


def test_a_line_on_another_page_does_not_agree():
    moved = Rendering((Line(1, "甲乙"), Line(2, "丙丁"), Line(2, "戊己")), ("—1—", "—2—"))

    actual = compare("甲", TWO_PAGES, moved)

    assert (actual.lines_agreeing, actual.first_lines_agreeing) == (2, 1)


def test_a_line_broken_elsewhere_is_shown_from_both_sides():
    broken = Rendering((Line(1, "甲"), Line(1, "乙丙丁"), Line(2, "戊己")), ("—1—", "—2—"))

    (difference,) = compare("甲", TWO_PAGES, broken).differences

    assert difference == (TWO_PAGES.lines[:2], broken.lines[:2])


def test_a_page_that_only_one_rendering_has_counts_against_the_first_lines():
    longer = Rendering((*TWO_PAGES.lines, Line(3, "庚")), ("—1—", "—2—", "—3—"))

    actual = compare("甲", TWO_PAGES, longer)

    assert (actual.pages, actual.first_lines_agreeing, actual.page_numbers_agreeing) == (3, 2, 2)


def test_another_page_number_is_counted_on_its_own():
    renumbered = Rendering(TWO_PAGES.lines, ("—1—", "—3—"))

    actual = compare("甲", TWO_PAGES, renumbered)

    assert (actual.lines_agreeing, actual.page_numbers_agreeing) == (3, 1)


def test_too_few_agreeing_lines_are_a_shortfall():
    assert len(shortfalls([Agreement("甲", 1000, 994, 10, 10, 10, ())])) == 1


def test_too_few_agreeing_first_lines_are_a_shortfall():
    assert len(shortfalls([Agreement("甲", 100, 100, 10, 9, 10, ())])) == 1


def test_shares_are_taken_over_all_texts():
    assert shortfalls([Agreement("甲", 100, 99, 10, 9, 10, ()), Agreement("乙", 900, 900, 90, 90, 90, ())]) == []
