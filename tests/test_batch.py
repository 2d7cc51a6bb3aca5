"""Many texts to their outputs: what is converted again and what is left, what is written over and what is not."""

import os
import re
import socket
import stat

import msgspec
import pytest

from banxin import batch as batch_package
from banxin.batch import Status, Work, basis, batch, find_inputs
from banxin.batch.job import run
from banxin.errors import OutputError, Severity
from banxin.formats import BOTH, Format
from banxin.reading import Options
from banxin.storage import folder as folder_module
from banxin.storage import writing
from banxin.storage.folder import opened
from banxin.style import load, load_whole

TEXT = """关于清理河道的通知

各乡镇人民政府:
    请于本月底以前清理辖区内的河道。

某某县水利局
2026年1月4日
"""

SEALED = "---\n印章: 章.png\n---\n" + TEXT


def here(jobs, work):
    """Does the jobs in this process, one after the other."""
    for job in jobs:
        yield run(job, work)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to work in, with `src/`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "src").mkdir()
    return tmp_path


@pytest.fixture
def write(folder):
    def write(text=TEXT, *names):
        for name in names or ["一"]:
            path = folder / "src" / f"{name}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    return write


def work_for(formats=BOTH, options=None, **more):
    options = options or Options()
    return Work(options, tuple(formats), "out", basis(options), **more)


def convert_all(*formats, options=None, sources=("src",), **more):
    """The records of a run of `src/` into `out/`, by input."""
    inputs = find_inputs(sources, ["*.txt"], "out")
    records = batch(inputs, work_for(formats or BOTH, options, **more), here)
    return {record.input.removeprefix("src/").removesuffix(".txt"): record for record in records}


def statuses(records):
    return {name: record.status.value for name, record in records.items()}


