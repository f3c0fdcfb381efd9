"""Forbidden promises and acts, found by what the words do, not by the words of the rule.

A rule of compliance.yml is a kind of wrong. Its words are looked for in each clause; a sentence in which the wrong is
refused, denied, ascribed to others or asked for by the customer only mentions it. What no pattern knows is weighed by
`stance`: where the scenario forbids something, and somebody surely commits themselves, that is a find too; where they
surely do not, what a pattern found is none. What is plainly wrong (`plain`) is a find unless it is refused. A find is
reported under the scenario's own item where the scenario forbids that kind (and, for promises, speaks of the like),
else under the company's name for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from coaching.compliance import rules, stance, subjects
from coaching.drill_types import Violation
from coaching.likeness import Likeness, nearness
from coaching.replies import Piece, Reply, content, level, shared

_ACT = re.compile(r"承诺|保证|答应|确保|许诺|担保|绝对|永远|一定|必须|暗示|提供|给予|不会|可以|任何")
_TURNS = re.compile(r"^(?:但是?|不过|可是|然而)")
_ALIKE, _LETTERS, _NEAR = 0.1, 0.34, 0.5  # content, letters, cosine: from here on two promises are of the like
_COMMON = frozenset("的了不会有没能是一在和给个人上下")
_SAME = 0.5  # cosine: from here on two texts speak of the like, whatever their words
_LOOSE = 0.35  # the same for what is said to the full, the customer's question included
_MOST_ITEMS = 20
CERTAINLY, SURELY, DECLINING, SURELY_NOT = 2.4, 1.0, -1.0, -2.0  # of what `stance` weighs
ENOUGH = 14  # letters for its judgement to be sure of words that no pattern knows
_FIGURES = re.compile(r"\d|[一二两三四五六七八九十百千万]")
_FEW = 3  # letters of an item: of more, one alone is no likeness


@dataclass(frozen=True)
class _Talk:
    """A clause, the sentence around it, and that together with what the customer said before."""

    clause: Piece
    around: str
    exchange: str


@dataclass(frozen=True)
class Broken:
    """A rule that is broken, and the words that do it."""

    piece: Piece
    rule: str

    def as_violation(self) -> Violation:
        """As the card says it."""
        return Violation(self.piece.quote, self.rule, self.piece.turn)


def broken(replies: Sequence[Reply], forbidden: Sequence[str], likeness: Likeness | None = None) -> tuple[Broken, ...]:
    """Every clause that breaks a rule, in order, each once."""
    kinds = rules.kinds()
    lines = {item: subjects.of_item(item) for item in forbidden[:_MOST_ITEMS]}
    items = _by_kind(lines)
    found = []
    for reply in replies:
        for group in _groups(reply):
            words = ",".join(clause.words for clause in group) + _asked(group[-1], reply)
            meant = [key for key, kind in kinds.items() if not kind.permitted.search(words)]
            committed = stance.weigh(words, signs_in(words))
            exchange = f"{level(reply.customer)},{words}"
            crossed = _crossed(lines, meant, group, words, reply, committed, likeness)
            here = [crossed] if crossed else []
            for clause in () if here else group:
                talk = _Talk(clause, words, exchange)
                candidates = (_rule(kinds[key], items[key], talk, likeness) for key in meant)
                if rule := next(filter(None, candidates), None):
                    here.append(Broken(clause, rule))
            if not here:
                together = (
                    _together(kinds[key].whole, kinds[key], items[key], group, words, reply, likeness) for key in meant
                )
                here += [*filter(None, together)][:1]
            if not here and committed >= SURELY and len(words) >= ENOUGH:
                clause = max(group, key=lambda piece: stance.weigh(piece.words, signs_in(piece.words)))
                rule = _fitting(forbidden[:_MOST_ITEMS], exchange, _LOOSE, likeness) or _kind_meant(
                    items, meant, words, committed
                )
                here += [Broken(clause, rule)] if rule else []
            here = here if committed > SURELY_NOT else []
            if not here and not rules.refused().search(words):
                plainly = (
                    _together(kind.plain, kind, items[key], group, words, reply, likeness)
                    for key, kind in kinds.items()
                    if key in meant or not kind.alike
                )
                here = [*filter(None, plainly)][:1]
            found += here
    return tuple(found)


def _kind_meant(items: Mapping[str, Sequence[str]], meant: Sequence[str], words: str, committed: float) -> str | None:
    """By the company's name, the kind that a commitment is of which is like no item: the one whose words it has, if
    the scenario forbids that kind and the commitment is certain; where it has the words of none, the only kind that
    the scenario forbids. None where that leaves it open."""
    kinds = rules.kinds()
    spoken = [key for key in meant if kinds[key].said.search(words)]
    forbidden = [key for key, found in items.items() if found]
    if spoken:
        return next((kinds[key].name for key in spoken if key in forbidden and committed >= CERTAINLY), None)
    return kinds[forbidden[0]].name if len(forbidden) == 1 else None


def _crossed(
    lines: Mapping[str, Sequence[subjects.Subject]],
    meant: Sequence[str],
    group: Sequence[Piece],
    words: str,
    reply: Reply,
    committed: float,
    likeness: Likeness | None,
) -> Broken | None:
    """What a sentence does that an item of the scenario forbids, whatever its words: by the subject of the item."""
    if committed <= DECLINING:
        return None
    spans = {
        item: span
        for item, about in lines.items()
        for subject in about
        if subject.kind in meant
        and (span := subjects.done(subject, words, level(reply.customer), committed >= CERTAINLY)) is not None
    }
    if not spans:
        return None
    item = _fitting([*spans], words, 0.0, likeness)
    return Broken(_quoted(group, reply, *spans[item]), item) if item else None


def _together(
    pattern: re.Pattern[str],
    kind: rules.Kind,
    items: Sequence[str],
    group: Sequence[Piece],
    words: str,
    reply: Reply,
    likeness: Likeness | None,
) -> Broken | None:
    """What the clauses of a sentence break between them, quoted from the first of them to the last."""
    found = pattern.search(words)
    if found is None:
        return None
    piece = _quoted(group, reply, *found.span())
    return Broken(piece, _fitting(items, words, 1.0, likeness) or _name(kind, items))


def _quoted(group: Sequence[Piece], reply: Reply, start: int, stop: int) -> Piece:
    """The clauses of a group in which something stands, by its place in them."""
    ends = [*accumulate(len(clause.words) + 1 for clause in group)]
    first = next(clause for clause, end in zip(group, ends, strict=True) if start < end)
    last = next((clause for clause, end in zip(group, ends, strict=True) if stop <= end), group[-1])
    end = last.start + len(last.words)
    return Piece(reply.words[first.start : end], reply.text[first.start : end], first.start, reply.turn)


def _name(kind: rules.Kind, items: Sequence[str]) -> str:
    """What an act of a kind is called that is like no item: the scenario's only item of that kind, else the kind."""
    return items[0] if len(items) == 1 and not kind.alike else kind.name


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


