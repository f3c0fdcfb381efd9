"""The question bank; a mistake is named with file, line and key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from config.policy import Policy
from config.yaml_lines import ConfigError, Part, read_with_lines

FOLDER = Path(__file__).with_name("bank")
LETTERS = "ABCDEF"
MOST_WRONG = 5

Kind = Literal["single", "multiple", "short"]
KINDS: tuple[Kind, ...] = ("single", "multiple", "short")
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Fact = str | int | float | bool


class Point(Part):
    """What a short answer has to say; `heard` is a pattern of the words by which people say it."""

    says: Text
    heard: Text

    @model_validator(mode="after")
    def _compiles(self) -> Point:
        try:
            re.compile(self.heard)
        except re.error as error:
            raise ValueError(f"heard 写错了:{error}") from error
        return self


class Written(Part):
    """A question as the bank has it. A single one has one `right`, a multiple one at least two; a short one has
    `points` instead. `when`: what company policy must say for the question to be true (see `facts`)."""

    id: Text
    kind: Kind
    text: Text
    right: tuple[Text, ...] = ()
    wrong: Annotated[tuple[Text, ...], Field(max_length=MOST_WRONG)] = ()
    points: tuple[Point, ...] = ()
    why: Text
    when: Mapping[str, Fact] = {}

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Written:
        fits = {
            "single": len(self.right) == 1 and len(self.wrong) >= 2 and not self.points,
            "multiple": len(self.right) >= 2 and self.wrong and not self.points,
            "short": len(self.points) >= 2 and not self.right and not self.wrong,
        }
        options = (*self.right, *self.wrong)
        if not fits[self.kind] or len(set(options)) != len(options) or len(options) > len(LETTERS):
            raise ValueError("单选要一个 right、两个以上 wrong;多选要两个以上 right 和 wrong;简答要两个以上 points")
        return self


class BankFile(Part):
    """The questions of a topic."""

    topic: Text
    questions: tuple[Written, ...]


@dataclass(frozen=True)
class Question:
    """A question as it is asked: `right` are the letters of the right options, `points` and `heard` (patterns, in the
    same order) what a short answer has to say."""

    id: str
    topic: str
    kind: str
    text: str
    options: tuple[str, ...]
    right: str
    points: tuple[str, ...]
    heard: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Source:
    """A question and its topic before its options are in an order."""

    topic: str
    written: Written


@lru_cache(maxsize=1)
def bank(folder: Path = FOLDER) -> tuple[Source, ...]:
    """All questions, in the order of the files' names. Raises ConfigError."""
    found: dict[str, Source] = {}
    for path in sorted(folder.glob("*.yml")):
        file, _ = read_with_lines(path, BankFile)
        for written in file.questions:
            if written.id in found:
                raise ConfigError(f"{path}: id「{written.id}」已经有了")
            found[written.id] = Source(file.topic, written)
    return tuple(found.values())


def facts(policy: Policy) -> Mapping[str, Fact]:
    """What company policy says, as `when` of a question names it: limit.quote (hours), forced.quote.objection,
    gate.solution.tech_agreement, gate.solution.拍板人, and single settings by their path."""
    found: dict[str, Fact] = {
        "alert_after": policy.escalation.alert_after_working_hours,
        "manager_after": policy.escalation.manager_after_working_days,
        "snooze_most": policy.snooze_most,
        "snooze_hours": policy.snooze_hours,
        "undo_minutes": policy.undo_minutes,
        "attempts_count": policy.attempts_restart_clock,
        "quiet": f"{policy.quiet.start:%H:%M}-{policy.quiet.end:%H:%M}",
        "points.approved": policy.points.approved,
        "points.reused": policy.points.reused,
    }
    if policy.daily_action is not None:
        found["daily_action.ask"] = f"{policy.daily_action.ask:%H:%M}"
        found["daily_action.most"] = policy.daily_action.most_characters
    for stage in policy.stages:
        if stage.limit_counts == "calendar":
            found[f"limit.{stage.key}"] = stage.limit_hours
        found |= {f"forced.{stage.key}.{field}": True for field in stage.forced}
        gate = policy.gate(stage.key)
        found |= {f"gate.{stage.key}.{need}": True for need in (*gate.evidence, *gate.roles)}
    return found


def true_by(policy: Policy, sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """The questions that this policy does not contradict."""
    known = facts(policy)
    return tuple(
        source for source in sources if all(known.get(name) == value for name, value in source.written.when.items())
    )