def tree(folder):
    """Everything below a folder, whole, by relative path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def draw(path, color="red"):
    from PIL import Image

    Image.new("RGBA", (40, 40), color).save(path)


# the outputs


def test_the_outputs_mirror_the_tree(folder, write):
    write(TEXT, "一", "甲/二", "甲/乙/三")
    convert_all()
    made = [name for name in tree(folder / "out") if not name.startswith(".banxin")]
    assert sorted(made) == sorted(f"{stem}.{kind}" for stem in ("一", "甲/二", "甲/乙/三") for kind in ("docx", "pdf"))


def test_the_outputs_are_those_of_a_single_conversion(folder, write):
    from banxin.conversion import convert

    write()
    convert_all()
    single = convert((folder / "src/一.txt").read_bytes(), BOTH, Options(), name="一.txt")
    assert {kind: (folder / f"out/一.{kind.value}").read_bytes() for kind in BOTH} == single.files


def test_a_record_tells_what_became_of_a_text(write):
    write()
    (record,) = convert_all().values()
    assert (record.input, record.status, record.outputs) == (
        "src/一.txt",
        Status.CONVERTED,
        ("out/一.docx", "out/一.pdf"),
    )
    assert (record.pages, record.encoding, record.error) == (1, "utf-8", None)
    assert [(remark.line, remark.after) for remark in record.repairs] == [(3, "：")]
    assert all(remark.severity is not Severity.REPAIR for remark in record.diagnostics)
    assert 0 < record.seconds < 60


def test_only_the_formats_asked_for_are_written(folder, write):
    write()
    (record,) = convert_all(Format.DOCX).values()
    assert record.outputs == ("out/一.docx",)
    assert [name for name in tree(folder / "out") if "一" in name] == ["一.docx"]


def test_a_broken_text_costs_only_itself(folder, write):
    write(TEXT, "一", "三")
    write(b"\x89PNG\r\n\x1a\n", "二")
    records = convert_all()
    assert statuses(records) == {"一": "converted", "二": "failed", "三": "converted"}
    assert records["二"].error == "src/二.txt: 这是图片（PNG），不是纯文本（提示：请先识别出图中的文字）"
    assert not (folder / "out" / "二.docx").exists()


def test_a_pipe_in_place_of_a_text_is_refused_and_not_waited_for(folder, write):
    write()
    os.mkfifo(folder / "src" / "二.txt")
    assert "管道" in convert_all()["二"].error


def test_a_link_to_nowhere_fails_alone(folder, write):
    write()
    (folder / "src" / "二.txt").symlink_to("没有")
    records = convert_all()
    assert statuses(records) == {"一": "converted", "二": "failed"}
    assert "没有这个文件" in records["二"].error


def test_a_link_that_leads_to_itself_fails_alone(folder, write):
    write()
    (folder / "src" / "二.txt").symlink_to("二.txt")
    assert "链接绕成了圈" in convert_all()["二"].error


def test_a_text_that_is_gone_when_its_turn_comes_fails_alone(folder, write):
    write(TEXT, "一", "二")
    records = batch(find_inputs(["src"], ["*.txt"], "out"), work_for(), here)
    assert next(records).status is Status.CONVERTED
    (folder / "src" / "二.txt").unlink()
    (record,) = records
    assert (record.status, record.error) == (
        Status.FAILED,
        "src/二.txt: 没有这个文件或文件夹（提示：请检查路径和权限）",
    )


def test_a_text_that_is_too_large_fails_alone(write):
    write(TEXT, "一")
    write(TEXT * 100, "二")
    records = convert_all(options=Options(max_size=5000))
    assert statuses(records) == {"一": "converted", "二": "failed"}


def test_a_name_that_is_no_utf8_is_converted_and_told(folder):
    (folder / "src" / os.fsdecode(b"\xb9\xab\xce\xc4.txt")).write_text(TEXT, encoding="utf-8")
    (record,) = convert_all().values()
    assert (record.status, record.input) == (Status.CONVERTED, "src/\\udcb9\\udcab\\udcce\\udcc4.txt")
    assert (folder / "out" / os.fsdecode(b"\xb9\xab\xce\xc4.pdf")).exists()
    assert msgspec.json.decode(msgspec.json.encode(record))["input"] == record.input


def test_a_name_that_is_no_utf8_is_remembered(folder):
    (folder / "src" / os.fsdecode(b"\xff.txt")).write_text(TEXT, encoding="utf-8")
    convert_all()
    assert [record.status for record in convert_all(resume=True).values()] == [Status.UNCHANGED]


def test_a_name_may_be_as_long_as_the_outputs_allow(write):
    name = "某" * 83 + "1"  # 250 bytes, and .docx
    write(TEXT, name)
    assert statuses(convert_all()) == {name: "converted"}


def test_a_name_that_is_too_long_for_an_output_fails_alone(write):
    name = "某" * 83 + "11"
    write(TEXT, "一", name)
    records = convert_all()
    assert statuses(records) == {"一": "converted", name: "failed"}
    assert "文件名太长" in records[name].error


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664])
def test_an_output_may_be_read_and_written_by_whom_its_text_may(folder, write, mode):
    write()
    (folder / "src" / "一.txt").chmod(mode)
    convert_all()
    assert stat.S_IMODE((folder / "out" / "一.pdf").stat().st_mode) == mode


# resume


def test_what_is_up_to_date_is_left(folder, write):
    write(TEXT, "一", "二")
    convert_all()
    before = {path: path.stat().st_mtime_ns for path in (folder / "out").rglob("*")}
    assert statuses(convert_all(resume=True)) == {"一": "unchanged", "二": "unchanged"}
    assert {path: before[path] for path in (folder / "out").rglob("*.*")} == {
        path: path.stat().st_mtime_ns for path in (folder / "out").rglob("*.*")
    }


def test_what_is_up_to_date_reports_what_its_conversion_told(write):
    write()
    (first,) = convert_all().values()
    (second,) = convert_all(resume=True).values()
    same = ("input", "outputs", "pages", "encoding", "repairs", "diagnostics", "error")
    assert [getattr(second, name) for name in same] == [getattr(first, name) for name in same]
    assert second.repairs


def test_without_resume_everything_is_converted(write):
    write()
    convert_all()
    assert statuses(convert_all()) == {"一": "converted"}


def test_a_text_that_has_changed_is_converted_again_and_no_other(folder, write):
    write(TEXT, "一", "二")
    convert_all()
    old = tree(folder / "out")
    write(TEXT.replace("河道", "沟渠"), "二")
    assert statuses(convert_all(resume=True)) == {"一": "unchanged", "二": "converted"}
    new = tree(folder / "out")
    assert old["一.pdf"] == new["一.pdf"]
    assert old["二.pdf"] != new["二.pdf"]


def test_a_text_that_was_only_touched_is_left(folder, write):
    write()
    convert_all()
    os.utime(folder / "src" / "一.txt", (1, 1))
    os.utime(folder / "out" / "一.pdf", (1, 1))
    assert statuses(convert_all(resume=True)) == {"一": "unchanged"}


@pytest.mark.parametrize(
    "options", [Options(load("speech")), Options(verbatim=True), Options(keep_lines=True), Options(title="某题")]
)
def test_other_options_convert_again(write, options):
    write()
    convert_all()
    assert statuses(convert_all(options=options, resume=True)) == {"一": "converted"}
    assert statuses(convert_all(options=options, resume=True)) == {"一": "unchanged"}


def test_a_style_that_is_written_otherwise_but_means_the_same_is_the_same(folder, write):
    write()
    convert_all()
    (folder / "同.yaml").write_text("extends: gbt9704\nname: gbt9704\n", encoding="utf-8")
    one, other = Options(load("gbt9704")), Options(load("同.yaml"))
    assert (basis(one) == basis(other)) == (one.style == other.style)


@pytest.fixture
def write_style(folder):
    """Writes a style of that name and line pitch where texts may name it."""
    (folder / "styles").mkdir()

    def write_style(name, pitch):
        text = f"extends: gbt9704\nname: {name}\npage: {{line_pitch: {pitch}磅}}\n"
        (folder / "styles" / f"{name}.yaml").write_text(text, encoding="utf-8")
        load_whole.cache_clear()

    yield write_style
    load_whole.cache_clear()


def named(style):
    return f"---\n样式: {style}\n---\n{TEXT}"


def test_each_text_is_set_in_the_style_that_it_names(folder, write, write_style):
    write_style("本县", 29)
    write_style("本局", 27)
    write(named("本县"), "一")
    write(named("本局"), "二")
    write(TEXT, "三")
    records = convert_all()
    assert {name: record.style for name, record in records.items()} == {"一": "本县", "二": "本局", "三": ""}
    assert len({(folder / "out" / f"{name}.pdf").read_bytes() for name in "一二三"}) == 3


def test_only_texts_that_name_a_changed_style_are_converted_again(write, write_style):
    write_style("本县", 29)
    write(named("本县"), "一")
    write(TEXT, "二")
    convert_all()
    assert statuses(convert_all(resume=True)) == {"一": "unchanged", "二": "unchanged"}
    write_style("本县", 27)
    assert statuses(convert_all(resume=True)) == {"一": "converted", "二": "unchanged"}
    assert statuses(convert_all(resume=True)) == {"一": "unchanged", "二": "unchanged"}


def test_a_style_for_all_texts_is_another_one_than_that_for_those_that_name_none(write, write_style):
    write_style("本县", 29)
    write(named("本县"), "一")
    convert_all()
    fixed = Options(load("gbt9704"))
    assert statuses(convert_all(options=fixed, resume=True)) == {"一": "converted"}
    assert statuses(convert_all(options=fixed, resume=True)) == {"一": "unchanged"}


def test_a_text_whose_style_is_gone_or_has_faults_fails_alone(folder, write, write_style):
    write_style("本县", 29)
    write(named("本县"), "一")
    write(TEXT, "二")
    convert_all()
    write_style("本县", "很宽")
    records = convert_all(resume=True)
    assert statuses(records) == {"一": "failed", "二": "unchanged"}
    assert records["一"].error.startswith("src/一.txt:2: 样式“本县”有错：styles/本县.yaml:3:8: ")
    (folder / "styles" / "本县.yaml").unlink()
    load_whole.cache_clear()
    assert convert_all(resume=True)["一"].error.startswith("src/一.txt:2: 没有名为“本县”的样式（提示：")


def test_a_manifest_that_knows_no_styles_is_read(folder, write):
    write()
    convert_all()
    manifest = folder / "out" / ".banxin" / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes().replace(b',"styles":{}', b""))
    assert statuses(convert_all(resume=True)) == {"一": "unchanged"}


def test_a_limit_of_size_is_no_reason_to_convert_again(write):
    write()
    convert_all()
    assert statuses(convert_all(options=Options(max_size=9999), resume=True)) == {"一": "unchanged"}


def test_another_version_of_the_program_converts_again(write, monkeypatch):
    write()
    convert_all()
    monkeypatch.setattr(batch_package.job, "__version__", "0.0.0")
    assert statuses(convert_all(resume=True)) == {"一": "converted"}


def test_another_font_converts_again(folder):
    import shutil
    import subprocess
    import sys
    from pathlib import Path

    fonts = folder / "fonts"
    shutil.copytree(Path(__file__).parent / "fonts", fonts)
    code = "from banxin.batch import basis; from banxin.conversion import Options; from banxin.style import load\n"
    code += "print(basis(Options(load('样式.yaml'))))"
    style = f"extends: gbt9704\nname: 某\nfonts:\n  fangsong: {{name: {square_family()}}}\n"
    (folder / "样式.yaml").write_text(style, encoding="utf-8")

    def told():
        environment = {**os.environ, "BANXIN_FONT_PATH": str(fonts)}
        return subprocess.run([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, check=True).stdout

    before = told()
    assert told() == before
    for face in fonts.iterdir():
        if face.suffix.lower() in {".ttf", ".otf"}:
            face.write_bytes(face.read_bytes() + b"\0")
    assert told() != before


def square_family():
    from pathlib import Path

    from fontTools.ttLib import TTFont

    path = next(path for path in sorted((Path(__file__).parent / "fonts").iterdir()) if path.suffix in {".ttf", ".otf"})
    with TTFont(path) as font:
        return font["name"].getDebugName(1)


def test_another_seal_image_converts_again(folder, write):
    write(SEALED, "一")
    write(TEXT, "二")
    draw(folder / "src" / "章.png")
    convert_all()
    draw(folder / "src" / "章.png", "blue")
    assert statuses(convert_all(resume=True)) == {"一": "converted", "二": "unchanged"}
    assert statuses(convert_all(resume=True)) == {"一": "unchanged", "二": "unchanged"}


def test_a_seal_image_that_is_gone_is_told(folder, write):
    write(SEALED)
    draw(folder / "src" / "章.png")
    convert_all()
    (folder / "src" / "章.png").unlink()
    (record,) = convert_all(resume=True).values()
    assert "读不到印章图片“章.png”" in record.error


def test_a_format_that_is_asked_for_later_is_made(folder, write):
    write()
    convert_all(Format.DOCX)
    assert statuses(convert_all(resume=True)) == {"一": "converted"}
    assert (folder / "out" / "一.pdf").exists()
    assert statuses(convert_all(Format.DOCX, resume=True)) == {"一": "unchanged"}


def test_a_format_that_was_left_out_of_the_last_run_is_still_up_to_date(write):
    write()
    convert_all()
    convert_all(Format.PDF)
    assert statuses(convert_all(resume=True)) == {"一": "unchanged"}


def test_a_format_with_an_older_seal_is_not_up_to_date(folder, write):
    write(SEALED)
    draw(folder / "src" / "章.png")
    convert_all()
    draw(folder / "src" / "章.png", "blue")
    convert_all(Format.PDF)
    assert statuses(convert_all(resume=True)) == {"一": "converted"}


def test_an_output_that_is_missing_is_made_again(folder, write):
    write()
    convert_all()
    old = tree(folder / "out")
    (folder / "out" / "一.pdf").unlink()
    assert statuses(convert_all(resume=True)) == {"一": "converted"}
    assert tree(folder / "out") == old


def test_a_text_that_failed_is_tried_again(write):
    write(b"\0", "一")
    assert statuses(convert_all()) == {"一": "failed"}
    write()
    assert statuses(convert_all(resume=True)) == {"一": "converted"}


def test_a_text_that_fails_now_leaves_its_older_outputs(folder, write):
    write()
    convert_all()
    old = tree(folder / "out")
    write(b"\0")
    assert statuses(convert_all(resume=True)) == {"一": "failed"}
    assert tree(folder / "out") == old


# what others have made


@pytest.mark.parametrize("resume", [True, False])
def test_an_output_that_was_edited_is_left_and_told(folder, write, resume):
    write()
    convert_all()
    edited = folder / "out" / "一.docx"
    edited.write_bytes(edited.read_bytes() + b"edited")
    old = tree(folder / "out")
    write(TEXT.replace("河道", "沟渠"))
    (record,) = convert_all(resume=resume).values()
    assert re.fullmatch(
        r"out/一\.docx: 这里已有的文件是 banxin 排出来以后有人改过的（\d+年\d+月\d+日 \d+:\d\d存的），没有覆盖"
        r"（提示：请用 -o 放到别的文件夹；确要换掉它，用 --force，原来的会改名留着，如“一\.bak\.docx”）",
        record.error,
    )
    assert tree(folder / "out") == old  # the PDF, too, which nobody has edited: the two belong together


def test_an_edited_output_is_told_where_its_text_is_the_same(folder, write):
    write()
    convert_all()
    (folder / "out" / "一.docx").write_bytes(b"edited")
    assert statuses(convert_all(resume=True)) == {"一": "failed"}
    assert (folder / "out" / "一.docx").read_bytes() == b"edited"


def test_an_edited_output_of_a_format_that_is_not_asked_for_is_nobodys_business(folder, write):
    write()
    convert_all()
    (folder / "out" / "一.docx").write_bytes(b"edited")
    write(TEXT.replace("河道", "沟渠"))
    assert statuses(convert_all(Format.PDF, resume=True)) == {"一": "converted"}
    assert statuses(convert_all(resume=True)) == {"一": "failed"}
    assert (folder / "out" / "一.docx").read_bytes() == b"edited"


def test_force_replaces_an_edited_output_and_keeps_it(folder, write):
    write()
    convert_all()
    old = tree(folder / "out")
    (folder / "out" / "一.docx").write_bytes(b"edited")
    (record,) = convert_all(force=True).values()
    assert (record.status, record.backups) == (Status.CONVERTED, ("out/一.bak.docx",))
    assert tree(folder / "out") == {**old, "一.bak.docx": b"edited"}


def test_an_edited_output_that_was_moved_away_is_made_again(folder, write):
    write()
    convert_all()
    (folder / "out" / "一.docx").write_bytes(b"edited")
    (folder / "out" / "一.docx").rename(folder / "out" / "一（改）.docx")
    assert statuses(convert_all(resume=True)) == {"一": "converted"}


def test_an_older_output_of_ours_is_no_edited_one(write):
    write()
    convert_all()
    write(TEXT.replace("河道", "沟渠"))
    convert_all(Format.PDF)
    write(TEXT.replace("河道", "道路"))
    convert_all(Format.PDF)
    assert statuses(convert_all(resume=True)) == {"一": "converted"}


def test_somebody_elses_file_is_left_and_told(folder, write):
    write(TEXT, "一", "二")
    (folder / "out").mkdir()
    (folder / "out" / "一.pdf").write_bytes(b"mine")
    assert statuses(convert_all()) == {"一": "failed", "二": "converted"}
    assert (folder / "out" / "一.pdf").read_bytes() == b"mine"
    assert not (folder / "out" / "一.docx").exists()


def test_a_file_of_the_same_bytes_is_nobody_elses(folder, write):
    import shutil

    write()
    convert_all()
    shutil.rmtree(folder / "out" / ".banxin")
    assert statuses(convert_all()) == {"一": "converted"}


def test_a_folder_that_stands_in_the_way_of_an_output_is_told(folder, write):
    write(TEXT, "一", "二")
    (folder / "out" / "一.pdf").mkdir(parents=True)
    records = convert_all()
    assert statuses(records) == {"一": "failed", "二": "converted"}
    assert records["一"].error.startswith("out/一.pdf: ")


def bind(path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)


@pytest.mark.parametrize("make", [os.mkfifo, bind])
def test_a_pipe_that_stands_in_the_way_of_an_output_is_told_and_not_waited_for(folder, write, make):
    write()
    (folder / "out").mkdir()
    make("out/一.pdf")
    (record,) = convert_all(force=True).values()
    assert "同名的文件夹或设备" in record.error


def test_a_file_that_stands_in_the_way_of_a_folder_is_told(folder, write):
    write(TEXT, "一", "甲/二")
    (folder / "out").mkdir()
    (folder / "out" / "甲").write_bytes(b"mine")
    records = convert_all()
    assert statuses(records) == {"一": "converted", "甲/二": "failed"}
    assert (folder / "out" / "甲").read_bytes() == b"mine"


# where outputs go


def test_outputs_do_not_leave_through_a_linked_folder(folder, write):
    write(TEXT, "一", "甲/乙/二")
    (folder / "out").mkdir()
    (folder / "外").mkdir()
    (folder / "out" / "甲").symlink_to(folder / "外")
    records = convert_all()
    assert statuses(records) == {"一": "converted", "甲/乙/二": "failed"}
    assert "会写到输出文件夹之外" in records["甲/乙/二"].error
    assert list((folder / "外").iterdir()) == []


@pytest.mark.parametrize("force", [True, False])
def test_outputs_do_not_leave_through_a_linked_file(folder, write, force):
    write()
    (folder / "out").mkdir()
    (folder / "外.pdf").write_bytes(b"mine")
    (folder / "out" / "一.pdf").symlink_to(folder / "外.pdf")
    convert_all(force=force)
    assert (folder / "外.pdf").read_bytes() == b"mine"


def test_a_linked_folder_is_not_swept(folder, write):
    write(TEXT, "甲/一")
    (folder / "out").mkdir()
    (folder / "外").mkdir()
    left = folder / "外" / writing.temporary("out")
    left.write_bytes(b"theirs")
    (folder / "out" / "甲").symlink_to(folder / "外")
    assert "会写到输出文件夹之外" in convert_all()["甲/一"].error
    assert list((folder / "外").iterdir()) == [left]


def test_the_memory_does_not_leave_through_a_link(folder, write):
    write()
    (folder / "out").mkdir()
    (folder / "外").mkdir()
    (folder / "out" / ".banxin").symlink_to(folder / "外")
    with pytest.raises(OutputError, match="会写到输出文件夹之外"):
        convert_all()
    assert list((folder / "外").iterdir()) == []


@pytest.fixture
def linked(folder):
    """Makes a link of a file's name in `out/.banxin`; the file that it leads to."""
    (folder / "out" / ".banxin").mkdir(parents=True)
    (folder / "外").write_bytes(b"mine")

    def linked(name):
        (folder / "out" / ".banxin" / name).symlink_to(folder / "外")
        return folder / "外"

    return linked


