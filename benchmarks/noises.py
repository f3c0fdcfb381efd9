"""Sounds in which nobody says anything, made of numbers: silence, noise, hums, clicks, drums, tunes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

RATE = 16_000
Sound = np.ndarray[Any, np.dtype[np.float32]]
Random = np.random.Generator


def clips(count: int, seed: int = 1) -> Iterator[tuple[str, Sound]]:
    """So many, of all kinds in turn, of 1 to 12 seconds, the same for the same seed."""
    random = np.random.default_rng(seed)
    for number in range(count):
        name, make = KINDS[number % len(KINDS)]
        size = int(RATE * random.uniform(1, 12))
        loud = 10 ** random.uniform(-3, -0.3)
        sound = make(size, random)
        peak = float(np.abs(sound).max()) or 1.0
        yield name, (sound / peak * loud).astype(np.float32)


def _silence(size: int, random: Random) -> Any:
    return np.zeros(size)


def _hiss(size: int, random: Random) -> Any:
    return random.normal(size=size)


def _fan(size: int, random: Random) -> Any:
    low = np.convolve(random.normal(size=size), np.ones(64) / 64, "same")
    turning = 1 + 0.4 * np.sin(2 * np.pi * random.uniform(3, 15) * np.arange(size) / RATE)
    return low * turning


def _hum(size: int, random: Random) -> Any:
    at = np.arange(size) / RATE
    return sum(np.sin(2 * np.pi * 50 * times * at) / times for times in (1, 2, 3, 5)) + 0.05 * random.normal(size=size)


def _clicks(size: int, random: Random) -> Any:
    sound = 0.001 * random.normal(size=size)
    for at in random.integers(0, size, random.integers(1, 12)):
        length = min(200, size - at)
        sound[at : at + length] += random.normal(size=length) * np.exp(-np.arange(length) / 30)
    return sound


def _drums(size: int, random: Random) -> Any:
    sound, beat = np.zeros(size), int(RATE * random.uniform(0.2, 0.6))
    for number, at in enumerate(range(0, size, beat)):
        length = min(beat, size - at)
        time = np.arange(length) / RATE
        low = np.sin(2 * np.pi * 90 * time * np.exp(-4 * time)) * np.exp(-12 * time)
        snare = random.normal(size=length) * np.exp(-25 * time)
        sound[at : at + length] += low if number % 2 == 0 else 0.6 * snare
    return sound


def _tune(size: int, random: Random) -> Any:
    sound, note = np.zeros(size), int(RATE * random.uniform(0.2, 0.5))
    for at in range(0, size, note):
        length = min(note, size - at)
        time = np.arange(length) / RATE
        pitch = 220 * 2 ** (random.choice([0, 2, 4, 5, 7, 9, 11, 12]) / 12)
        for times in range(1, 6):
            sound[at : at + length] += np.sin(2 * np.pi * pitch * times * time) / times * np.exp(-3 * time)
    return sound


def _crackle(size: int, random: Random) -> Any:
    return random.normal(size=size) * (random.random(size) < 0.002) + 0.01 * random.normal(size=size)


KINDS: tuple[tuple[str, Callable[[int, Random], Any]], ...] = (
    ("silence", _silence),
    ("hiss", _hiss),
    ("fan", _fan),
    ("hum", _hum),
    ("clicks", _clicks),
    ("drums", _drums),
    ("tune", _tune),
    ("crackle", _crackle),
)
