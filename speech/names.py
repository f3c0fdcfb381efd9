"""The names that an engine is told of before it hears, so that it writes them as the company does."""

from __future__ import annotations

from collections.abc import Sequence

MOST_NAMES = 20
LONGEST_PROMPT = 160  # characters: Whisper takes about 220 tokens of a prompt and forgets the beginning of longer ones


def prompt(names: Sequence[str]) -> str | None:
    """What is put before the sound; the first names are the likeliest. None without any: an empty prompt is one too."""
    kept: list[str] = []
    for name in dict.fromkeys(names):
        if len(kept) == MOST_NAMES or sum(map(len, kept)) + len(kept) + len(name) > LONGEST_PROMPT:
            break
        kept.append(name)
    return f"{'、'.join(kept)}。" if kept else None
