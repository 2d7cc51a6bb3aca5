"""A batch on a Dask cluster: its outputs are those of this machine, whatever becomes of the workers."""

import gc
import os
import shutil
import signal
import socketserver
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec
import pytest

from banxin import fonts
from banxin.batch import Record, Status, Work, basis, batch, find_inputs
from banxin.batch.job import run
from banxin.errors import BanxinError
from banxin.formats import BOTH
from banxin.measure import metrics
from banxin.reading import Options
from banxin.style import load
from banxin.style.schema import Font, Fonts

pytest.importorskip("distributed")

import dask
from distributed import LocalCluster, Security

from banxin.batch import cluster as cluster_module
from banxin.batch.cluster import Scheduler, run_on_cluster

pytestmark = pytest.mark.slow
FACES = Path(__file__).parent / "fonts"
FONT = Font("Banxin Square", ("Banxin Square CFF",))
SQUARE = Options(msgspec.structs.replace(load(), fonts=Fonts(FONT, FONT, FONT, FONT, FONT, FONT)))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Two worker processes, on which a face is installed that this machine has not."""
    own = tmp_path_factory.mktemp("fonts")
    shutil.copy(FACES / "square.ttf", own)
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0", env={"BANXIN_FONT_PATH": str(own)}
        ) as found,
    ):
        yield found


@pytest.fixture
def machine_fonts(tmp_path):
    """Makes some of the test faces the only ones of this machine."""

    def use(*names: str) -> None:
        folder = tmp_path / "fonts"
        folder.mkdir()
        for name in names:
            shutil.copy(FACES / name, folder)
        fonts.use_only(folder)
        metrics.cache_clear()

    yield use
    fonts.use_only(FACES)
    metrics.cache_clear()


def texts(folder: Path, count: int, *names: str) -> Path:
    """A folder of that many texts, and some more by these names."""
    for name in (*(f"{number:02}" for number in range(count)), *names):
        place = folder / f"第{len(name)}组" / f"{name}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"关于清查{name}号仓库的通知\n\n各保管员：\n请清点{name}号仓库。\n", encoding="utf-8")
    return folder


def converted(source: Path, out: Path, runner, options: Options = SQUARE) -> Iterator[Record]:
    inputs = find_inputs([str(source)], ["*.txt"], str(out))
    yield from batch(inputs, Work(options, BOTH, str(out), basis(options)), runner)


def here(jobs, work):
    for job in jobs:
        yield run(job, work)


def tree(folder: Path) -> dict[str, bytes]:
    """All outputs below a folder."""
    files = (path for path in folder.rglob("*.*") if path.is_file() and ".banxin" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def kill_its_worker(job, work):
    """Does a job, unless it is named as one that kills."""
    if job.source.endswith("kills.txt"):
        os.kill(os.getpid(), signal.SIGKILL)
    return run(job, work)


def hang(job, work):
    """Does a job, unless it is named as one that hangs."""
    while job.source.endswith("hangs.txt"):
        time.sleep(0.1)
    return run(job, work)


def slowly(job, work):
    time.sleep(0.05)
    return run(job, work)


def test_a_worker_killed_in_the_middle_costs_nothing_and_the_tree_is_that_of_a_local_run(cluster, tmp_path):
    source = texts(tmp_path / "in", 60)
    list(converted(source, tmp_path / "here", here))
    records = []
    runner = partial(run_on_cluster, scheduler=Scheduler(cluster.scheduler_address), do=slowly)
    for record in converted(source, tmp_path / "there", runner):
        records.append(record)
        if len(records) == 10:
            os.kill(next(iter(cluster.workers.values())).process.pid, signal.SIGKILL)
    assert [record.error for record in records] == [None] * 60
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
    assert len(tree(tmp_path / "here")) == 120


def test_a_style_that_a_text_names_is_the_one_of_this_machine(cluster, tmp_path, monkeypatch):
    source = texts(tmp_path / "in", 2)
    for path in source.rglob("*.txt"):
        path.write_text(f"---\n样式: 只在这里\n---\n{path.read_text('utf-8')}", encoding="utf-8")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "只在这里.yaml").write_text("extends: common\nname: 只在这里\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    options = Options()
    list(converted(source, tmp_path / "here", here, options))
    runner = partial(run_on_cluster, scheduler=Scheduler(cluster.scheduler_address))
    records = list(converted(source, tmp_path / "there", runner, options))
    assert [(record.style, record.error) for record in records] == [("只在这里", None)] * 2
    assert tree(tmp_path / "there") == tree(tmp_path / "here")


@pytest.mark.parametrize("names", [("square.otf",), ()])
def test_workers_use_the_fonts_of_this_machine_and_none_of_their_own(cluster, tmp_path, machine_fonts, names):
    machine_fonts(*names)
    source = texts(tmp_path / "in", 2)
    list(converted(source, tmp_path / "here", here))
    list(converted(source, tmp_path / "there", partial(run_on_cluster, scheduler=Scheduler(cluster.scheduler_address))))
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
    assert len(tree(tmp_path / "here")) == 4


def test_a_job_that_kills_one_worker_after_the_other_fails_alone(cluster, tmp_path):
    source = texts(tmp_path / "in", 20, "kills")
    runner = partial(run_on_cluster, scheduler=Scheduler(cluster.scheduler_address), do=kill_its_worker)
    records = list(converted(source, tmp_path / "out", runner))
    assert sorted(Path(one.input).stem for one in records if one.status is Status.CONVERTED) == [
        f"{number:02}" for number in range(20)
    ]
    (failed,) = [one for one in records if one.status is Status.FAILED]
    assert failed.error.startswith(f"{source / '第5组' / 'kills.txt'}: 处理它的工作进程接连意外退出")


def test_a_job_that_hangs_is_cut_off_and_the_others_are_done(cluster, tmp_path):
    source = texts(tmp_path / "in", 20, "hangs")
    runner = partial(run_on_cluster, scheduler=Scheduler(cluster.scheduler_address), timeout=1, do=hang)
    records = list(converted(source, tmp_path / "out", runner))
    assert len(records) == 21
    (failed,) = [one for one in records if one.error]
    assert failed.error.startswith(f"{source / '第5组' / 'hangs.txt'}: 超过 1 秒还没有完成，已中止")


def test_a_text_that_cannot_be_read_fails_as_it_does_here(cluster, tmp_path):
    source = texts(tmp_path / "in", 1)
    (source / "坏.txt").write_bytes(b"\x00\xff\x00\x01" * 100)
    (there,) = [
        one.error
        for one in converted(
            source, tmp_path / "out", partial(run_on_cluster, scheduler=Scheduler(cluster.scheduler_address))
        )
        if one.error
    ]
    assert [there] == [one.error for one in converted(source, tmp_path / "here", here) if one.error]


def test_a_run_that_is_closed_early_keeps_what_is_done_and_frees_the_cluster(cluster, tmp_path):
    source = texts(tmp_path / "in", 30)
    records = converted(
        source, tmp_path / "out", partial(run_on_cluster, scheduler=Scheduler(cluster.scheduler_address), do=slowly)
    )
    done = next(records)
    records.close()
    assert all(Path(output).is_file() for output in done.outputs)
    assert not any(name.startswith("banxin") for name in cluster.scheduler.worker_plugins)
    assert not any(task.startswith("_do") for task in cluster.scheduler.tasks)


def test_no_more_jobs_are_on_the_cluster_than_its_workers_need(cluster, tmp_path):
    source = texts(tmp_path / "in", 40)
    runner = partial(run_on_cluster, scheduler=Scheduler(cluster.scheduler_address), do=slowly)
    most = 0
    for _ in converted(source, tmp_path / "out", runner):
        most = max(most, sum(task.startswith("_do") for task in cluster.scheduler.tasks))
    assert 2 <= most <= 6


def test_a_batch_named_with_relative_paths_is_done_on_a_cluster(cluster, tmp_path):
    texts(tmp_path / "in", 2)
    command = ["batch", "in", "-o", "out", "--cluster", cluster.scheduler_address, "--report", "report.jsonl"]
    ended = banxin(*command, cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert sorted(tree(tmp_path / "out")) == [f"第2组/0{n}.{kind}" for n in (0, 1) for kind in ("docx", "pdf")]
    assert len((tmp_path / "report.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_urls_are_read_and_written_on_a_cluster(cluster, tmp_path):
    pytest.importorskip("fsspec")
    texts(tmp_path / "in", 2)
    command = ["batch", f"file://{tmp_path}/in", "-o", f"file://{tmp_path}/out", "--cluster", cluster.scheduler_address]
    assert banxin(*command, cwd=tmp_path).returncode == 0
    assert len(tree(tmp_path / "out")) == 4


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--cluster", "127.0.0.1:8786"], "--cluster 要写调度器的地址"),
        (["--cluster", "tcp://127.0.0.1"], "--cluster 要写调度器的地址"),
        (["--cluster", "tcp://127.0.0.1:8786", "--jobs", "2"], "--jobs 和 --cluster 不能一起用"),
        (["--cluster", "tcp://127.0.0.1:8786", "--cluster-ca", __file__], "三个一起给"),
        (["--cluster", "tls://127.0.0.1:8786", "--cluster-key", __file__], "三个一起给"),
        (["--cluster", "tls://127.0.0.1:8786", "--cluster-key", "none.pem"], "none.pem"),
    ],
)
def test_a_wrong_use_of_cluster_is_told(tmp_path, options, message):
    ended = banxin("batch", ".", "-o", "out", *options, cwd=tmp_path)
    assert ended.returncode == 2
    assert message in ended.stderr


def test_a_missing_package_is_told_with_its_remedy(tmp_path):
    program = "import sys; sys.modules['distributed'] = None; from banxin.cli import main; main()"
    arguments = ["batch", ".", "-o", "out", "--cluster", "tcp://127.0.0.1:8786"]
    ended = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr == '错误：没有安装用集群所需的包（提示：请运行 pip install "banxin[dask]"）\n'


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal there")
def test_ctrl_c_keeps_and_remembers_what_is_done(cluster, tmp_path):
    texts(tmp_path / "in", 99)
    command = [sys.executable, "-m", "banxin", "batch", "in", "-o", "out", "--cluster", cluster.scheduler_address]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not tree(tmp_path / "out"):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err == "已停止；做完的都在，加上 --resume 可以接着做。\n"
    remembered = (tmp_path / "out" / ".banxin" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    assert 0 < len(remembered) < 99
    assert f"{len(remembered)} " in out
    assert len(tree(tmp_path / "out")) == 2 * len(remembered)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nope://127.0.0.1:1", "tls://127.0.0.1:1"])
def test_a_cluster_that_cannot_be_reached_is_told_with_its_address(tmp_path, monkeypatch, address):
    monkeypatch.setattr(cluster_module, "_CONNECT", 0.5)
    source = texts(tmp_path / "in", 1)
    with pytest.raises(BanxinError, match=f"^{address}: 连不上集群"):
        list(converted(source, tmp_path / "out", partial(run_on_cluster, scheduler=Scheduler(address))))
    gc.collect()  # a client that has failed, collected while the next one starts, holds that up for good


@contextmanager
def peer(words: bytes | None):
    """What takes calls at the port that comes out, answers with those words and hangs up; None: it says nothing."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            if words is None:
                silence.wait()
            else:
                self.request.recv(1)
                self.request.sendall(words)

    silence = threading.Event()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"tcp://127.0.0.1:{server.server_address[1]}"
        finally:
            silence.set()
            server.shutdown()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (None, "接通了，但 0.5 秒里没有像调度器那样回话"),
        (b"", "一接通就断了"),
        (b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n" * 9, "那里不是 Dask 调度器|一接通就断了"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "那里不是 Dask 调度器|一接通就断了"),
        (struct.pack("<QQQ", 2, 1, 1) + b"\x80\x80", "那里不是 Dask 调度器|一接通就断了"),
        (struct.pack("<QQ", 1, 1 << 62), "那里不是 Dask 调度器|一接通就断了"),
    ],
)
def test_what_answers_and_is_no_scheduler_is_told_for_what_it_is(tmp_path, monkeypatch, words, why):
    monkeypatch.setattr(cluster_module, "_CONNECT", 0.5)
    with peer(words) as address:
        work = Work(SQUARE, BOTH, str(tmp_path / "out"), "")
        with pytest.raises(BanxinError, match=f"^{address}: 连不上集群（(?:{why})"):
            list(run_on_cluster([], work, scheduler=Scheduler(address)))
    gc.collect()


