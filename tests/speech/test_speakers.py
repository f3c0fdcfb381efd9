"""Two voices in a recording are told apart by their pitch."""

from __future__ import annotations

import numpy as np

from speech.decode import RATE, Sound
from speech.speakers import pitch, speakers

SECONDS = 1.2


def voice(hertz: float, seed: int) -> Sound:
    """A hum of so many Hz with overtones, wavering, in a little noise."""
    chance = np.random.default_rng(seed)
    times = np.arange(int(SECONDS * RATE)) / RATE
    phase = 2 * np.pi * np.cumsum(hertz * (1 + 0.03 * np.sin(2 * np.pi * 3 * times))) / RATE
    hum = sum(np.sin(number * phase) / number for number in range(1, 9))
    return np.asarray(0.1 * hum + 0.005 * chance.standard_normal(len(times)), np.float32)


def spans(count: int) -> list[tuple[float, float]]:
    return [(place * SECONDS, (place + 1) * SECONDS) for place in range(count)]


def test_the_pitch_of_a_voice() -> None:
    assert abs((pitch(voice(120, 1)) or 0) - 120) < 6 and abs((pitch(voice(220, 2)) or 0) - 220) < 11
    assert pitch(np.zeros(RATE, np.float32)) is None


def test_two_voices_are_told_apart() -> None:
    hertz = (118, 205, 121, 214, 208, 116)
    sound = np.concatenate([voice(each, place) for place, each in enumerate(hertz)])
    assert speakers(sound, spans(6)) == ["A", "B", "A", "B", "B", "A"]


def test_one_voice_is_one() -> None:
    sound = np.concatenate([voice(each, place) for place, each in enumerate((118, 121, 116, 124))])
    assert speakers(sound, spans(4)) == ["A"] * 4


def test_what_has_no_pitch_is_whose_the_one_before_is() -> None:
    silence = np.zeros(int(SECONDS * RATE), np.float32)
    sound = np.concatenate([voice(118, 1), voice(210, 2), silence, voice(119, 3)])
    assert speakers(sound, spans(4)) == ["A", "B", "B", "A"]
