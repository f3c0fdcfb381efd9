"""What a scenario forbids, item by item: of which kind each is, what it is about, and which one words speak of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coaching.compliance import rules, subjects
from coaching.likeness import Likeness, nearness
from coaching.replies import content, level, shared

_ACT = re.compile(r"承诺|保证|答应|确保|许诺|担保|绝对|永远|一定|必须|暗示|提供|给予|不会|可以|任何")
_ALIKE, _LETTERS, _NEAR = 0.1, 0.34, 0.5  # content, letters, cosine: from here on two promises are of the like
_COMMON = frozenset("的了不会有没能是一在和给个人上下")
_SAME = 0.5  # cosine: from here on two texts speak of the like, whatever their words
_MOST_ITEMS = 20
_FEW = 3  # letters of an item: of more, one alone is no likeness


@dataclass(frozen=True)
class Items:
    """The items, what each is about, and which are of each kind."""

    about: Mapping[str, Sequence[subjects.Subject]]
    of_kind: Mapping[str, Sequence[str]]
    likeness: Likeness | None

    @classmethod
    def of(cls, forbidden: Sequence[str], likeness: Likeness | None) -> Items:
        """What is both (承诺给好处费) is the act, not the promise of it."""
        kinds = rules.kinds()
        about = {item: subjects.of_item(item) for item in forbidden[:_MOST_ITEMS]}
        found = {
            key: [
                item
                for item, subjects_of_it in about.items()
                if kind.about.search(level(item)) or any(subject.kind == key for subject in subjects_of_it)
            ]
            for key, kind in kinds.items()
        }
        acts = {item for key, items in found.items() if not kinds[key].alike for item in items}
        of_kind = {key: [item for item in of if not (kinds[key].alike and item in acts)] for key, of in found.items()}
        return cls(about, of_kind, likeness)

    def spoken_of(self, words: str, least: float, among: Sequence[str] | None = None) -> str | None:
        """The item that words speak of: the most alike, if at least so much."""
        among = [*self.about] if among is None else among
        if not among:
            return None
        wanted = [_ACT.sub("", level(item)) for item in among]
        near = nearness(self.likeness, wanted, [words])[:, 0]
        degrees = [
            alike + max(0.0, float(cosine)) / _NEAR if (alike := _alike(text, words)) or cosine >= _SAME else 0.0
            for text, cosine in zip(wanted, near, strict=True)
        ]
        best = max(range(len(among)), key=degrees.__getitem__)
        return among[best] if degrees[best] >= least else None

    def name(self, key: str) -> str:
        """What an act of a kind is called that is like no item: the only item of that kind, else the kind."""
        kind, items = rules.kinds()[key], self.of_kind[key]
        return items[0] if len(items) == 1 and not kind.alike else kind.name


def _alike(item: str, words: str) -> float:
    """How much the words speak of what an item forbids: 1 and more where they certainly do."""
    if any(aspect.search(item) and aspect.search(words) for aspect in rules.aspects()):
        return 1.0
    letters = {letter for letter in item if letter.isalnum() and letter not in _COMMON}
    met = len(letters & set(words))
    by_letter = met / len(letters) if met > 1 or len(letters) < _FEW else 0.0
    return max(shared(content(item), content(words)) / _ALIKE, by_letter / _LETTERS)
