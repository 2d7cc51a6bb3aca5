"""Files at URLs: what `storage` promises of paths holds for every file system that fsspec knows."""

import functools
import http.server
import threading
from functools import partial

import pytest

from banxin import storage
from banxin.batch import Work, basis, batch, find_inputs
from banxin.batch.job import Job, run
from banxin.errors import OutputError, SourceError
from banxin.formats import BOTH
from banxin.reading import Options

fsspec = pytest.importorskip("fsspec")

TEXT = "关于修缮水渠的通知\n\n各村：\n请于四月底前修好本村水渠。\n"
SEAL_TEXT = "---\n印章: 公章.png\n---\n" + TEXT + "\n某某镇人民政府\n2024年4月3日\n"


@pytest.fixture
def memory():
    """The bytes of all files in fsspec's memory, by path."""
    files = fsspec.filesystem("memory")
    files.store.clear()
    files.pseudo_dirs[:] = [""]
    yield files.store
    files.store.clear()


@pytest.fixture
def web(tmp_path):
    """A folder that a server shows on the web, and its URL."""

    class Silent(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_args):
            pass

    pytest.importorskip("aiohttp")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield tmp_path, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def fill(files: dict[str, str | bytes], root: str = "memory://") -> None:
    for name, data in files.items():
        storage.write_whole(storage.join(root, name), data if isinstance(data, bytes) else data.encode())


def one_by_one(jobs, work):
    """The simplest of runners: here, in order."""
    for job in jobs:
        yield run(job, work)


def converted(sources: list[str], out: str, **more: bool) -> list:
    options = Options()
    inputs = find_inputs(sources, ["*.txt"], out)
    return list(batch(inputs, Work(options, BOTH, out, basis(options), **more), one_by_one))


pytestmark = pytest.mark.usefixtures("memory")

each_place = pytest.mark.parametrize("scheme", ["memory", "file"])


@pytest.fixture
def root(scheme, tmp_path):
    return "memory://柜" if scheme == "memory" else f"file://{tmp_path}"


@each_place
def test_what_is_written_is_what_is_read(root):
    storage.write_whole(f"{root}/甲/a.txt", b"abc")
    assert storage.read(f"{root}/甲/a.txt") == b"abc"


@each_place
def test_nothing_but_the_file_is_left_of_its_writing(root):
    storage.write_whole(f"{root}/a.txt", b"abc")
    storage.write_all({f"{root}/a.txt": b"abcd"}, root=root)
    assert list(storage.find(root, ["*", ".*"])) == ["a.txt"]
    assert storage.current(f"{root}/a.txt") == b"abcd"


@each_place
def test_a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not(root):
    storage.write_whole(f"{root}/a.txt", b"1234")
    assert storage.read(f"{root}/a.txt", max_size=4) == b"1234"
    with pytest.raises(SourceError, match="上限"):
        storage.read(f"{root}/a.txt", max_size=3)


@each_place
def test_a_file_that_is_not_there_is_told_as_such_with_its_place(root):
    with pytest.raises(SourceError, match="没有这个文件或文件夹") as error:
        storage.read(f"{root}/没有.txt")
    assert error.value.place.endswith("没有.txt")


@each_place
def test_what_stands_nowhere_is_none_and_its_removal_no_error(root):
    assert storage.current(f"{root}/没有.txt") is None
    storage.remove(f"{root}/没有.txt")


@each_place
def test_a_removed_file_is_gone(root):
    storage.write_whole(f"{root}/a.txt", b"abc")
    storage.remove(f"{root}/a.txt")
    assert storage.current(f"{root}/a.txt") is None


@each_place
def test_a_folder_is_told_from_a_file_and_from_nothing(root):
    storage.write_whole(f"{root}/甲/a.txt", b"abc")
    assert [storage.is_folder(f"{root}/{name}") for name in ("甲", "甲/a.txt", "乙")] == [True, False, False]


@each_place
def test_the_texts_of_a_folder_are_found_relative_to_it_without_what_is_hidden(root):
    for name in ("b.txt", "a.md", "内/c.txt", ".隐/d.txt", ".e.txt", "内/.f/g.txt"):
        storage.write_whole(f"{root}/{name}", b"")
    assert sorted(storage.find(root, ["*.txt"])) == ["b.txt", "内/c.txt"]
    assert sorted(storage.find(root, ["内/*", "*.md"])) == ["a.md", "内/c.txt"]


@each_place
def test_a_folder_that_is_not_there_cannot_be_searched(root):
    with pytest.raises(SourceError, match="读不到文件夹"):
        list(storage.find(f"{root}/没有", ["*"]))


