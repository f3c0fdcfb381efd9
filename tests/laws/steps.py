"""What people do in a law's stories."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """Somebody says something, or taps the newest button that begins so."""

    who: str
    text: str = ""
    tap: str = ""


def says(who: str, words: str) -> Step:
    return Step(who, text=words)


def taps(who: str, label: str) -> Step:
    return Step(who, tap=label)
