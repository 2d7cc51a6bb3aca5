"""`import banxin`: a text in, a file or what there is to say of it out, from any thread."""

import importlib
import inspect
import os
import pkgutil
import re
import socket
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import banxin
from banxin.conversion import prepare
from banxin.document import Document, Role
from banxin.errors import DocumentError, FormatError, Severity, SourceError, StyleError
from banxin.reading import Options
from banxin.style import load, load_whole

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.txt"))
TEXT = "关于修缮水渠的通知\n\n各村：\n请于四月底前修好水渠,不得延误。\n\n某某县水利局\n2026年4月1日\n"
FUNCTIONS = ("check", "convert", "convert_file", "parse", "to_docx", "to_pdf")


@pytest.fixture
def own_style(tmp_path, monkeypatch):
    """A working folder with the style 本县; its path."""
    monkeypatch.chdir(tmp_path)
    load_whole.cache_clear()
    path = tmp_path / "styles" / "本县.yaml"
    path.parent.mkdir()
    path.write_text("extends: gbt9704\nname: 本县\npage: {line_pitch: 29磅}\n", encoding="utf-8")
    yield path
    load_whole.cache_clear()


# Texts


def test_a_text_may_be_a_str_or_bytes_of_any_encoding():
    found = banxin.to_docx(TEXT)
    assert found.startswith(b"PK")
    assert {banxin.to_docx(TEXT.encode(encoding)) for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030")} == {
        found
    }


