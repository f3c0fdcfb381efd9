"""How long a recording lasts."""

from __future__ import annotations

import shutil
import subprocess
import sys
import wave
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from knowledge.recordings import length_reader

MOST_SECONDS = 180
WALL_SECONDS = 60


class NotPlayable(Exception):
    """It is no recording, or a broken one."""


def seconds_of(recording: BinaryIO) -> int:
    """Its length in seconds, rounded up; 0 where nothing on this machine can tell. Raises NotPlayable."""
    with TemporaryDirectory(prefix="xiaoban-") as folder:
        file = Path(folder) / "file"
        with file.open("wb") as copy:
            shutil.copyfileobj(recording, copy)
        command = [sys.executable, "-I", length_reader.__file__, str(file)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired:
            raise NotPlayable from None
        if done.returncode == length_reader.UNKNOWN:
            return _of_wave(file)
        if done.returncode != length_reader.DONE:
            raise NotPlayable
        return ceil(float(done.stdout))


def _of_wave(file: Path) -> int:
    """What can be told without PyAV."""
    try:
        with wave.open(str(file), "rb") as sound:
            return ceil(sound.getnframes() / sound.getframerate())
    except (wave.Error, EOFError, ZeroDivisionError):
        return 0
