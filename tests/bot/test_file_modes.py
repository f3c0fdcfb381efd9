"""What a process writes, only the user it runs as may read: databases, media, accepted examples."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from installation import Installation, ended
from testing import CACHE, WORLD

pytestmark = pytest.mark.timeout(180)


@pytest.fixture(autouse=True)
def umask_of_a_usual_shell() -> Iterator[None]:
    """Without the program's own care, everybody could read what it writes."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def readable_by_others(var: Path, *except_for: str) -> list[str]:
    """Files and folders in `var` that somebody else than their owner may open, with their modes."""
    modes = {path: stat.S_IMODE(path.lstat().st_mode) for path in var.rglob("*") if not path.is_symlink()}
    assert any(path.is_file() for path in modes), "nothing was written"
    return [f"{path.name} {mode:o}" for path, mode in modes.items() if mode & 0o077 and path.name not in except_for]


def test_of_the_running_demo(tmp_path: Path) -> None:
    bot = Installation(tmp_path)
    with bot.run() as process:
        bot.greeting(process)
        bot.until_healthy()
        assert {path.name for path in tmp_path.glob("demo.db*")} >= {"demo.db", "demo.db-wal"}
        assert not readable_by_others(tmp_path, "log.txt")
        process.terminate()
        assert ended(process) == 0


def test_of_a_company_that_is_founded_and_filled(tmp_path: Path) -> None:
    bot = Installation(tmp_path, DB_URL=f"sqlite:///{tmp_path / 'data' / 'own.db'}")
    bot.do("import", str(WORLD))
    bot.do("invite", "小周")
    assert not readable_by_others(tmp_path / "data")
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_of_a_file_that_came_with_a_message(tmp_path: Path) -> None:
    photo, var = tmp_path / "photo.png", tmp_path / "var"
    photo.write_bytes(b"\x89PNG")
    var.mkdir()
    (var / "cache").symlink_to(CACHE)
    lines = [{"as": "小周", "file": str(photo)}, {"as": "小周", "text": "帮助"}]
    done = subprocess.run(
        [sys.executable, "-m", "bot", "simulate", "--world", str(WORLD), "--db", f"sqlite:///{var / 'played.db'}"],
        env={**os.environ, "XIAOBAN_VAR": str(var)},
        input="\n".join(json.dumps(line) for line in lines),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [path.suffix for path in (var / "media").rglob("*") if path.is_file()] == [".png"]
    assert not readable_by_others(var)