def test_a_text_may_be_any_path_and_its_images_lie_beside_it(tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text("---\n印章: 章.png\n---\n" + TEXT, encoding="utf-8")
    with pytest.raises(DocumentError, match="章"):
        banxin.to_pdf(path)
    from PIL import Image

    Image.new("RGBA", (40, 40), "red").save(tmp_path / "章.png")

    class Name(os.PathLike):
        def __fspath__(self):
            return str(path)

    assert banxin.to_pdf(path) == banxin.to_pdf(Name())
    assert banxin.to_pdf(path.read_bytes(), folder=tmp_path).startswith(b"%PDF-")
    with pytest.raises(DocumentError, match="章"):
        banxin.to_pdf(path.read_bytes())


def test_a_str_is_a_text_and_never_a_path(tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text(TEXT, encoding="utf-8")
    document = banxin.parse(str(path)).document
    assert "水渠" not in str(document)
    assert str(path) in str(document)


def test_a_str_needs_no_encoding_to_be_guessed():
    assert banxin.to_docx("ÀÉ") != banxin.to_docx("ÉÀ")


@pytest.mark.parametrize("text", ["", " \n", "\ud800", "甲\0乙", b"\xff\xd8\xff\xe0", b"PK\x03\x04word/"])
def test_what_is_no_text_is_an_error(text):
    for function in (banxin.to_docx, banxin.parse, banxin.check):
        with pytest.raises(SourceError):
            function(text)


def test_a_text_has_a_size_that_can_be_chosen(tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text(TEXT, encoding="utf-8")
    for text in (TEXT, TEXT.encode(), path):
        with pytest.raises(SourceError, match="上限"):
            banxin.parse(text, max_size=50)
        assert banxin.parse(text, max_size=500).document.front


def test_what_is_neither_text_nor_path_is_a_slip_of_the_program():
    with pytest.raises(TypeError):
        banxin.parse(None)


# Results


def test_a_result_holds_the_file_its_pages_and_what_there_is_to_say():
    found = banxin.convert(TEXT, "pdf")
    assert (found.data[:5], found.pages) == (b"%PDF-", 1)
    assert [d.code for d in found.remarks if d.severity is Severity.REPAIR] == ["BX201"]
    assert found.data == banxin.to_pdf(TEXT)


def test_a_format_may_be_named_or_be_one():
    assert banxin.convert(TEXT, "docx") == banxin.convert(TEXT, banxin.Format.DOCX)
    assert banxin.convert(TEXT, "docx").data == banxin.to_docx(TEXT)
    assert banxin.convert(TEXT, "docx").pages == 0


@pytest.mark.parametrize("to", ["doc", "", "docx,pdf", "PDF "])
def test_an_unknown_format_is_an_error(to):
    with pytest.raises(FormatError, match="docx、pdf"):
        banxin.convert(TEXT, to)


def test_parse_gives_the_document_and_what_there_is_to_say():
    found = banxin.parse("---\n标题: 甲\n没有的: 乙\n---\n" + TEXT)
    assert isinstance(found.document, Document)
    assert [p.text for p in found.document.front if p.role is Role.TITLE] == ["甲"]
    assert ("BX010", 3) in [(d.code, d.line) for d in found.remarks if d.severity is Severity.ERROR]


def test_check_gives_what_the_command_prints():
    found = banxin.check(TEXT.replace("4月1日", "2月30日"))
    assert isinstance(found, tuple)
    assert ("BX507", 7) in [(d.code, d.line) for d in found]
    assert "BX003" not in [d.code for d in found]


def test_errors_are_those_of_the_package():
    with pytest.raises(banxin.errors.BanxinError):
        banxin.to_pdf(b"")


# Choices


def test_a_style_may_be_named_or_be_a_path_or_be_one(own_style):
    named = banxin.to_docx(TEXT, style="本县")
    assert named == banxin.to_docx(TEXT, style=own_style)
    assert named == banxin.to_docx(TEXT, style=str(own_style))
    assert named == banxin.to_docx(TEXT, style=load("本县"))
    assert named != banxin.to_docx(TEXT)


def test_without_a_style_the_one_that_the_text_names_counts_and_none_that_is_configured(own_style, monkeypatch):
    monkeypatch.setenv("BANXIN_STYLE", "speech")
    assert banxin.to_docx(TEXT) == banxin.to_docx(TEXT, style="gbt9704")
    assert banxin.to_docx(f"---\n样式: {own_style.stem}\n---\n{TEXT}") == banxin.to_docx(TEXT, style="本县")


def test_an_unknown_style_is_an_error():
    with pytest.raises(StyleError, match="没有名为“本现”的样式"):
        banxin.to_pdf(TEXT, style="本现")
    with pytest.raises(DocumentError, match="没有名为“本现”的样式"):
        banxin.to_pdf(f"---\n样式: 本现\n---\n{TEXT}")


def test_the_other_choices_are_those_of_the_command_line():
    assert banxin.to_docx(TEXT, title="某题") != banxin.to_docx(TEXT)
    assert banxin.convert(TEXT, "docx", verbatim=True).remarks == ()
    wrapped = textwrap.fill("各村要认真组织劳力，修缮辖区内的水渠，并在雨季到来之前检查一遍。" * 6, 28)
    assert banxin.parse(wrapped, keep_lines=True) != banxin.parse(wrapped)


def test_a_choice_that_there_is_not_is_a_slip_of_the_program():
    with pytest.raises(TypeError, match="stlye"):
        banxin.to_pdf(TEXT, stlye="本县")


# The package


def test_the_names_are_functions_whichever_modules_were_imported():
    for module in pkgutil.walk_packages(banxin.__path__, "banxin."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    assert [name for name in FUNCTIONS if not inspect.isfunction(getattr(banxin, name))] == []


def test_no_module_has_the_name_of_a_function():
    assert {module.name for module in pkgutil.iter_modules(banxin.__path__)} & set(FUNCTIONS) == set()


def test_all_that_is_public_is_there_and_nothing_else():
    assert set(banxin.__all__) <= set(dir(banxin))
    assert all(getattr(banxin, name) is not None for name in banxin.__all__)
    with pytest.raises(AttributeError, match="to_odf"):
        banxin.to_odf  # noqa: B018 - the look is what fails


@pytest.mark.slow
def test_the_types_are_those_of_the_documentation(tmp_path):
    snippet = tmp_path / "consumer.py"
    snippet.write_text(
        "from pathlib import Path\n"
        "import banxin\n"
        "docx: bytes = banxin.to_docx('甲', style='本县', title=None)\n"
        "pdf: bytes = banxin.to_pdf(Path('甲.txt'), verbatim=True)\n"
        "result: banxin.Result = banxin.convert(b'', 'pdf', style=Path('本县.yaml'))\n"
        "remarks: tuple[banxin.errors.Diagnostic, ...] = banxin.check('甲', keep_lines=True) + result.remarks\n"
        "titles: list[str] = [p.text for p in banxin.parse('甲').document.front]\n"
        "wrong: str = banxin.to_pdf('甲')\n"
        "banxin.to_pdf('甲', stlye='本县')\n"
        "banxin.convert('甲', 3)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", str(snippet)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    found = re.findall(r"consumer\.py:(\d+): error:.*\[([\w-]+)\]", done.stdout)
    assert found == [("8", "assignment"), ("9", "call-arg"), ("10", "arg-type")]


# Threads


@pytest.mark.slow
def test_threads_at_the_same_time_give_the_same_bytes_as_one_text_after_the_other():
    code = (
        "import sys\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from pathlib import Path\n"
        "import banxin, hashlib\n"
        "sys.setswitchinterval(1e-5)\n"
        "paths = [Path(name) for name in sys.argv[2:]]\n"
        "def one(path):\n"
        "    made = banxin.to_docx(path) + banxin.to_pdf(path) + repr(banxin.check(path)).encode()\n"
        "    return hashlib.sha256(made).hexdigest()\n"
        "if sys.argv[1] == 'threads':\n"
        "    with ThreadPoolExecutor(4) as pool:\n"
        "        print(*pool.map(one, paths))\n"
        "else:\n"
        "    print(*map(one, paths))\n"
    )
    names = [str(path) for path in EXAMPLES]

    def told(way: str) -> list[str]:  # a new process: what threads may trip over is what is made on first use
        return subprocess.check_output([sys.executable, "-c", code, way, *names], text=True).split()

    with ThreadPoolExecutor(2) as pool:
        threads, alone = pool.map(told, ("threads", "alone"))
    assert len(alone) == len(EXAMPLES) > 4
    assert threads == alone


# The README


def test_the_web_service_of_the_readme_runs(tmp_path):
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    (service,) = [block for block in blocks if "serve_forever" in block]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "service.py").write_text(service.replace("8000", str(port)), encoding="utf-8")

    def post(data: bytes) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", data, timeout=60) as answer:
            return answer.read()

    with subprocess.Popen([sys.executable, "service.py"], cwd=tmp_path, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if not probe.connect_ex(("127.0.0.1", port)):
                        break
                time.sleep(0.1)
            assert post(TEXT.encode()) == banxin.to_pdf(TEXT)
            with pytest.raises(urllib.error.HTTPError) as refused:
                post(b" ")
            assert (refused.value.code, refused.value.read().decode()) == (
                422,
                "文件里没有文字（提示：请检查是否选错了文件）",
            )
        finally:
            process.terminate()


def test_the_other_examples_of_the_readme_run(tmp_path, monkeypatch):
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    (example,) = [block for block in blocks if "banxin.convert(" in block]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "本县.yaml").write_text("extends: gbt9704\nname: 本县\n", encoding="utf-8")
    (tmp_path / "通知.txt").write_text(TEXT, encoding="utf-8")
    load_whole.cache_clear()
    exec(example, {})  # noqa: S102 - our own README
    load_whole.cache_clear()
    assert (tmp_path / "通知.pdf").read_bytes().startswith(b"%PDF-")


def test_a_conversion_of_the_library_is_that_of_the_stages():
    prepared = prepare(TEXT.encode(), Options())
    assert banxin.convert(TEXT, "docx").remarks == prepared.diagnostics
