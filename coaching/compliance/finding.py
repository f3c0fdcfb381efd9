"""Forbidden promises and acts, found by what the words do, not by the words of the rule.

Each sentence, up to a but, is asked in turn, until something is found:

1. Does it do what an item of the scenario forbids, whatever its words (`subjects`)?
2. Do clauses have the words of a kind of wrong (`said` in compliance.yml), or does it as a whole (`whole`)?
3. Does somebody surely commit themselves in words that no pattern knows (`stance`)?

A sentence in which the wrong is refused, denied, ascribed to others or asked for by the customer only mentions it; so
does one in which somebody surely declines. What is plainly wrong (`plain`) is a find unless it is refused. A find is
reported under the scenario's own item where the scenario forbids that kind (and, for promises, speaks of the like),
else under the company's name for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from coaching.compliance import rules, stance, subjects
from coaching.compliance.items import Items
from coaching.drill_types import Violation
from coaching.likeness import Likeness
from coaching.replies import Piece, Reply, level

_TURNS = re.compile(r"^(?:但是?|不过|可是|然而)")
_LIKELY, _LOOSE = 1.0, 0.35  # how much words must speak of an item; the latter of what is said to the full
CERTAINLY, SURELY, DECLINING, SURELY_NOT = 1.5, 1.0, -1.0, -2.0  # of what `stance` weighs
ENOUGH = 12  # letters for its judgement to be sure of words that no pattern knows
_FIGURES = re.compile(r"\d|[一二两三四五六七八九十百千万]")


@dataclass(frozen=True)
class Broken:
    """A rule that is broken, and the words that do it."""

    piece: Piece
    rule: str

    def as_violation(self) -> Violation:
        """As the card says it."""
        return Violation(self.piece.quote, self.rule, self.piece.turn)


@dataclass(frozen=True)
class _Said:
    """The clauses of a sentence, up to a but: what takes a clause back stands among them."""

    clauses: Sequence[Piece]
    reply: Reply

    @cached_property
    def words(self) -> str:
        """With the question mark behind the last clause, if there is one."""
        last = self.clauses[-1]
        asked = self.reply.words[last.start + len(last.words) :].lstrip().startswith("?")
        return ",".join(clause.words for clause in self.clauses) + ("?" if asked else "")

    @cached_property
    def exchange(self) -> str:
        """Together with what the customer said before."""
        return f"{level(self.reply.customer)},{self.words}"

    @cached_property
    def meant(self) -> Sequence[str]:
        """The kinds of wrong that it does not merely mention."""
        return [key for key, kind in rules.kinds().items() if not kind.permitted.search(self.words)]

    @cached_property
    def committed(self) -> float:
        """How surely somebody commits themselves."""
        return stance.weigh(self.words, signs_in(self.words))

    def quoted(self, start: int, stop: int) -> Piece:
        """The clauses in which something stands, by its place in the words."""
        ends = [*accumulate(len(clause.words) + 1 for clause in self.clauses)]
        first = next(clause for clause, end in zip(self.clauses, ends, strict=True) if start < end)
        last = next((clause for clause, end in zip(self.clauses, ends, strict=True) if stop <= end), self.clauses[-1])
        end = last.start + len(last.words)
        return Piece(self.reply.words[first.start : end], self.reply.text[first.start : end], first.start, first.turn)


def broken(replies: Sequence[Reply], forbidden: Sequence[str], likeness: Likeness | None = None) -> tuple[Broken, ...]:
    """Every clause that breaks a rule, in order, each once."""
    items = Items.of(forbidden, likeness)
    return tuple(one for reply in replies for said in _sentences(reply) for one in _broken_by(said, items))


def signs_in(words: str) -> tuple[bool, ...]:
    """What the patterns find in words: that they may break a rule at all, how loudly, that a rule permits them, and by
    kind that they break one and nothing permits it."""
    kinds = rules.kinds().values()
    said = [kind.said.search(words) is not None for kind in kinds]
    permitted = [kind.permitted.search(words) is not None for kind in kinds]
    return (
        any(said),
        any(kind.strong.search(words) is not None for kind in kinds),
        any(kind.alone.search(words) is not None for kind in kinds),
        any(permitted),
        all(permitted),
        "?" in words,
        _FIGURES.search(words) is not None,
        *(is_said and not may for is_said, may in zip(said, permitted, strict=True)),
    )


def _broken_by(said: _Said, items: Items) -> Sequence[Broken]:
    """What a sentence breaks."""
    if said.committed > SURELY_NOT and (
        found := _by_words(said, items) or _by_whole(said, items) or _by_stance(said, items)
    ):
        return found
    if rules.refused().search(said.words):
        return ()
    plainly = [key for key, kind in rules.kinds().items() if key in said.meant or not kind.alike]
    return _together(said, items, {key: rules.kinds()[key].plain for key in plainly})


def _by_words(said: _Said, items: Items) -> Sequence[Broken]:
    """What is done of an item's subject, and what other clauses have the words of a wrong."""
    crossed = _crossed(said, items)
    others = [clause for clause in said.clauses if crossed is None or not crossed.piece.covers(clause)]
    ruled = [
        (clause, next(filter(None, (_rule(key, clause, said, items) for key in said.meant)), None)) for clause in others
    ]
    return [*([crossed] if crossed else ()), *(Broken(clause, rule) for clause, rule in ruled if rule)]


