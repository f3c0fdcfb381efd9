"""A long recording is heard in pieces."""

from __future__ import annotations

import numpy as np

from speech.decode import RATE, decode
from speech.pieces import pieces

SECONDS, QUIET_AT = 150, (55.0, 108.0)


def test_pieces_end_where_nobody_speaks_and_miss_nothing() -> None:
    sound = np.random.default_rng(1).uniform(-0.3, 0.3, SECONDS * RATE).astype(np.float32)
    for at in QUIET_AT:
        sound[int(at * RATE) : int((at + 1) * RATE)] = 0
    found = list(pieces(sound))
    begins = [begin for begin, _ in found]
    assert begins[0] == 0 and all(at < begin < at + 1 for at, begin in zip(QUIET_AT, begins[1:], strict=True))
    again = np.concatenate([decode(file, 61) for _, file in found])
    assert len(again) == len(sound) and np.abs(again - sound).max() < 1e-3


def test_a_short_recording_is_one_piece() -> None:
    assert len(list(pieces(np.zeros(3 * RATE, np.float32)))) == 1