def test_a_memory_that_is_a_link_is_none(write, linked):
    write()
    outside = linked("manifest.jsonl")
    assert statuses(convert_all()) == {"一": "converted"}
    assert outside.read_bytes() == b"mine"
    assert statuses(convert_all(resume=True)) == {"一": "unchanged"}


def test_a_lock_that_is_a_link_stops_the_run(write, linked):
    write()
    outside = linked("lock")
    with pytest.raises(OutputError, match="写不进输出文件夹"):
        convert_all()
    assert outside.read_bytes() == b"mine"


def test_a_folder_that_becomes_a_link_during_the_run_is_not_followed(folder, write):
    write(TEXT, "甲/一", "甲/二")
    (folder / "外").mkdir()
    records = batch(find_inputs(["src"], ["*.txt"], "out"), work_for(), here)
    assert next(records).status is Status.CONVERTED
    (folder / "out" / "甲").rename(folder / "甲")
    (folder / "out" / "甲").symlink_to(folder / "外")
    assert [record.status for record in records] == [Status.FAILED]
    assert list((folder / "外").iterdir()) == []


@pytest.mark.skipif(os.open not in os.supports_dir_fd, reason="folders cannot be held open here")
def test_a_folder_that_becomes_a_link_between_looking_and_writing_is_not_followed(folder):
    (folder / "out" / "甲").mkdir(parents=True)
    (folder / "外").mkdir()
    with opened(folder / "out" / "甲", root=str(folder / "out")) as held:
        (folder / "out" / "甲").rename(folder / "out" / "乙")
        (folder / "out" / "甲").symlink_to(folder / "外")
        held.create("一.pdf", None).close()
    assert list((folder / "外").iterdir()) == []
    assert [path.name for path in (folder / "out" / "乙").iterdir()] == ["一.pdf"]


