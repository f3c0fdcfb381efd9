"""The process as it is started: what it says when it cannot start, what it leaves unloaded, how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from peers.chromium import free_port

pytestmark = pytest.mark.timeout(120)
HEAVY = {"sklearn", "scipy", "torch", "telegram", "faster_whisper", "matplotlib", "sentence_transformers", "rasa"}
PATIENCE = 60


@contextmanager
def started(var: Path, *flags: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XIAOBAN_")}
    env = kept | {"XIAOBAN_VAR": str(var), "PYTHONUNBUFFERED": "1", **settings}
    command = [sys.executable, *flags, "-m", "bot", "run"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_it_says_where_it_is_and_ends_cleanly_without_having_loaded_what_is_heavy(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, "-X", "importtime", XIAOBAN_WEB_PORT=str(port)) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert f"http://127.0.0.1:{port}" in line and "云栈智能" in line
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, log[-2000:]
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in log.splitlines()}
    assert "bot" in loaded and loaded & HEAVY == set()


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with started(tmp_path, XIAOBAN_WEB_PORT=str(port)) as process:
            out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (1, "")
    assert f"端口 {port} 已经被占用" in err and len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"XIAOBAN_WEB_PORT": "achtzig"}, "XIAOBAN_WEB_PORT"),
        ({"XIAOBAN_POLICY": "nowhere.yml"}, "nowhere.yml"),
        ({"XIAOBAN_SECRET": "ein langes Geheimnis", "XIAOBAN_DB_URL": "oracle://h/d"}, "oracle"),
        ({"XIAOBAN_SECRET": "ein langes Geheimnis", "XIAOBAN_DB_URL": "postgresql://u@127.0.0.1:1/d"}, "数据库"),
    ],
)
def test_what_is_set_wrongly_is_said_without_a_traceback(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    with started(tmp_path, **({"XIAOBAN_WEB_PORT": str(free_port())} | settings)) as process:
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode in (1, 2)
    assert words in err and "Traceback" not in err