def test_the_address_of_a_worker_is_told(cluster, tmp_path):
    address = next(iter(cluster.workers.values())).worker_address
    work = Work(SQUARE, BOTH, str(tmp_path / "out"), "")
    with pytest.raises(BanxinError, match="那里是 Dask 的 Worker，不是调度器"):
        list(run_on_cluster([], work, scheduler=Scheduler(address)))


def openssl(folder: Path, command: str) -> None:
    subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """PEM files of one authority: its own certificate, another that it has signed, and the key of that."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make certificates with")
    folder = tmp_path_factory.mktemp("pem")
    openssl(folder, "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=authority")
    openssl(folder, "req -newkey rsa:2048 -nodes -keyout one.key -out one.csr -subj /CN=localhost")
    openssl(folder, "x509 -req -in one.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out one.pem -days 2")
    return folder / "ca.pem", folder / "one.pem", folder / "one.key"


@pytest.fixture(scope="module")
def tls_cluster(certificates):
    """A worker and a scheduler that speak to those alone whom the authority knows."""
    ca, cert, key = map(str, certificates)
    of = {
        f"tls_{role}_{what}": path
        for role in ("scheduler", "worker", "client")
        for what, path in (("cert", cert), ("key", key))
    }
    security = Security(tls_ca_file=ca, require_encryption=True, **of)
    with LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=":0", protocol="tls://", security=security
    ) as found:
        yield found


def test_a_cluster_with_certificates_does_what_this_machine_does(tls_cluster, certificates, tmp_path):
    texts(tmp_path / "in", 3)
    options = [f"--cluster-{name}={path}" for name, path in zip(("ca", "cert", "key"), certificates, strict=True)]
    address = tls_cluster.scheduler_address
    ended = banxin("batch", "in", "-o", "there", "--cluster", address, *options, cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    banxin("batch", "in", "-o", "here", cwd=tmp_path)
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
    assert len(tree(tmp_path / "here")) == 6


@pytest.mark.parametrize(("scheme", "why"), [("tls", "tls:// 要用证书"), ("tcp", "一接通就断了")])
def test_a_cluster_with_certificates_speaks_to_nobody_without(tls_cluster, tmp_path, scheme, why):
    address = tls_cluster.scheduler_address.replace("tls:", f"{scheme}:")
    work = Work(SQUARE, BOTH, str(tmp_path / "out"), "")
    with pytest.raises(BanxinError, match=f"连不上集群（{why}"):
        list(run_on_cluster([], work, scheduler=Scheduler(address)))


def test_certificates_of_another_authority_or_none_at_all_are_told(tls_cluster, certificates, tmp_path):
    ca, cert, key = certificates
    openssl(tmp_path, "req -x509 -newkey rsa:2048 -nodes -keyout x.key -out x.pem -days 2 -subj /CN=x")
    (tmp_path / "text.pem").write_text("no certificate")
    work = Work(SQUARE, BOTH, str(tmp_path / "out"), "")
    for files, why in (
        ((tmp_path / "x.pem", cert, key), "TLS 没有谈成"),
        ((tmp_path / "text.pem", cert, key), "证书读不了"),
        ((ca, cert, tmp_path / "x.key"), "证书读不了"),
    ):
        with pytest.raises(BanxinError, match=f"连不上集群（{why}.*--cluster-ca"):
            list(run_on_cluster([], work, scheduler=Scheduler(tls_cluster.scheduler_address, files)))


def test_an_output_folder_that_workers_do_not_see_is_told(cluster, tmp_path):
    work = Work(SQUARE, BOTH, str(tmp_path / "out"), "")
    with pytest.raises(BanxinError, match="看不到输出文件夹"):
        list(run_on_cluster([], work, scheduler=Scheduler(cluster.scheduler_address)))


@pytest.fixture
def one_worker(tmp_path):
    """Starts a cluster of one worker, as it is started on a machine of its own, and tells its address."""
    workers = []
    with LocalCluster(n_workers=0, dashboard_address=":0") as found:

        def start(*options: str, **environment: str) -> str:
            command = [sys.executable, "-m", "distributed.cli.dask_worker", found.scheduler_address, "--no-dashboard"]
            workers.append(
                subprocess.Popen(
                    [*command, "--nthreads", "1", "--local-directory", str(tmp_path / "dask"), *options],
                    env={**os.environ, **environment},
                    stderr=subprocess.DEVNULL,
                )
            )
            found.wait_for_workers(1, timeout=30)
            return found.scheduler_address

        yield start
        for worker in workers:
            worker.terminate()
            worker.wait()


def test_a_worker_with_another_version_is_told(tmp_path, one_worker):
    (tmp_path / "path" / "banxin-0.0.7.dist-info").mkdir(parents=True)
    (tmp_path / "path" / "banxin-0.0.7.dist-info" / "METADATA").write_text("Name: banxin\nVersion: 0.0.7\n")
    address = one_worker(PYTHONPATH=str(tmp_path / "path"))
    source = texts(tmp_path / "in", 1)
    with pytest.raises(BanxinError, match=r"工作进程 tcp://\S+ 和这里的版本不同：banxin 0\.0\.7（这里 "):
        list(converted(source, tmp_path / "out", partial(run_on_cluster, scheduler=Scheduler(address))))


def test_a_worker_that_cannot_be_started_anew_is_told_before_anything_can_hang(tmp_path, one_worker):
    address = one_worker("--no-nanny")
    source = texts(tmp_path / "in", 1)
    with pytest.raises(BanxinError, match="没有 nanny，卡住的文件没法中止"):
        list(converted(source, tmp_path / "out", partial(run_on_cluster, scheduler=Scheduler(address), timeout=60)))
    assert [
        one.error for one in converted(source, tmp_path / "out", partial(run_on_cluster, scheduler=Scheduler(address)))
    ] == [None]


def banxin(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "banxin", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