@each_place
@pytest.mark.parametrize("name", ["../外.png", "内/../../外.png", "/外.png", "..", "..\\外.png"])
def test_no_name_leads_out_of_the_folder_that_a_file_is_read_in(root, name):
    storage.write_whole(f"{root}/外.png", b"x")
    storage.write_whole(f"{root}/内/a.txt", b"x")
    with pytest.raises(SourceError):
        storage.read_within(f"{root}/内", name, max_size=10)


@each_place
@pytest.mark.parametrize("name", ["章.png", "图/章.png", "图/../章.png", "./章.png", "..章.png"])
def test_a_name_that_stays_in_its_folder_is_read(root, name):
    storage.write_whole(f"{root}/内/图/章.png", b"x")
    storage.write_whole(f"{root}/内/章.png", b"x")
    storage.write_whole(f"{root}/内/..章.png", b"x")
    assert storage.read_within(f"{root}/内", name, max_size=10) == b"x"


@each_place
@pytest.mark.parametrize("place", ["外/a.docx", "出/../a.docx", "出外/a.docx"])
def test_nothing_is_written_outside_the_root(root, place):
    storage.write_whole(f"{root}/出/b.docx", b"x")
    with pytest.raises(OutputError, match="之外"):
        storage.write_all({f"{root}/{place}": b"x"}, root=f"{root}/出")
    assert list(storage.find(root, ["*"])) == ["出/b.docx"]


def test_links_do_not_lead_out_at_a_file_url_either(tmp_path):
    (tmp_path / "内").mkdir()
    (tmp_path / "外").mkdir()
    (tmp_path / "外" / "章.png").write_bytes(b"x")
    (tmp_path / "内" / "章.png").symlink_to(tmp_path / "外" / "章.png")
    (tmp_path / "内" / "链").symlink_to(tmp_path / "外")
    with pytest.raises(SourceError, match="之外"):
        storage.read_within(f"file://{tmp_path}/内", "章.png", max_size=10)
    with pytest.raises(OutputError, match="之外"):
        storage.write_all({f"file://{tmp_path}/内/链/a.docx": b"x"}, root=f"file://{tmp_path}/内")


def test_signs_that_mean_something_in_other_urls_mean_themselves_in_a_file_url(tmp_path):
    (tmp_path / "a%20b#c?d.txt").write_bytes(b"x")
    (found,) = storage.find(f"file://{tmp_path}", ["*.txt"])
    assert storage.read(f"file://{tmp_path}/{found}") == b"x"


def test_a_kind_of_url_that_nobody_knows_is_told():
    with pytest.raises(SourceError, match="不能读写 nope:// 的网址"):
        storage.read("nope://a/b.txt")


def test_a_kind_of_url_whose_package_is_missing_is_told_with_its_name(monkeypatch):
    rare = {"class": "no_such.Files", "err": "Install no_such"}
    monkeypatch.setitem(fsspec.core.get_filesystem_class.__globals__["known_implementations"], "rare", rare)
    with pytest.raises(SourceError, match="Install no_such"):
        storage.read("rare://a/b.txt")


def test_a_chain_of_file_systems_is_read_through():
    fill({"a.txt": b"abc"})
    assert storage.read("simplecache::memory://a.txt") == b"abc"


def test_whatever_a_service_raises_is_told_as_a_failure_of_the_place(monkeypatch):
    def fail(*_args, **_keywords):
        raise RuntimeError("quota")

    monkeypatch.setattr(type(fsspec.filesystem("memory")), "pipe_file", fail)
    with pytest.raises(OutputError, match=r"memory://a\.txt: 写不进去（RuntimeError：quota）"):
        fill({"a.txt": b"abc"})


def test_a_writing_that_fails_half_way_leaves_the_old_file_and_nothing_else(memory, monkeypatch):
    fill({"出/a.docx": b"old"})

    def fail(*_args, **_keywords):
        raise OSError("lost")

    monkeypatch.setattr(type(fsspec.filesystem("memory")), "mv", fail)
    with pytest.raises(OutputError):
        fill({"出/a.docx": b"new"})
    assert {name: bytes(file.getvalue()) for name, file in memory.items()} == {"/出/a.docx": b"old"}


def test_a_text_on_the_web_is_read_and_is_no_folder_even_with_links_in_it(web):
    folder, url = web
    (folder / "a.txt").write_text(f'见 <a href="{url}/b.txt">附件</a>\n', encoding="utf-8")
    assert storage.read(f"{url}/a.txt") == (folder / "a.txt").read_bytes()
    assert not storage.is_folder(f"{url}/a.txt")
    with pytest.raises(SourceError, match="上限"):
        storage.read(f"{url}/a.txt", max_size=5)


def test_a_text_that_is_not_on_the_web_is_told(web):
    _, url = web
    with pytest.raises(SourceError, match="读不到"):
        storage.read(f"{url}/没有.txt")


