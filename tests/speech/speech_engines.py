"""Engines that hear what tests want, for the process that hears: it finds them by their name here."""

from __future__ import annotations

import os
from collections.abc import Sequence

from speech.decode import RATE, Sound
from speech.heard import Heard
from speech.unheard import Deaf

DIES_S, FAILS_S = 3, 2


class Counting:
    """Says its process and the names it was told; dies of a sound of three seconds, and fails at one of two."""

    def transcribe(self, sound: Sound, names: Sequence[str] = ()) -> Heard:
        seconds = len(sound) / RATE
        if round(seconds) == DIES_S:
            os._exit(9)
        if round(seconds) == FAILS_S:
            raise RuntimeError("a model that fails")
        return Heard(f"{os.getpid()} {'、'.join(names)}", seconds)


def deaf() -> Counting:
    """An engine that is not there."""
    raise Deaf("weights")


def broken_weights() -> Counting:
    """An engine whose weights are no weights."""
    raise RuntimeError("not a model")