def _crossed(said: _Said, items: Items) -> Broken | None:
    """What a sentence does that an item of the scenario forbids, by the subject of the item."""
    if said.committed <= DECLINING:
        return None
    customer, certain = level(said.reply.customer), said.committed >= CERTAINLY
    spans = {
        item: span
        for item, about in items.about.items()
        for subject in about
        if subject.kind in said.meant and (span := subjects.done(subject, said.words, customer, certain)) is not None
    }
    item = items.spoken_of(said.words, 0.0, [*spans])
    return Broken(said.quoted(*spans[item]), item) if item else None


def _rule(key: str, clause: Piece, said: _Said, items: Items) -> str | None:
    """The rule that a clause breaks, if it does something of this kind."""
    kind, among = rules.kinds()[key], items.of_kind[key]
    if kind.said.search(clause.words) and (item := items.spoken_of(said.words, _LIKELY, among)):
        return item
    if kind.strong.search(clause.words) and (item := items.spoken_of(said.exchange, _LOOSE, among)):
        return item
    if kind.alone.search(clause.words) or (among and not kind.alike and kind.said.search(clause.words)):
        return items.name(key)
    return None


def _by_whole(said: _Said, items: Items) -> Sequence[Broken]:
    return _together(said, items, {key: rules.kinds()[key].whole for key in said.meant})


def _together(said: _Said, items: Items, patterns: dict[str, re.Pattern[str]]) -> Sequence[Broken]:
    """What the clauses of a sentence break between them, quoted from the first of them to the last."""
    for key, pattern in patterns.items():
        if found := pattern.search(said.words):
            rule = items.spoken_of(said.words, _LIKELY, items.of_kind[key]) or items.name(key)
            return [Broken(said.quoted(*found.span()), rule)]
    return ()


def _by_stance(said: _Said, items: Items) -> Sequence[Broken]:
    """What breaks a rule in words that no pattern knows, where somebody surely commits themselves."""
    if said.committed < SURELY or len(said.words) < ENOUGH:
        return ()
    rule = items.spoken_of(said.exchange, _LOOSE) or _meant(said, items)
    clause = max(said.clauses, key=lambda piece: stance.weigh(piece.words, signs_in(piece.words)))
    return [Broken(clause, rule)] if rule else ()


def _meant(said: _Said, items: Items) -> str | None:
    """What a commitment breaks that is like no item. By the company's name, the kind whose words it has, if the
    scenario forbids that kind; where it has the words of none, the only kind that the scenario forbids, or the item
    that is the nearest. None where the commitment is not certain enough for that."""
    kinds = rules.kinds()
    spoken = [key for key in said.meant if kinds[key].said.search(said.words)]
    forbidden = [key for key, found in items.of_kind.items() if found]
    certain = said.committed >= CERTAINLY
    if not spoken and len(forbidden) == 1:
        return items.name(forbidden[0])
    if certain and (both := [key for key in spoken if key in forbidden]):
        return kinds[both[0]].name
    return items.spoken_of(said.words, 0.0) if certain else None


def _sentences(reply: Reply) -> Iterator[_Said]:
    for sentence in reply.sentences:
        group: list[Piece] = []
        for clause in reply.clauses:
            if not sentence.start <= clause.start < sentence.start + len(sentence.words):
                continue
            if group and _TURNS.search(clause.words):
                yield _Said(group, reply)
                group = []
            group.append(clause)
        if group:
            yield _Said(group, reply)
