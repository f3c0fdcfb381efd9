"""Signals: what in a deal's history somebody is to be told of, as rules in YAML.

Shipped as `config/signals.yml`. A company's own file (policy's key `signals`) adds rules, and changes shipped ones by
their key: what it leaves out stays as shipped. A mistake is named with file, line and key.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, ValidationInfo, field_validator, model_validator

from config.yaml_lines import Part, read, read_mapping

SHIPPED = Path(__file__).parent / "signals.yml"
Positive = Annotated[float, Field(gt=0)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
AGES = ("hours", "days", "working_days", "limit")
KINDS = ("followups", "moves", "changed", "age", "missing", "last", "all", "any", "not")


def _listed(value: object) -> object:
    """One word may stand where several may."""
    return [value] if isinstance(value, str) else value


Words = Annotated[tuple[Text, ...], BeforeValidator(_listed)]


@dataclass(frozen=True)
class Known:
    """The keys that a company's rules may name: those of its policy."""

    stages: Collection[str]
    outcomes: Collection[str]
    objections: Collection[str]
    methods: Collection[str]


def _of_policy(kind: str, keys: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    known: Collection[str] = getattr(info.context, kind) if isinstance(info.context, Known) else keys
    strange = [key for key in keys if key not in known]
    if strange:
        raise ValueError(f"公司规则里没有「{'、'.join(strange)}」,可以写:{'、'.join(known)}")
    return keys


class Touch(Part):
    """Which follow-ups are meant: all that is given must fit. `said` are words of which one is in the message;
    `next_step`: whether a next step was agreed; `postponed`: what was promised before was put off."""

    outcome: Words = ()
    objection: Words = ()
    method: Words = ()
    said: Words = ()
    not_said: Words = ()
    next_step: bool | None = None
    postponed: bool | None = None

    @field_validator("outcome", "objection", "method")
    @classmethod
    def _known(cls, keys: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return _of_policy(f"{info.field_name}s", keys, info)


class Counted(Part):
    """How many make it true, within how many days (None: ever)."""

    at_least: Annotated[int, Field(ge=1)] = 1
    within_days: Positive | None = None


class FollowUps(Touch, Counted):
    """So many follow-ups of this kind; `in_a_row`: the last ones, with no other between."""

    in_a_row: bool = False


class Moves(Counted):
    """So many moves to one of these stages (any, where none is given); `back`: to an earlier stage."""

    to: Words = ()
    back: bool = False

    @field_validator("to")
    @classmethod
    def _known(cls, keys: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return _of_policy("stages", keys, info)


class Change(Counted):
    """The deal's sum fell by so many percent, or its expected close went so many days later, at once or in steps;
    `at_least`: in so many changes."""

    field: Literal["amount", "expected_close"]
    fell_percent: Annotated[float, Field(gt=0, le=100)] | None = None
    later_days: Positive | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.field == "amount") != (self.fell_percent is not None) or (self.field == "amount") == (
            self.later_days is not None
        ):
            raise ValueError("amount 要写 fell_percent(降了百分之几),expected_close 要写 later_days(推后几天)")
        return self


class Age(Part):
    """How long it is since the deal came to its stage, since the customer was last reached (or a hold ended), or since
    a follow-up of a kind; `limit`: as long as the stage's limit."""

    since: Literal["stage", "touch"] | Touch = "stage"
    hours: Positive | None = None
    days: Positive | None = None
    working_days: Annotated[int, Field(ge=1)] | None = None
    limit: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if sum(getattr(self, name) is not None for name in AGES) != 1:
            raise ValueError(f"时长写一个就行:{'、'.join(AGES)}")
        if self.limit and self.since != "touch":
            raise ValueError("limit 要和 since: touch 一起写(时限从上次联系算起)")
        return self


class Condition(Part):
    """One condition: exactly one of its keys is given."""

    followups: FollowUps | None = None
    moves: Moves | None = None
    changed: Change | None = None
    age: Age | None = None
    missing: Literal["decision_maker", "contact", "amount", "expected_close", "next_step"] | None = None
    last: Touch | None = None
    all: Annotated[tuple[Condition, ...], Field(min_length=1)] | None = None
    any: Annotated[tuple[Condition, ...], Field(min_length=1)] | None = None
    opposite: Condition | None = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError(f"一个条件只写一项,可以写:{'、'.join(KINDS)};几个条件一起用 all 或 any")
        return self

    @cached_property
    def has_age(self) -> bool:
        """Whether a length of time is in it, which passes although nothing is done."""
        parts = (*(self.all or ()), *(self.any or ()), *((self.opposite,) if self.opposite is not None else ()))
        return self.age is not None or any(part.has_age for part in parts)


class Amounts(Part):
    """Sums in yuan; both ends belong to it."""

    at_least: Annotated[float, Field(ge=0)] | None = None
    at_most: Annotated[float, Field(ge=0)] | None = None


class Action(Part):
    """What a button does; `label` is on it. `send` needs the `material`."""

    do: Literal["change_contact", "name_decider", "plan_next", "ask_along", "log", "show", "send"]
    label: Text | None = None
    material: Text | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.do == "send") != (self.material is not None):
            raise ValueError("send 要写 material(发哪份资料),别的按钮不用写")
        return self


def _action(value: object) -> object:
    return {"do": value} if isinstance(value, str) else value


class SignalRule(Part):
    """When somebody is told what; `advice_rival` is said where the evidence names the competitor ({rival}). `tell`: a
    message of its own; with the `answer` to what was said; with the message of
    the stage's `limit`; or only in the `list`. `supervisor`: the supervisor is told too."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Text
    advice: Text
    advice_rival: Text | None = None
    when: Condition
    stages: Words = ()
    industries: Words = ()
    amount: Amounts | None = None
    tell: Literal["nudge", "answer", "limit", "list"] = "nudge"
    supervisor: bool = False
    actions: Annotated[tuple[Annotated[Action, BeforeValidator(_action)], ...], Field(max_length=3)] = ()
    enabled: bool = True

    @field_validator("stages")
    @classmethod
    def _known(cls, keys: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return _of_policy("stages", keys, info)


class SignalFile(Part):
    """A file of rules."""

    rules: tuple[SignalRule, ...]

    @field_validator("rules")
    @classmethod
    def _distinct(cls, rules: tuple[SignalRule, ...]) -> tuple[SignalRule, ...]:
        keys = [rule.key for rule in rules]
        if len(set(keys)) != len(keys):
            raise ValueError("有两条的 key 一样")
        return rules


def load(own: Path | None, known: Known) -> tuple[SignalRule, ...]:
    """The rules that hold: those shipped, as far as the company has their stages, with what its `own` file changes
    and adds, without those that are not enabled. Raises ConfigError."""
    rules = {rule.key: rule for rule in _shipped().rules}
    if own is not None:
        shipped = read_mapping(SHIPPED)
        changed = read(own, SignalFile, context=known, prepare=lambda data: _with_shipped(data, shipped))
        rules |= {rule.key: rule for rule in changed.rules}
    return tuple(rule for rule in rules.values() if rule.enabled and _has_stages(rule, known))


@lru_cache
def _shipped() -> SignalFile:
    return read(SHIPPED, SignalFile)


def _with_shipped(data: dict[Any, Any], shipped: Mapping[Any, Any]) -> dict[Any, Any]:
    """`data` of a company's file, in which each rule that changes a shipped one has the rest of that one too."""
    by_key = {rule["key"]: rule for rule in shipped["rules"]}
    rules = data.get("rules")
    if not isinstance(rules, list):
        return data
    complete = [{**by_key.get(str(rule.get("key")), {}), **rule} if isinstance(rule, dict) else rule for rule in rules]
    return {**data, "rules": complete}


def _has_stages(rule: SignalRule, known: Known) -> bool:
    return not rule.stages or any(stage in known.stages for stage in rule.stages)