def _asked(last: Piece, reply: Reply) -> str:
    """The question mark behind the last clause of a group, if there is one."""
    return "?" if reply.words[last.start + len(last.words) :].lstrip().startswith("?") else ""


def _by_kind(lines: Mapping[str, Sequence[subjects.Subject]]) -> Mapping[str, list[str]]:
    """The scenario's items of each kind. What is both (承诺给好处费) is the act, not the promise of it."""
    kinds = rules.kinds()
    found = {
        key: [
            item
            for item, about in lines.items()
            if kind.about.search(level(item)) or any(subject.kind == key for subject in about)
        ]
        for key, kind in kinds.items()
    }
    acts = {item for key, items in found.items() if not kinds[key].alike for item in items}
    return {
        key: [item for item in items if not (kinds[key].alike and item in acts)] for key, items in found.items()
    }


def _rule(kind: rules.Kind, items: Sequence[str], talk: _Talk, likeness: Likeness | None) -> str | None:
    """The rule that a clause breaks, if it does something of this kind."""
    said = talk.clause.words
    if kind.said.search(said) and (item := _fitting(items, talk.around, 1.0, likeness)):
        return item
    if kind.strong.search(said) and (item := _fitting(items, talk.exchange, _LOOSE, likeness)):
        return item
    if kind.alone.search(said) or (items and not kind.alike and kind.said.search(said)):
        return _name(kind, items)
    return None


def _fitting(items: Sequence[str], words: str, least: float, likeness: Likeness | None) -> str | None:
    """The scenario's item that these words break: the most alike, if they speak of the like at least so much."""
    if not items:
        return None
    wanted = [_ACT.sub("", level(item)) for item in items]
    near = nearness(likeness, wanted, [words])[:, 0]
    degrees = [
        alike + max(0.0, float(cosine)) / _NEAR if (alike := _alike(text, words)) or cosine >= _SAME else 0.0
        for text, cosine in zip(wanted, near, strict=True)
    ]
    best = max(range(len(items)), key=degrees.__getitem__)
    return items[best] if degrees[best] >= least else None


def _alike(item: str, words: str) -> float:
    """How much the words speak of what an item forbids: 1 and more where they certainly do."""
    if any(aspect.search(item) and aspect.search(words) for aspect in rules.aspects()):
        return 1.0
    letters = {letter for letter in item if letter.isalnum() and letter not in _COMMON}
    met = len(letters & set(words))
    by_letter = met / len(letters) if met > 1 or len(letters) < _FEW else 0.0
    return max(shared(content(item), content(words)) / _ALIKE, by_letter / _LETTERS)


def _groups(reply: Reply) -> Iterator[list[Piece]]:
    """The clauses of each sentence, up to a but: what takes a clause back stands in its group."""
    for sentence in reply.sentences:
        group: list[Piece] = []
        for clause in reply.clauses:
            if not sentence.start <= clause.start < sentence.start + len(sentence.words):
                continue
            if group and _TURNS.search(clause.words):
                yield group
                group = []
            group.append(clause)
        if group:
            yield group
