"""From `python -m bot run` to the first answer in the demo's chat, and what the process weighs.

The real program, in a folder of its own: first with nothing in it (the company is founded, the intent model trained),
then again.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from websockets.sync.client import ClientConnection, connect

from benchmarks import company

STARTS, IDLE_SECONDS, PATIENCE_SECONDS = 3, 2.0, 120.0
SAID, ANSWER = "刚跟宏远李总打完电话,他嫌价格高,周三下午我再去一趟", re.compile("已记录|听到的是")


def measure() -> Mapping[str, str]:
    """Seconds to the first answer, MB of resident memory."""
    with TemporaryDirectory(dir=company.disk()) as name:
        first, *again = [_start(Path(name), number) for number in range(STARTS + 1)]
    seconds, idle, used = (sorted(figures)[len(again) // 2] for figures in zip(*again, strict=True))
    return {
        "start to first answer": f"{seconds:.1f} s",
        "the very first time, the intent model trained": f"{first[0]:.1f} s",
        "resident memory when idle, after the first answer": f"{used:.0f} MB",
        "before it": f"{idle:.0f} MB",
    }


def _start(var: Path, number: int) -> tuple[float, float, float]:
    """Seconds to the first answer; MB before and after it."""
    port = _free_port()
    with _running(var, port) as process:
        began = perf_counter()
        with _page(port) as page:
            waited = perf_counter() - began
            idle = _megabytes(process.pid)
            asked = perf_counter()
            page.send(json.dumps({"id": f"start-{number}-{port}", "text": SAID}))
            while not ANSWER.search(json.dumps(json.loads(page.recv(PATIENCE_SECONDS)), ensure_ascii=False)):
                pass
            answered = perf_counter() - asked
        sleep(IDLE_SECONDS)
        return waited + answered, idle, _megabytes(process.pid)


@contextmanager
def _running(var: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    own = {"XIAOBAN_VAR": str(var), "XIAOBAN_WEB_PORT": str(port)}
    others = {name: value for name, value in os.environ.items() if not name.startswith(("XIAOBAN_", "RASA_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], env=others | own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _page(port: int) -> ClientConnection:
    """The page of the demo's first member, as soon as it can be had and has been greeted."""
    deadline = perf_counter() + PATIENCE_SECONDS
    while True:
        try:
            page = connect(f"ws://127.0.0.1:{port}/ws?as=1", origin=f"http://127.0.0.1:{port}", proxy=None)  # type: ignore[arg-type]
            page.recv(PATIENCE_SECONDS)
            return page
        except OSError:
            if perf_counter() > deadline:
                raise
            sleep(0.02)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _megabytes(pid: int) -> float:
    """Resident memory, as Linux counts it."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