def test_what_is_written_leaves_through_no_link_where_folders_cannot_be_held(folder, write, monkeypatch):
    monkeypatch.setattr(folder_module, "_CAN_HOLD", False)
    write(TEXT, "一", "甲/二")
    (folder / "out").mkdir()
    (folder / "外").mkdir()
    (folder / "out" / "甲").symlink_to(folder / "外")
    assert statuses(convert_all()) == {"一": "converted", "甲/二": "failed"}
    assert list((folder / "外").iterdir()) == []
    assert (folder / "out" / "一.pdf").exists()


def test_the_output_folder_may_itself_be_a_link(folder, write):
    write()
    (folder / "外").mkdir()
    (folder / "out").symlink_to(folder / "外")
    assert statuses(convert_all()) == {"一": "converted"}
    assert (folder / "外" / "一.pdf").exists()


def test_the_output_folder_may_lie_among_the_texts(write):
    write(TEXT, "一")
    inputs = find_inputs(["src"], ["*"], "src/out")
    work = msgspec.structs.replace(work_for(resume=True), out="src/out")
    assert [record.status.value for record in batch(inputs, work, here)] == ["converted"]
    assert find_inputs(["src"], ["*"], "src/out") == inputs
    assert [record.status.value for record in batch(inputs, work, here)] == ["unchanged"]


