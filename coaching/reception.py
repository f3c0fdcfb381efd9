"""How a customer takes a reply: whether it meets their concern, asks them something, proposes a next step, offends;
and what of it they take up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

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
LONGEST_ECHO = 8
TELLING = 9.4  # nats of a word that a customer takes up
TAILS = "到给是了的在上下着过去来把被让得地们吧呢吗啊行好"  # at the end of words that cannot stand by themselves
NUMERAL = re.compile(r"[第一二两三四五六七八九十百千万几半\d]")
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
    slow: str


class Speech(Part):
    """customer.yml: lines by temper, and patterns."""

    tempers: dict[str, Temper]
    asks: str
    steps: str
    offends: str
    worries: str
    greets: str


@dataclass(frozen=True)
class Reception:
    """`met`, 0 to 1: how well the reply meets the concern. `worries`: it asks for what lies behind. `said`: something
    of the reply in its own words, that a customer may take up; nothing where there is nothing to."""

    met: float
    asks: bool
    worries: bool
    proposes: bool
    offends: bool
    is_short: bool
    said: str


@lru_cache(maxsize=1)
def speech() -> Speech:
    """customer.yml. Raises ConfigError."""
    return read(SPEECH, Speech)


@lru_cache(maxsize=4096)
def heard(reply: str, needs: tuple[str, ...], before: str = "") -> Reception:
    """How a reply to a concern with these needs is taken; `before` is what the customer had said."""
    patterns = speech()
    asks = _finds(patterns.asks, reply)
    proposes = any(mention.is_point for mention in find_times(reply, ANY_DAY)) and _finds(patterns.steps, reply)
    return Reception(
        met=_met(reply, needs, asks=asks),
        asks=asks,
        worries=asks and _finds(patterns.worries, reply),
        proposes=proposes,
        offends=_finds(patterns.offends, reply),
        is_short=len(reply) < SHORT,
        said=_taken_up(reply, before),
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
    """A number with what it counts, else the rarest words that stand together; not the customer's own."""
    if (number := NUMBER.search(reply)) and number[0] not in before:
        return number[0] + _noun_at(reply, number.end())
    best, found = 0.0, ""
    for begin, end in cut(reply, 0, len(reply)):
        word = reply[begin:end]
        if _is_noun(word) and word not in before and _cost(word) > best:
            best, found = _cost(word), word + _noun_at(reply, end)
    return found[:LONGEST_ECHO]


def _noun_at(text: str, begin: int) -> str:
    """The telling word that begins there; nothing if none does."""
    words = [text[start:end] for start, end in cut(text, begin, min(len(text), begin + 4))]
    return words[0] if words and _is_noun(words[0]) else ""


def _is_noun(word: str) -> bool:
    """Whether a word may stand by itself in somebody else's mouth."""
    return _tells(word, TELLING) and word[-1] not in TAILS and not NUMERAL.match(word)


def _tells(word: str, rarest: float) -> bool:
    return len(word) > 1 and word.isalpha() and _cost(word) >= rarest


def _cost(word: str) -> float:
    return costs().get(word, UNSEEN)


def _finds(pattern: str, text: str) -> bool:
    return re.search(pattern, text) is not None
