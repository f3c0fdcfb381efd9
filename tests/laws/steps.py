"""What people do in a law's stories."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """Somebody says something, taps the newest button that begins so, or sends a file of this name."""

    who: str
    text: str = ""
    tap: str = ""
    file: str = ""


def says(who: str, words: str) -> Step:
    return Step(who, text=words)


def taps(who: str, label: str) -> Step:
    return Step(who, tap=label)