def test_the_output_folder_may_be_that_of_the_texts(folder, write):
    write(TEXT, "一", "甲/二")
    inputs = find_inputs(["src"], ["*"], "src")
    work = msgspec.structs.replace(work_for(), out="src")
    assert [record.status.value for record in batch(inputs, work, here)] == ["converted", "converted"]
    assert (folder / "src" / "甲" / "二.pdf").exists()
    assert find_inputs(["src"], ["*"], "src") == inputs


# what the folder remembers


def manifest(folder):
    return folder / "out" / ".banxin" / "manifest.jsonl"


def test_two_runs_leave_the_same_memory(folder, write):
    write(TEXT, "一", "二")
    convert_all()
    once = tree(folder / "out")
    convert_all()
    assert tree(folder / "out") == once


def test_the_order_of_the_texts_does_not_change_the_memory(folder, write):
    import shutil

    write(TEXT, "一", "二", "三")
    convert_all(sources=["src/一.txt", "src/二.txt", "src/三.txt"])
    once = tree(folder / "out")
    shutil.rmtree(folder / "out")
    convert_all(sources=["src/三.txt", "src/一.txt", "src/二.txt"])
    assert tree(folder / "out") == once


def test_a_run_of_some_texts_forgets_no_others(write):
    write(TEXT, "一", "二")
    convert_all()
    convert_all(sources=["src/一.txt"])
    assert statuses(convert_all(resume=True)) == {"一": "unchanged", "二": "unchanged"}


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b'{"stem": "\xe4\xb8\x80"}',
        b'{"stem": 1, "past": {}, "record": {}}',
        b'{"from": "a later version"}',
        b'{"stem": "x", "past": ' + b"[" * 100_000,
        b'{"stem": "x", "record": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001,
    ],
)
def test_lines_of_the_memory_that_make_no_sense_are_passed_over(folder, write, line):
    write(TEXT, "一", "二")
    convert_all()
    lines = manifest(folder).read_bytes().splitlines()
    manifest(folder).write_bytes(b"\n".join([line, lines[0], line, line, lines[1], line]))
    assert statuses(convert_all(resume=True)) == {"一": "unchanged", "二": "unchanged"}


