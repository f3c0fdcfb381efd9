"""Why a recording was not heard."""

from __future__ import annotations

from typing import Literal

Fault = Literal["empty", "unknown", "broken", "no_sound"]
Lack = Literal["weights", "engine", "loading", "silk", "server"]


class Unplayable(Exception):
    """There is no sound in the file that could be played: nothing at all, a format that is none of sound, damage, or a
    film without sound."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


class TooLong(Exception):
    """It lasts longer than `most_seconds`."""

    def __init__(self, most_seconds: int) -> None:
        super().__init__(most_seconds)
        self.most_seconds = most_seconds


class Deaf(Exception):
    """Nothing can be heard here, or not this format, until somebody installs something or a server answers."""

    def __init__(self, lack: Lack) -> None:
        super().__init__(lack)
        self.lack: Lack = lack


class HearingFailed(Exception):
    """It went wrong in the middle; another try may succeed."""
