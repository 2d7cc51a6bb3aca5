"""A text beside its pages: what each line is, and the web page that shows it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lxml import html

import browser
from banxin.conversion import prepare
from banxin.fingerprint import Origin, origin
from banxin.preview import preview
from banxin.preview.page import write, write_file
from banxin.reading import Options
from banxin.writers import svg

EXAMPLES = Path(__file__).parents[1] / "examples"
TEXT = """关于做好某项工作的通知

各单位：
　　要认真抓好落实,不得延误。
　　（一）总体要求
　　请遵照执行。

某某县人民政府
2026年1月15日
"""


def lines(text: str, **options: object) -> dict[int, tuple[str, int]]:
    found = preview(text.encode(), Options(**options))
    return {line.number: (line.role, line.owner) for line in found.lines}


def test_each_line_says_what_it_is_and_why():
    found = preview(TEXT.encode(), Options())
    assert [(line.number, line.role) for line in found.lines if line.role] == [
        (1, "标题"),
        (3, "主送机关"),
        (4, "正文"),
        (5, "二级标题"),
        (6, "正文"),
        (8, "署名"),
        (9, "成文日期"),
    ]
    assert all(line.why for line in found.lines if line.role)
    assert "".join(line.text for line in found.lines) == TEXT.replace("\n", "")


def test_a_line_that_was_joined_to_another_belongs_to_it():
    wrapped = (
        "关于某事的通知\n\n各单位：\n　　要认真抓好各项工作的落实，不得延误，各单位要高度重视，\n"
        "加强领导，明确责任，确保各项任务按时保质完成，不得推诿扯皮，\n严肃追究责任。\n"
    )
    owners = {number: owner for number, (_, owner) in lines(wrapped).items()}
    assert owners[4] == owners[5] == owners[6] == 4


def test_remarks_stand_at_their_lines():
    found = preview(TEXT.encode(), Options())
    assert "BX201" in [remark.code for line in found.lines if line.number == 4 for remark in line.remarks]


def test_every_line_on_the_pages_leads_to_a_line_of_the_text():
    for path in sorted(EXAMPLES.glob("*.txt")):
        found = preview(path.read_bytes(), Options(), folder=path.parent)
        numbers = {str(line.owner) for line in found.lines if line.owner}
        on_pages = set(re.findall(r'data-line="(\d+)"', "".join(found.sheets)))
        assert on_pages - {"0"} <= numbers, path.stem


def test_the_pages_are_those_of_the_pdf():
    data = (EXAMPLES / "通知.txt").read_bytes()
    pages = prepare(data, Options()).layout.pages
    faces = svg.Faces()
    faces.add(pages.pages)
    assert preview(data, Options()).sheets == tuple(svg.sheet(page, pages, faces) for page in pages.pages)


# The web page


HOSTILE = (
    "关于<script>alert(1)</script>的通知\n\n各单位：\n　　</style><img src=x onerror=alert(2)>{{lines}}“&amp;”。\n"
)


def test_a_text_is_text_whatever_it_says():
    page = html.fromstring(write(preview(HOSTILE.encode(), Options(verbatim=True))).decode())
    assert len(page.findall(".//script")) == 1
    assert page.findall(".//img") == []
    texts = ["".join(line.itertext()) for line in page.xpath("//span[@class='text']")]
    assert texts == [line for line in HOSTILE.split("\n") if line]


def test_it_asks_for_nothing_from_outside():
    page = write(preview(TEXT.encode(), Options())).decode()
    assert re.findall(r'(?:src|href)="?(?!data:)[^"> ]*|url\((?!data:)|https?://(?!www\.w3\.org/2000/svg)', page) == []
    assert "default-src 'none'" in page


def test_equal_texts_give_equal_bytes():
    assert write(preview(TEXT.encode(), Options())) == write(preview(TEXT.encode(), Options()))


def test_it_stands_beside_the_text_and_knows_where_it_comes_from(tmp_path, banxin):
    text = tmp_path / "材料.txt"
    text.write_text(TEXT, encoding="utf-8")
    code, out, _ = banxin("preview", str(text))
    page = tmp_path / "材料.html"
    assert (code, out) == (0, f"{page}（1 页）\n")
    assert origin(page.read_bytes(), "材料.txt") is Origin.OWN
    assert banxin("preview", str(text))[0] == 0
    page.write_bytes(page.read_bytes() + b" ")
    code, _, err = banxin("preview", str(text))
    assert code == 1
    assert "有人改过" in err


def test_the_preview_of_a_web_page_does_not_take_its_place(tmp_path):
    text = tmp_path / "材料.html"
    text.write_text("<p>关于某事的通知</p><p>各单位：</p><p>请落实。</p>", encoding="utf-8")
    assert write_file(text, Options()).path.name == "材料_预览.html"


def test_what_is_wrong_with_a_text_is_told_and_nothing_is_written(tmp_path, banxin):
    text = tmp_path / "材料.txt"
    text.write_text("---\n印章: 没有.png\n---\n" + TEXT, encoding="utf-8")
    code, _, err = banxin("preview", str(text))
    assert code == 1
    assert "没有.png" in err
    assert [path.name for path in tmp_path.iterdir()] == ["材料.txt"]


@pytest.mark.slow
def test_watch_keeps_a_preview_fresh(tmp_path):
    source, out = tmp_path / "来", tmp_path / "成"
    source.mkdir()
    text, page = source / "材料.txt", out / "材料.html"
    text.write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-m", "banxin", "watch", str(source), "-o", str(out), "--to", "pdf", "--preview"]
    watching = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def wait_for(told: str) -> bool:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if page.exists() and told in page.read_text(encoding="utf-8"):
                return True
            time.sleep(0.1)
        return False

    try:
        assert wait_for("某项工作")
        text.write_text(TEXT.replace("某项工作", "另一项工作"), encoding="utf-8")
        assert wait_for("另一项工作")
    finally:
        watching.terminate()
        watching.wait(30)


@pytest.mark.slow
@browser.needed
def test_a_line_shows_its_place_on_the_page_and_the_other_way_round(tmp_path):
    page = tmp_path / "材料.html"
    page.write_bytes(write(preview((EXAMPLES / "通知.txt").read_bytes(), Options())))
    with browser.started() as started:
        view = started.new_page(viewport={"width": 1366, "height": 768})
        asked: list[str] = []
        told: list[str] = []
        view.on("request", lambda request: asked.append(request.url))
        view.on("console", lambda message: told.append(message.text))
        view.on("pageerror", lambda error: told.append(str(error)))
        view.goto(page.as_uri())
        line = view.locator("#lines li[data-owner]").nth(4)
        line.hover()
        number = line.get_attribute("data-owner")
        marked = view.locator("#sheets text.at")
        assert set(marked.evaluate_all("all => all.map(one => one.dataset.line)")) == {number}
        text = view.locator("#sheets text[data-role=heading]").last
        text.click()
        shown = view.locator(f"#lines li.at[data-owner='{text.get_attribute('data-line')}']")
        assert shown.count() == 1
        view.wait_for_function(
            "one => {const r = one.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight}",
            arg=shown.element_handle(),
        )
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        assert told == []


@pytest.mark.slow
@browser.needed
def test_in_print_there_are_the_pages_alone(tmp_path):
    import io

    import pypdfium2

    page = tmp_path / "材料.html"
    data = (EXAMPLES / "通知.txt").read_bytes()
    page.write_bytes(write(preview(data, Options())))
    with browser.started() as started:
        view = started.new_page()
        view.goto(page.as_uri())
        printed = view.pdf(prefer_css_page_size=True, format="A4")
    with pypdfium2.PdfDocument(io.BytesIO(printed)) as document:
        assert len(document) == len(prepare(data, Options()).layout.pages.pages)
        assert "一、总体要求" in document[0].get_textpage().get_text_bounded().replace(" ", "")
