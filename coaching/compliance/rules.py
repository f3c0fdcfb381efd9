"""The rules of compliance.yml, read and compiled: kinds of wrong, aspects of promises, what takes a wrong back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from config.yaml_lines import Part, read

SHIPPED = Path(__file__).parents[1] / "compliance.yml"


class Rule(Part):
    """One kind of wrong, as it is written."""

    name: str
    about: str
    alike: bool
    of_others: bool = False
    said: tuple[str, ...] = Field(min_length=1)
    alone: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


class RuleFile(Part):
    """The file as a whole; `{n}` in patterns stands for `numerals`, `{others}` for `others`."""

    numerals: str
    others: str
    aspects: Mapping[str, str]
    rules: Mapping[str, Rule]
    strong: tuple[str, ...]
    collusion: tuple[str, ...]
    dismissed: tuple[str, ...]
    refused: tuple[str, ...]
    permitted: tuple[str, ...]
    permitted_promises: tuple[str, ...]
    permitted_doings: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """A rule, compiled."""

    name: str
    alike: bool  # an item is broken only by what is like it
    permitted: re.Pattern[str]
    about: re.Pattern[str]
    said: re.Pattern[str]
    strong: re.Pattern[str]  # enough where the scenario forbids this kind, however loosely it is spoken of
    alone: re.Pattern[str]
    whole: re.Pattern[str]  # of a sentence, whose clauses do it together
    plain: re.Pattern[str]  # the same, whatever the scenario forbids and however it is put


@lru_cache(maxsize=1)
def _file() -> RuleFile:
    return read(SHIPPED, RuleFile)


@lru_cache(maxsize=1)
def aspects() -> tuple[re.Pattern[str], ...]:
    """Of what a promise may be; two of one aspect are of the like."""
    return tuple(re.compile(aspect.replace("{n}", _file().numerals)) for aspect in _file().aspects.values())


def numerals() -> str:
    """The pattern of a numeral."""
    return _file().numerals


@lru_cache(maxsize=1)
def refused() -> re.Pattern[str]:
    """What takes back a wrong that is plain."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in (*_file().dismissed, *_file().refused)))


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """The rules by their keys, in the order of the file."""
    file = _file()

    def compiled(*patterns: str) -> re.Pattern[str]:
        joined = "|".join(f"(?:{pattern})" for pattern in patterns)
        return re.compile(joined.replace("{n}", file.numerals).replace("{others}", file.others))

    def permitted(rule: Rule) -> Sequence[str]:
        return (
            *file.dismissed,
            *file.permitted,
            *(file.permitted_promises if rule.alike else ()),
            *(() if rule.of_others else file.permitted_doings),
            *rule.never,
        )

    def strong(rule: Rule) -> Sequence[str]:
        return file.strong if rule.alike else ("(?!)",) if rule.of_others else file.collusion

    return {
        key: Kind(
            rule.name,
            rule.alike,
            compiled(*(_to_clauses(pattern) for pattern in permitted(rule))),
            compiled(rule.about),
            compiled(*rule.said),
            compiled(*strong(rule)),
            compiled(*(rule.alone or rule.said)),
            compiled(*(rule.whole or ("(?!)",))),
            compiled(*(rule.plain or ("(?!)",))),
        )
        for key, rule in file.rules.items()
    }


def _to_clauses(pattern: str) -> str:
    """A pattern in which $ is the end of a clause, not of the sentence."""
    return pattern.replace("$", "(?=,|$)")
