"""A folder of its own, and the real program run on it: `python -m bot …`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from peers.chromium import free_port
from testing import CACHE, engine

PATIENCE_SECONDS = 60.0


class Installation:
    """`settings` are variables without their prefix; those of whoever runs the test do not count. `environment` are
    other variables."""

    def __init__(self, var: Path, environment: Mapping[str, str] | None = None, **settings: str) -> None:
        self.port = free_port()
        self.home = f"http://127.0.0.1:{self.port}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("XIAOBAN_", "RASA_"))}
        own = {"VAR": str(var), "WEB_PORT": str(self.port)} | settings
        self._env = kept | {f"XIAOBAN_{name}": value for name, value in own.items()} | {"NO_PROXY": "127.0.0.1"}
        self._env |= environment or {}
        self._log = var / "log.txt"
        engine()  # trained, if it was not
        (var / "cache").symlink_to(CACHE)

    @property
    def log(self) -> str:
        """What all runs wrote to their standard error."""
        return self._log.read_text()

    def do(self, *words: str) -> str:
        """A command that must succeed; returns what it printed."""
        done = subprocess.run([sys.executable, "-m", "bot", *words], env=self._env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def run(self, *flags: str) -> Iterator[subprocess.Popen[str]]:
        """The bot itself; killed at the end of the block if it still runs."""
        command = [sys.executable, *flags, "-m", "bot", "run"]
        with self._log.open("a") as log:
            process = subprocess.Popen(command, env=self._env, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    def greeting(self, process: subprocess.Popen[str]) -> str:
        """The line it prints once it is there."""
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, self.log
        return line

    def until_healthy(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, self.log
            time.sleep(0.05)

    def until_logged(self, words: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while words not in self.log:
            assert time.monotonic() < deadline, self.log
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.home}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def ended(process: subprocess.Popen[str]) -> int:
    """Waits for the end; returns the exit status."""
    return process.wait(PATIENCE_SECONDS)
