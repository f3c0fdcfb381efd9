"""How an answer sounded: its pace, its pauses, its fillers. Only of turns that were spoken and heard."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from coaching.drill_types import Dimension, Turn
from coaching.replies import Piece, Reply
from coaching.rubric import Rubric, Voiced

LONG_PAUSE = 1.0  # seconds; shorter ones are breath
_LEAST = 8  # characters: of less no pace is taken
_LEAST_SECONDS = 1.0


def voiced(turns: Sequence[Turn], replies: Sequence[Reply], rubric: Rubric) -> Mapping[str, Dimension]:
    """The dimensions of the voice that can be judged; empty where nothing was spoken."""
    spoken = [
        (turn, reply)
        for turn, reply in zip(turns, replies, strict=True)
        if turn.speech and turn.speech.seconds >= _LEAST_SECONDS and _letters(reply.words) >= _LEAST
    ]
    if not spoken:
        return {}
    letters = sum(_letters(reply.words) for _, reply in spoken)
    minutes = sum(turn.speech.seconds for turn, _ in spoken if turn.speech) / 60
    pauses = [pause for turn, _ in spoken if turn.speech for pause in turn.speech.pauses if pause >= LONG_PAUSE]
    fillers = [piece for _, reply in spoken for piece in _fillers(reply, rubric)]
    values = {"语速": letters / minutes, "停顿": len(pauses) / minutes, "口头禅": 100 * len(fillers) / letters}
    first = tuple(reply.sentences[0].quote for _, reply in spoken[:1] if reply.sentences)
    evidence = {"口头禅": tuple(dict.fromkeys(piece.quote for piece in fillers))[:3]}
    return {
        name: _judged(rubric.voice[name], value, evidence.get(name, first))
        for name, value in values.items()
        if name in rubric.voice
    }


def _judged(rated: Voiced, value: float, evidence: tuple[str, ...]) -> Dimension:
    """Full points inside `good`, falling to none at `bad`."""
    (low, high), (lowest, highest) = rated.good, rated.bad
    if value < low:
        score, advice = 100 * max(0.0, (value - lowest) / (low - lowest)), rated.low
    elif value > high:
        score, advice = 100 * max(0.0, (highest - value) / (highest - high)), rated.high
    else:
        score, advice = 100.0, rated.praise
    return Dimension(round(score, 1), rated.weight, evidence, advice)


def _fillers(reply: Reply, rubric: Rubric) -> list[Piece]:
    return [
        Piece(found[0], reply.text[found.start() : found.end()], found.start(), reply.turn)
        for found in re.finditer("|".join(rubric.fillers), reply.words)
        if found[0]
    ]


def _letters(words: str) -> int:
    return sum(letter.isalnum() for letter in words)
