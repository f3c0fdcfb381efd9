"""How well a span of text reads as ordinary words, so that a name is not found inside 提高新品 or 形成.

Costs are in nats: minus the logarithm of how often a word occurs among all words; lower reads better."""

from __future__ import annotations

from functools import lru_cache
from math import log
from pathlib import Path

from nlu.entities.places import PLACES
from nlu.rules import rules

WORDS = Path(__file__).with_name("words.txt")
LONGEST = 4
REACH = 4  # characters looked at on each side of a name
UNSEEN = 15.0
LATIN = 6.0
# How often the words of our own lists are taken to occur at least.
_AT_LEAST = {
    ("vocabulary", "words_of_sales"): 3000, ("companies", "organisations"): 1000, ("companies", "trades"): 600,
    ("people", "positions"): 600, ("companies", "never_in_names"): 500,
}  # fmt: skip
_PLACE = 1000


@lru_cache(maxsize=1)
def costs() -> dict[str, float]:
    """What each known word costs, in nats."""
    text = WORDS.read_text("utf-8")
    columns = text[text.index("\n", text.rindex("\n#") + 1) :].split()  # behind the comment: word and count by turns
    frequencies = dict(zip(columns[::2], map(int, columns[1::2]), strict=True))
    for (file, key), least in _AT_LEAST.items():
        words = rules(file).words(key)
        frequencies |= {word: max(least, frequencies.get(word, 0)) for word in words if len(word) > 1}
    frequencies |= {place: max(_PLACE, frequencies.get(place, 0)) for place in PLACES}
    total = log(sum(frequencies.values()))
    return {word: total - log(count) for word, count in frequencies.items()}


def is_word(text: str, rarest: float = UNSEEN) -> bool:
    """Whether `text` is a word of at least two characters, no rarer than `rarest` nats."""
    return len(text) > 1 and costs().get(text, UNSEEN) < rarest


def reading(text: str, start: int, end: int) -> float:
    """What text[start:end] costs when cut into words in the best way."""
    return _best(text, start, end)[-1][0]


def cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The words of text[start:end] in its best reading, as spans."""
    best, at, spans = _best(text, start, end), end, []
    while at > start:
        begin = best[at - start][1]
        spans.append((begin, at))
        at = begin
    return spans[::-1]


def reads_as_name(text: str, start: int, end: int, cost: float) -> bool:
    """Whether taking text[start:end] for a name that costs `cost` reads at least as well as ordinary words there."""
    left, right = max(0, start - REACH), min(len(text), end + REACH)
    named = reading(text, left, start) + cost + reading(text, end, right)
    return named <= reading(text, left, right)


def _best(text: str, start: int, end: int) -> list[tuple[float, int]]:
    """For each place from `start` to `end`: the cost up to there and where its last word begins."""
    known = costs()
    best = [(0.0, start)]
    for at in range(start + 1, end + 1):
        letter = text[at - 1]
        single = LATIN if letter < "\u2e80" else known.get(letter, UNSEEN)
        choice = (best[at - start - 1][0] + single, at - 1)
        for begin in range(max(start, at - LONGEST), at - 1):
            cost = known.get(text[begin:at])
            if cost is not None and best[begin - start][0] + cost < choice[0]:
                choice = (best[begin - start][0] + cost, begin)
        best.append(choice)
    return best