def test_a_line_that_breaks_off_forgets_its_text_alone(folder, write):
    write(TEXT, "一", "二")
    convert_all()
    whole = manifest(folder).read_bytes()
    manifest(folder).write_bytes(whole[:-20])
    assert statuses(convert_all(resume=True)) == {"一": "unchanged", "二": "converted"}
    assert manifest(folder).read_bytes() == whole


def test_a_remembered_report_that_makes_no_sense_is_as_if_it_were_not_there(folder, write):
    write()
    convert_all()
    whole = manifest(folder).read_bytes()
    manifest(folder).write_bytes(whole.replace(b'"status":"converted"', b'"status":"of a later version"'))
    (record,) = convert_all(resume=True).values()
    assert (record.status, record.error) == (Status.UNCHANGED, None)


def test_a_run_that_is_left_early_keeps_what_is_done(write):
    write(TEXT, "一", "二", "三")
    records = batch(find_inputs(["src"], ["*.txt"], "out"), work_for(), here)
    next(records)
    next(records)
    records.close()
    assert sorted(statuses(convert_all(resume=True)).values()) == ["converted", "unchanged", "unchanged"]


def test_what_an_earlier_run_left_half_written_is_removed(folder, write):
    write(TEXT, "甲/一")
    convert_all()
    once = tree(folder / "out")
    for place in ("甲", ".banxin"):
        (folder / "out" / place / writing.temporary("out")).write_bytes(b"half")
    convert_all(resume=True)
    assert tree(folder / "out") == once


