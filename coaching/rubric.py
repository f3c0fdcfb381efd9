"""The rubric: dimensions with their weights, what each sign is worth in them, and what is advised; see rubric.yml.

Which words are a sign is in signs.yml. Both are files that a trainer may edit; a mistake is a ConfigError that names
file, line and key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from config.yaml_lines import Part, read

SHIPPED = Path(__file__).with_name("rubric.yml")
WORDS = Path(__file__).with_name("signs.yml")
COMPLIANCE = "合规"
VOICE = ("语速", "停顿", "口头禅")
# What is measured beside the words of signs.yml.
MEASURED = ("takes_up", "covers", "says_enough", "recites", "repeats", "breaks_rules")


def _compiled(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"不是正则表达式:{error}") from None
    return text


Pattern = Annotated[str, AfterValidator(_compiled)]


class SignWords(Part):
    """How a sign is found: in sentences or clauses that match one of `pattern`, and `needs`, and none of `not`."""

    of: Literal["sentence", "clause"]
    enough: Annotated[float, Field(gt=0)]
    pattern: tuple[Pattern, ...] = Field(min_length=1)
    needs: Pattern | None = None
    never: tuple[Pattern, ...] = Field(default=(), alias="not")


class SignFile(Part):
    """The signs by their key."""

    signs: Mapping[str, SignWords]


class Sign(Part):
    """What a sign is called, and what to do about it where it cost points."""

    name: str
    advice: str


class Rated(Part):
    """A dimension: its score is `base` and the points of each sign, as far as it is there, within 0-100. `shown_by`
    are the signs whose quotes prove that it was done well."""

    weight: Annotated[float, Field(gt=0)]
    base: float = 0
    points: Mapping[str, float] = {}
    shown_by: tuple[str, ...] = ()
    praise: str


class Voiced(Part):
    """A dimension of the voice: full points inside `good`, none beyond `bad`."""

    weight: Annotated[float, Field(gt=0)]
    good: tuple[float, float]
    bad: tuple[float, float]
    praise: str
    low: str
    high: str


class Phrases(Part):
    """How an advice names the sentence that lost points, what was not said, and a better sentence."""

    weak: str
    missing: str
    not_taken_up: str
    better: str


class Rubric(Part):
    """The rubric as a whole."""

    phrases: Phrases

    dimensions: Mapping[str, Rated]
    voice: Mapping[str, Voiced]
    signs: Mapping[str, Sign]
    fillers: tuple[Pattern, ...]

    @model_validator(mode="after")
    def _known_signs(self) -> Rubric:
        for name, dimension in self.dimensions.items():
            if unknown := sorted({*dimension.points, *dimension.shown_by} - set(self.signs)):
                raise ValueError(f"{name} 里的 {'、'.join(unknown)} 在 signs 里没有")
        if unknown := sorted(set(self.voice) - set(VOICE)):
            raise ValueError(f"voice 里不认识的:{'、'.join(unknown)}")
        if COMPLIANCE not in self.dimensions:
            raise ValueError(f"少了「{COMPLIANCE}」")
        if unknown := sorted(set(self.signs) - set(words()) - set(MEASURED)):
            raise ValueError(f"signs 里不认识的:{'、'.join(unknown)}")
        return self

    @property
    def weights(self) -> Mapping[str, float]:
        """What each dimension counts."""
        return {name: rated.weight for name, rated in self.dimensions.items()}

    def weighing(self, weights: Mapping[str, float]) -> Rubric:
        """The same with other weights; of what they do not name, and of no other dimensions, its own."""
        dimensions = {
            name: rated.model_copy(update={"weight": weights.get(name, rated.weight)})
            for name, rated in self.dimensions.items()
        }
        return self.model_copy(update={"dimensions": dimensions})


def load(path: Path = SHIPPED) -> Rubric:
    """The rubric of a file, read again only when its content is another. Raises ConfigError."""
    return _load(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> Rubric:
    return read(path, Rubric)


@lru_cache(maxsize=1)
def words() -> Mapping[str, SignWords]:
    """By which words each sign is found. Raises ConfigError."""
    return read(WORDS, SignFile).signs
