"""How a customer takes a reply: whether it meets their concern, asks them something, proposes a next step, offends;
and what of it they take up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from coaching import signs
from coaching.compliance import broken
from coaching.replies import Piece, Reply, content, level
from config import concepts
from config.yaml_lines import Part, read
from nlu.text.words import UNSEEN, costs, cut
from nlu.time.times import find_times

SPEECH = Path(__file__).with_name("customer.yml")
ANY_DAY = datetime(2026, 1, 5, 10, tzinfo=UTC)  # only whether a time is named counts
RARE = 8.0  # nats from which on a word says what a sentence is about
PART = 0.34  # of a need's weight that counts as covering it
POLITE, CONCRETE, ASKED = 0.12, 0.08, 0.1  # what a reply gains beside the needs it covers
SHORT = 12  # characters of a reply that can hardly meet anything
SHORTEST_ECHO, LONGEST_ECHO = 4, 16  # characters of a clause that a customer repeats
TELLING = 0.9  # of content that such a clause has at least
NUMBER = re.compile(
    r"[\d一二两三四五六七八九十百千万半.%]+(?:年|个月|天|小时|分钟|台|套|家|间|所|次|人|张|万|块|元|折|成)"
)


class Temper(Part):
    """A temper's ways of saying things; see customer.yml."""

    takes_up: tuple[str, ...]
    hears: tuple[str, ...]
    again: tuple[str, ...]
    waits: tuple[str, ...]
    offended: tuple[str, ...]
    doubts: tuple[str, ...]
    dodged: tuple[str, ...]
    baffled: tuple[str, ...]
    unsure: tuple[str, ...]
    not_yet: tuple[str, ...]
    mentioned: str
    slow: str


class Speech(Part):
    """customer.yml: lines by temper, and patterns."""

    tempers: dict[str, Temper]
    asks: str
    steps: str
    offends: str
    worries: str
    greets: str
    laughs: str
    questions: str
    joins: str
    hangs: str


@dataclass(frozen=True)
class Reception:
    """`met`, 0 to 1: how well the reply meets the concern; `tells`: it says something of what was wanted, and does not
    only ask. `worries`: it asks for what lies behind. `breaks`: it promises or offers what is forbidden. `dodges`: it
    puts off. `is_noise`: it says nothing at all. `said`: a whole clause of the reply that a customer may take up;
    nothing where there is none."""

    met: float
    tells: bool
    asks: bool
    worries: bool
    proposes: bool
    offends: bool
    breaks: bool
    dodges: bool
    is_noise: bool
    is_short: bool
    said: str


@lru_cache(maxsize=1)
def speech() -> Speech:
    """customer.yml. Raises ConfigError."""
    return read(SPEECH, Speech)


@lru_cache(maxsize=4096)
def heard(reply: str, needs: tuple[str, ...], before: str = "", forbidden: tuple[str, ...] = ()) -> Reception:
    """How a reply to a concern with these needs is taken; `before` is what the customer had said, `forbidden` what may
    not be said to them."""
    patterns = speech()
    asks = _finds(patterns.asks, reply)
    proposes = any(mention.is_point for mention in find_times(reply, ANY_DAY)) and _finds(patterns.steps, reply)
    breaks = bool(broken([Reply(1, before, reply)], forbidden))
    is_noise = _finds(patterns.laughs, reply) or not content(level(reply))
    offends = _finds(patterns.offends, reply)
    dodges = not proposes and any(signs.shows(sign, reply) for sign in ("vague", "brushes_off"))
    return Reception(
        met=0.0 if breaks or is_noise else _met(reply, needs, asks=asks),
        tells=any(coverage(_telling(reply), need) >= PART for need in needs if not _finds(patterns.questions, need)),
        asks=asks,
        worries=asks and _finds(patterns.worries, reply),
        proposes=proposes and not breaks,
        offends=offends,
        breaks=breaks,
        dodges=dodges,
        is_noise=is_noise,
        is_short=len(reply) < SHORT,
        said="" if breaks or dodges or offends or is_noise else _taken_up(reply, before),
    )


def coverage(words: str, need: str) -> float:
    """How much of what a need is about is said, 0 to 1: its words weighted by how rare they are, each said as such or
    by another phrase of the same concept."""
    meant = _concepts(words)
    telling, same = _need(need)
    total = sum(weight for _, weight, _ in telling)
    reached = sum(weight for word, weight, concept in telling if word in words or concept & meant)
    by_words = reached / total if total else 0.0
    by_concepts = len(same & meant) / len(same) if same else 0.0
    return max(by_words, (by_words + by_concepts) / 2)


@lru_cache(maxsize=4096)
def _need(need: str) -> tuple[tuple[tuple[str, float, frozenset[str]], ...], frozenset[str]]:
    """The telling words of a need with their weights and concepts, and the concepts of the whole."""
    words = [need[begin:end] for begin, end in cut(need, 0, len(need))]
    telling = tuple((word, min(_cost(word), UNSEEN), _concepts(word)) for word in words if _tells(word, RARE))
    return telling, _concepts(need)


@lru_cache(maxsize=4096)
def _concepts(text: str) -> frozenset[str]:
    return frozenset(concept.key for concept in _thesaurus().in_text(text))


@lru_cache(maxsize=1)
def _thesaurus() -> concepts.Concepts:
    return concepts.load()


def _met(reply: str, needs: Sequence[str], *, asks: bool) -> float:
    if len(reply) < SHORT:
        return 0.0
    covered = sorted((coverage(reply, need) for need in needs), reverse=True)
    reached = sum(min(1.0, part / PART) for part in covered[:2]) / 2
    gained = POLITE * _finds(speech().greets, reply) + CONCRETE * bool(NUMBER.search(reply)) + ASKED * asks
    return min(1.0, reached * (1 - POLITE - CONCRETE - ASKED) + gained)


def _taken_up(reply: str, before: str) -> str:
    """The clause of the reply that says most, whole, as somebody else may repeat it: no question, no courtesy, neither
    long nor the customer's own words."""
    best, found = TELLING, ""
    for clause in Reply(1, before, reply).clauses:
        worth = sum(content(clause.words).values())
        if worth > best and _may_be_repeated(clause, reply) and clause.quote not in before:
            best, found = worth, _core(clause)
    return found


def _may_be_repeated(clause: Piece, reply: str) -> bool:
    fits = SHORTEST_ECHO <= len(_core(clause)) <= LONGEST_ECHO
    return (
        fits
        and not _finds(speech().hangs, clause.words)
        and not _is_asked(clause, reply)
        and not signs.shows("understands", clause.words)
    )


def _core(clause: Piece) -> str:
    """The clause as it was said, without the word that joins it to what stands before it (但是, 那我, 说实话)."""
    joins = re.match(speech().joins, clause.words)
    return clause.quote[joins.end() :].lstrip() if joins is not None else clause.quote


def _is_asked(clause: Piece, reply: str) -> bool:
    return reply[clause.start + len(clause.quote) :].lstrip()[:1] in ("?", "？") or _finds(speech().asks, clause.words)


def _telling(reply: str) -> str:
    """The reply without what it asks."""
    return ",".join(clause.quote for clause in Reply(1, "", reply).clauses if not _is_asked(clause, reply))


def _tells(word: str, rarest: float) -> bool:
    return len(word) > 1 and word.isalpha() and _cost(word) >= rarest


def _cost(word: str) -> float:
    return costs().get(word, UNSEEN)


def _finds(pattern: str, text: str) -> bool:
    return re.search(pattern, text) is not None
