"""The simulated customer of a drill: what they say next, from the scenario, a seed and all that the rep has said.

Each concern comes for certain, in an order that the seed draws. A reply that meets it softens the customer, who goes on
to the next; one that does not is pressed, twice at most, then the customer changes the subject; insults end the talk.
Who asks is answered; who asks what lies behind hears the hidden concern. A next step is agreed to only after most
concerns were met. The same scenario, seed and words give the same lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from coaching.reception import PART, Reception, Temper, coverage, heard, speech
from coaching.scenarios import Concern, Script

MEETS = {"强势": 0.5, "谨慎": 0.5, "冷淡": 0.45, "健谈": 0.4, "爽快": 0.4}  # how well a reply must do
MOST_PRESSED = 2
MOST_TURNS = 9
NEEDED = 0.6  # of all concerns that must be met for a next step
End = Literal["agreed", "declined"]


@dataclass(frozen=True)
class Line:
    """What the customer says; `end` where the talk is over with it. `met` is how many concerns were met by now, `needs`
    what a good reply would do."""

    text: str
    end: End | None = None
    met: int = 0
    needs: tuple[str, ...] = ()


@dataclass
class _Mood:
    script: Script
    random: Random
    concerns: list[Concern]
    place: int = 0
    pressed: int = 0
    met: int = 0
    offended: int = 0
    waited: int = 0
    hidden_told: bool = False
    answered: set[int] = field(default_factory=set)

    @property
    def temper(self) -> Temper:
        return speech().tempers[self.script.temper]

    @property
    def concern(self) -> Concern | None:
        return self.concerns[self.place] if self.place < len(self.concerns) else None

    @property
    def is_won(self) -> bool:
        return self.met >= NEEDED * len(self.concerns)

    @property
    def needs(self) -> tuple[str, ...]:
        return self.concern.needs if self.concern is not None else (self.script.goal,)


def opening_line(script: Script) -> Line:
    """What the customer says first, of themselves."""
    first = script.concerns[0]
    return Line(first.raises, needs=first.needs)


def lines(script: Script, seed: int, replies: Sequence[str]) -> list[Line]:
    """All that the customer says: first of themselves, then after each reply, until the talk is over."""
    random = Random(f"{script.id}:{seed}")
    first, *others = script.concerns
    random.shuffle(others)
    mood = _Mood(script, random, [first, *others])
    said = [opening_line(script)]
    for number, reply in enumerate(replies, start=1):
        if said[-1].end is not None:
            break
        said.append(_answer(mood, reply, said[-1].text, is_last=number >= MOST_TURNS))
    return said


def _answer(mood: _Mood, reply: str, before: str, *, is_last: bool) -> Line:
    concern = mood.concern
    reception = heard(reply, mood.needs, before)
    if reception.offends:
        mood.offended += 1
        if mood.offended >= MOST_PRESSED:
            return _declined(mood)
        return _line(mood, [_pick(mood, mood.temper.offended), _press(mood, concern)], is_last=is_last)
    if concern is None:
        return _at_the_end(mood, reception, is_last=is_last)
    parts = _told(mood, reply, reception)
    if reception.met >= MEETS[mood.script.temper]:
        mood.met += 1
        parts = [*([_pick(mood, mood.temper.hears, reception.said)] if reception.said else []), *parts, concern.softens]
        _go_on(mood)
        return _next(mood, parts, reception, is_last=is_last)
    if parts and mood.pressed < MOST_PRESSED:
        mood.pressed += 1
        return _line(mood, [*parts, _pick(mood, mood.temper.again)], is_last=is_last)
    if reception.said and not parts:
        parts = [_pick(mood, mood.temper.takes_up, reception.said)]
    elif reception.is_short:
        parts = [mood.temper.slow]
    if mood.pressed >= MOST_PRESSED:
        _go_on(mood)
        return _next(mood, parts, reception, is_last=is_last)
    return _line(mood, [*parts, _press(mood, concern)], is_last=is_last)


def _next(mood: _Mood, parts: list[str], reception: Reception, *, is_last: bool) -> Line:
    """The next concern; after the last of them the end, or what comes next."""
    if mood.concern is not None:
        return _line(mood, [*parts, mood.concern.raises], is_last=is_last)
    if not mood.is_won:
        return _declined(mood)
    if reception.proposes:
        return Line("".join([*parts, mood.script.accepts]), "agreed", mood.met)
    return _line(mood, [*parts, _pick(mood, mood.temper.waits)], is_last=is_last)


def _at_the_end(mood: _Mood, reception: Reception, *, is_last: bool) -> Line:
    """All concerns have come, and the customer waits for a next step."""
    if reception.proposes:
        return Line(mood.script.accepts, "agreed", mood.met)
    mood.waited += 1
    if mood.waited >= MOST_PRESSED or is_last:
        return _declined(mood)
    return _line(mood, [_pick(mood, mood.temper.again)], is_last=is_last)


def _told(mood: _Mood, reply: str, reception: Reception) -> list[str]:
    """What the customer answers to a question: what they know, or what lies behind, each once."""
    if not reception.asks:
        return []
    for number, answer in enumerate(mood.script.answers):
        if number not in mood.answered and any(word in reply for word in answer.about):
            mood.answered.add(number)
            return [answer.says]
    if not mood.hidden_told and (reception.worries or coverage(reply, mood.script.hidden) >= PART):
        mood.hidden_told = True
        return [mood.script.hidden_line]
    return []


def _press(mood: _Mood, concern: Concern | None) -> str:
    if concern is None:
        return ""
    mood.pressed += 1
    return concern.presses if mood.pressed == 1 else concern.presses_again


def _go_on(mood: _Mood) -> None:
    mood.place += 1
    mood.pressed = 0


def _line(mood: _Mood, parts: Sequence[str], *, is_last: bool) -> Line:
    return _declined(mood) if is_last else Line("".join(parts), met=mood.met, needs=mood.needs)


def _declined(mood: _Mood) -> Line:
    return Line(mood.script.declines, "declined", mood.met)


def _pick(mood: _Mood, ways: Sequence[str], said: str = "") -> str:
    return mood.random.choice(ways).replace("{said}", said)
