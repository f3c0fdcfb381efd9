"""The simulated customer of a drill: what they say next, from the scenario, a seed and all that the rep has said.

Each concern comes for certain, in an order that the seed draws. A reply that meets it softens the customer, who goes on
to the next; one that does not is pressed, twice at most, then the customer changes the subject; insults end the talk.
Who asks is answered, who promises what is forbidden is not believed, who puts off or talks nonsense is told so, and
nothing that was not said is praised; who asks what lies behind hears the hidden concern. A next step is agreed to only
after most concerns were met. The same scenario, seed and words give the same lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from coaching.reception import PART, Reception, Temper, coverage, heard, speech
from coaching.replies import content, level, shared
from coaching.scenarios import Answer, Concern, Script

MEETS = {"强势": 0.5, "谨慎": 0.5, "冷淡": 0.45, "健谈": 0.4, "爽快": 0.4}  # how well a reply must do
MOST_PRESSED = 2
MOST_TURNS = 9
ASKED_FOR = 0.7  # of the content of what an answer is about
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
    heard: list[str] = field(default_factory=list)

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
    reception = heard(reply, mood.needs, before, mood.script.forbidden)
    mood.heard.append(reply)
    if reception.offends:
        mood.offended += 1
        if mood.offended >= MOST_PRESSED:
            return _declined(mood)
        return _line(mood, [_pick(mood, mood.temper.offended), _press(mood, concern)], is_last=is_last)
    if put_off := _put_off(mood, reception):
        return _pressed(mood, [put_off], reception, is_last=is_last)
    if concern is None:
        return _at_the_end(mood, reception, is_last=is_last)
    parts = _told(mood, reply, reception)
    if reception.met >= MEETS[mood.script.temper] and (reception.tells or not _wants_words(concern)):
        mood.met += 1
        parts = [*([_pick(mood, mood.temper.hears, reception.said)] if reception.said else []), *parts, concern.softens]
        _go_on(mood)
        return _next(mood, parts, reception, is_last=is_last)
    if parts and mood.pressed < MOST_PRESSED:
        mood.pressed += 1
        return _line(mood, [*parts, _pick(mood, mood.temper.again)], is_last=is_last)
    if reception.proposes and not parts:
        parts = [_pick(mood, mood.temper.not_yet)]
    elif reception.said and not parts:
        parts = [_pick(mood, mood.temper.takes_up, reception.said)]
    elif reception.is_short and not parts:
        parts = [mood.temper.slow]
    return _pressed(mood, parts, reception, is_last=is_last)


def _put_off(mood: _Mood, reception: Reception) -> str:
    """What the customer says to words that they cannot make anything of, do not believe, or that put them off."""
    if reception.is_noise:
        return _pick(mood, mood.temper.baffled)
    if reception.breaks:
        return _pick(mood, mood.temper.doubts)
    return _pick(mood, mood.temper.dodged) if reception.dodges and not reception.tells else ""


def _pressed(mood: _Mood, parts: list[str], reception: Reception, *, is_last: bool) -> Line:
    """The concern once more; where it was pressed enough, the next."""
    if mood.concern is None:
        return _at_the_end(mood, reception, is_last=is_last, parts=parts)
    if mood.pressed >= MOST_PRESSED:
        _go_on(mood)
        return _next(mood, parts, reception, is_last=is_last)
    return _line(mood, [*parts, _press(mood, mood.concern)], is_last=is_last)


def _wants_words(concern: Concern) -> bool:
    """Whether a good reply to it says something beside asking."""
    return any(not re.search(speech().questions, need) for need in concern.needs)


def _next(mood: _Mood, parts: list[str], reception: Reception, *, is_last: bool) -> Line:
    """The next concern; after the last of them the end, or what comes next."""
    if mood.concern is not None:
        spoken_of = any(heard(reply, mood.concern.needs).met >= MEETS[mood.script.temper] for reply in mood.heard)
        return _line(
            mood, [*parts, *([mood.temper.mentioned] if spoken_of else []), mood.concern.raises], is_last=is_last
        )
    if not mood.is_won:
        return _declined(mood)
    if reception.proposes:
        return Line("".join([*parts, mood.script.accepts]), "agreed", mood.met)
    return _line(mood, [*parts, _pick(mood, mood.temper.waits)], is_last=is_last)


def _at_the_end(mood: _Mood, reception: Reception, *, is_last: bool, parts: Sequence[str] = ()) -> Line:
    """All concerns have come, and the customer waits for a next step."""
    if reception.proposes:
        return Line(mood.script.accepts, "agreed", mood.met)
    mood.waited += 1
    if mood.waited >= MOST_PRESSED or is_last:
        return _declined(mood)
    return _line(mood, [*parts, _pick(mood, mood.temper.waits if parts else mood.temper.again)], is_last=is_last)


def _told(mood: _Mood, reply: str, reception: Reception) -> list[str]:
    """What the customer answers to a question: what they know, or what lies behind, each once."""
    if not reception.asks:
        return []
    for number, answer in enumerate(mood.script.answers):
        if number not in mood.answered and _is_about(answer, reply):
            mood.answered.add(number)
            return [answer.says]
    if not mood.hidden_told and (reception.worries or coverage(reply, mood.script.hidden) >= PART):
        mood.hidden_told = True
        return [mood.script.hidden_line]
    return [] if reception.tells or reception.proposes else [_pick(mood, mood.temper.unsure)]


def _is_about(answer: Answer, reply: str) -> bool:
    """Whether a question asks for what this answer tells: by its words, or by most of what they speak of."""
    return any(word in reply for word in answer.about) or any(
        shared(content(word), content(level(reply))) >= ASKED_FOR for word in answer.about
    )


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