@pytest.mark.parametrize("name", [".banxin-0123456789abcdef", ".banxin-00000000-0123456789abcdef", ".banxin-说明.txt"])
def test_what_others_are_writing_is_left(folder, write, name):
    write()
    (folder / "out" / ".banxin-备份").mkdir(parents=True)
    (folder / "out" / name).write_bytes(b"mine")
    convert_all()
    assert (folder / "out" / name).read_bytes() == b"mine"


def test_a_second_run_into_the_folder_is_refused_while_the_first_goes_on(write):
    write(TEXT, "一", "二")
    inputs = find_inputs(["src"], ["*.txt"], "out")
    first = batch(inputs, work_for(), here)
    next(first)
    with pytest.raises(OutputError) as caught:
        next(batch(inputs, work_for(), here))
    message = "out: 另一个 banxin 正在往这个文件夹里写（提示：请等它结束，或者换一个输出文件夹）"
    assert str(caught.value) == message
    first.close()
    assert statuses(convert_all(resume=True)) == {"一": "unchanged", "二": "converted"}


def test_a_second_run_is_refused_however_the_folder_is_written(folder, write):
    pytest.importorskip("fsspec")
    write(TEXT, "一", "二")
    inputs = find_inputs(["src"], ["*.txt"], "out")
    first = batch(inputs, work_for(), here)
    next(first)
    for out in (f"file://{folder}/out", f"local://{folder}/out", str(folder / "out"), "src/../out"):
        with pytest.raises(OutputError, match="另一个 banxin"):
            next(batch(inputs, msgspec.structs.replace(work_for(), out=out), here))
    first.close()


def test_a_part_of_the_memory_that_lies_deeper_is_none(folder, write):
    write()
    convert_all()
    (folder / "out" / ".banxin" / "sub").mkdir()
    (folder / "out" / ".banxin" / "sub" / "added-000001.jsonl").write_bytes(b"{}")
    assert statuses(convert_all(resume=True)) == {"一": "unchanged"}
    assert (folder / "out" / ".banxin" / "sub" / "added-000001.jsonl").exists()


def test_an_output_folder_that_is_a_file_is_an_error(folder, write):
    write()
    (folder / "out").write_bytes(b"mine")
    with pytest.raises(OutputError, match="写不进输出文件夹"):
        convert_all()
    assert (folder / "out").read_bytes() == b"mine"


@pytest.mark.usefixtures("folder")
def test_no_text_at_all_is_no_error():
    assert convert_all() == {}
