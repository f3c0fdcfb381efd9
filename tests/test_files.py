"""Files that only their owner may read, complete or not there at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE

import pytest

from bot.admin.feedback import append
from config.files import write_private
from nlu.engine import load_engine
from nlu.lexicon import Lexicon


@pytest.fixture(autouse=True)
def umask_of_a_usual_shell() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> set[str]:
    return {f"{'folder' if path.is_dir() else 'file'} {S_IMODE(path.stat().st_mode):o}" for path in folder.rglob("*")}


def test_a_file_and_the_folders_made_for_it_are_the_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "file"
    write_private(file, b"first")
    write_private(file, b"second")
    assert file.read_bytes() == b"second"
    assert modes(tmp_path) == {"folder 700", "file 600"}


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_private(file, b"first")
    with pytest.raises(TypeError):
        write_private(file, "no bytes")  # type: ignore[arg-type]
    assert file.read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_caches_and_accepted_examples_are_the_owners_alone(tmp_path: Path, few_examples: Path) -> None:
    append(tmp_path / "learning" / "nlu.yml", "greet", "早呀")
    load_engine(tmp_path / "cache", None, few_examples).with_lexicon(Lexicon.of({"members": ["张伟"]}))
    assert len(list((tmp_path / "cache").iterdir())) == 3
    assert modes(tmp_path) == {"folder 700", "file 600"}