def test_a_batch_from_url_to_url_mirrors_the_tree(memory):
    fill({"入/一.txt": TEXT, "入/内/二.txt": TEXT})
    records = converted(["memory://入"], "memory://出")
    assert [record.error for record in records] == [None, None]
    made = sorted(name for name in memory if name.startswith("/出") and "manifest" not in name)
    assert made == ["/出/一.docx", "/出/一.pdf", "/出/内/二.docx", "/出/内/二.pdf"]


@each_place
def test_a_batch_to_a_url_is_resumed(root):
    storage.write_whole(f"{root}/入/一.txt", TEXT.encode())
    storage.write_whole(f"{root}/入/二.txt", TEXT.encode())
    converted([f"{root}/入"], f"{root}/出")
    storage.write_whole(f"{root}/入/二.txt", TEXT.replace("四", "五").encode())
    again = converted([f"{root}/入"], f"{root}/出", resume=True)
    assert [record.status.value for record in again] == ["unchanged", "converted"]


def test_an_edited_output_at_a_url_is_not_written_over():
    fill({"入/一.txt": TEXT})
    converted(["memory://入"], "memory://出")
    fill({"出/一.docx": b"edited", "入/一.txt": TEXT.replace("四", "五")})
    (record,) = converted(["memory://入"], "memory://出", resume=True)
    assert record.error is not None
    assert "没有覆盖" in record.error
    assert storage.current("memory://出/一.docx") == b"edited"


@each_place
def test_what_is_replaced_by_force_at_a_url_is_kept_there(root):
    for name, data in (("入/一.txt", TEXT.encode()), ("出/一.docx", b"mine"), ("出/一.bak.docx", b"older")):
        storage.write_whole(f"{root}/{name}", data)
    (record,) = converted([f"{root}/入"], f"{root}/出", force=True)
    assert (record.error, record.backups) == (None, (f"{root}/出/一.bak2.docx",))
    assert storage.current(f"{root}/出/一.bak2.docx") == b"mine"
    assert storage.current(f"{root}/出/一.bak.docx") == b"older"
    assert (storage.current(f"{root}/出/一.docx") or b"").startswith(b"PK")


@pytest.mark.parametrize("force", [True, False])
def test_where_the_last_cannot_take_its_place_at_a_url_all_is_as_it_was(memory, monkeypatch, force):
    files = type(fsspec.filesystem("memory"))
    fill({"入/一.txt": TEXT})
    converted(["memory://入"], "memory://出")
    if force:
        fill({"出/一.docx": b"mine"})
    fill({"入/一.txt": TEXT.replace("四", "五")})
    before = {name: bytes(file.getvalue()) for name, file in memory.items() if "manifest" not in name}
    move = files.mv

    def held_open(self, path, to, **more):
        if to.endswith(".pdf"):
            raise OSError("held open")
        move(self, path, to, **more)

    monkeypatch.setattr(files, "mv", held_open)
    (record,) = converted(["memory://入"], "memory://出", force=force)
    assert "写不进去" in record.error
    assert {name: bytes(file.getvalue()) for name, file in memory.items() if "manifest" not in name} == before


def test_the_seal_beside_a_text_at_a_url_is_read_and_one_elsewhere_is_not():
    image = _png()
    fill({"入/一.txt": SEAL_TEXT, "入/公章.png": image, "入/内/二.txt": SEAL_TEXT.replace("公章", "../公章")})
    first, second = converted(["memory://入"], "memory://出")
    assert first.error is None
    assert second.error is not None
    assert "不在文稿所在的文件夹里" in second.error


def test_a_changed_seal_at_a_url_makes_its_text_anew():
    fill({"入/一.txt": SEAL_TEXT, "入/公章.png": _png()})
    converted(["memory://入"], "memory://出")
    fill({"入/公章.png": _png(200)})
    assert [one.status.value for one in converted(["memory://入"], "memory://出", resume=True)] == ["converted"]


def test_a_text_at_a_url_and_a_path_give_the_same_bytes(tmp_path):
    (tmp_path / "一.txt").write_text(TEXT, encoding="utf-8")
    fill({"入/一.txt": TEXT})
    options = Options()
    for source, out in ((str(tmp_path / "一.txt"), str(tmp_path)), ("memory://入/一.txt", "memory://出")):
        run(Job(source, "一"), Work(options, BOTH, out, ""))
    for kind in BOTH:
        assert storage.read(f"memory://出/一.{kind.value}") == (tmp_path / f"一.{kind.value}").read_bytes()


@functools.cache
def _png(shade: int = 100) -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (shade, 0, 0, 255)).save(out, "PNG")
    return out.getvalue()
