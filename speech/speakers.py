"""Who speaks when, roughly: two voices are told apart by their pitch. Voices of the same pitch are taken for one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from speech.decode import RATE, Sound

FRAME, HOP = int(0.04 * RATE), int(0.02 * RATE)
LOWEST_HZ, HIGHEST_HZ = 70, 400  # of voices
VOICED = 0.4  # of the frame's energy that comes again after one period
MOST_FRAMES = 150  # of a span that are looked at
APART = 1.18  # times the lower pitch, for two voices
FIRST, SECOND = "A", "B"
ROUNDS = 20
Spans = Sequence[tuple[float, float]]  # of speech, in seconds


def speakers(sound: Sound, spans: Spans) -> list[str]:
    """A label for who speaks in each span: A begins. A span without a clear pitch is whose the one before it is."""
    pitches = [pitch(sound[int(start * RATE) : int(end * RATE)]) for start, end in spans]
    known = np.log([found for found in pitches if found is not None])
    if len(known) < 2:
        return [FIRST] * len(spans)
    low, high = _centres(known)
    if high - low < np.log(APART):
        return [FIRST] * len(spans)
    border = (low + high) / 2
    is_high: list[bool] = []
    for found in pitches:
        before = is_high[-1] if is_high else bool(known[0] > border)
        is_high.append(before if found is None else bool(np.log(found) > border))
    return [FIRST if each == is_high[0] else SECOND for each in is_high]


def pitch(sound: Sound) -> float | None:
    """The median pitch of a voice, in Hz, by autocorrelation; None where nothing is voiced."""
    begins = range(0, len(sound) - FRAME, HOP)
    step = max(1, len(begins) // MOST_FRAMES)
    found = [each for begin in begins[::step] if (each := _of_frame(sound[begin : begin + FRAME])) is not None]
    return float(np.median(found)) if found else None


def _of_frame(frame: Sound) -> float | None:
    frame = frame - frame.mean()
    spectrum = np.fft.rfft(frame, 2 * FRAME)
    again = np.fft.irfft(spectrum * spectrum.conj())[:FRAME]
    shortest, longest = RATE // HIGHEST_HZ, RATE // LOWEST_HZ
    if again[0] <= 1e-6:
        return None
    period = shortest + int(np.argmax(again[shortest:longest]))
    return RATE / period if again[period] / again[0] >= VOICED else None


def _centres(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
    """The middles of two groups of numbers, the lower first (2-means)."""
    low, high = float(values.min()), float(values.max())
    for _ in range(ROUNDS):
        near_high = np.abs(values - high) < np.abs(values - low)
        if near_high.all() or not near_high.any():
            break
        low, high = float(values[~near_high].mean()), float(values[near_high].mean())
    return low, high
