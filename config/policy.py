"""Company policy: stages and their limits, forced fields, working and quiet time, snoozing, undoing.

Shipped as `config/policy.yml`; every value may be changed there or in a copy. A mistake is named with
file, line and key.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from config import signal_rules
from config.signal_rules import SignalRule
from config.yaml_lines import Part, read

SHIPPED = Path(__file__).parent / "policy.yml"
ClosedStage = Literal["won", "lost"]


def _clock(value: object) -> object:
    """YAML reads an unquoted 20:00 as the number 1200 (base 60)."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        return time(value // 60, value % 60)
    return value


ClockTime = Annotated[time, BeforeValidator(_clock)]
Positive = Annotated[float, Field(gt=0)]


class Named(Part):
    """A key of NLU's normal forms and how people say it."""

    key: str
    name: str


class Stage(Named):
    """`limit_hours` are calendar hours; `forced` fields must be given to log a follow-up in this stage; `about` says
    what the stage is to who asks."""

    limit_hours: Positive
    about: str | None = None
    forced: tuple[Literal["objection"], ...] = ()


class ChangedStage(Stage):
    """A stage whose limit was changed in the chat; `file_hours` is the one in the file."""

    file_hours: float


class Escalation(Part):
    """Working hours from nudge to alert, working days from alert to the manager's alert."""

    alert_after_working_hours: Positive
    manager_after_working_days: Annotated[int, Field(ge=1)]


class Span(Part):
    """From one time of day to another."""

    start: ClockTime
    end: ClockTime

    @model_validator(mode="after")
    def _forward(self) -> Span:
        if self.start >= self.end:
            raise ValueError("start 要早于 end")
        return self


class Quiet(Part):
    """Nothing unsolicited from `start` in the evening until `end` in the morning, nor on days off; what fell due
    then goes out until `catch_up_until`."""

    start: ClockTime
    end: ClockTime
    catch_up_until: ClockTime

    @model_validator(mode="after")
    def _in_order(self) -> Quiet:
        if not self.end < self.catch_up_until < self.start:
            raise ValueError("应当 end < catch_up_until < start(例:08:30 < 10:00 < 20:00)")
        return self


class Sending(Part):
    """Unsolicited messages go out `spread_minutes` after falling due, never at `avoid_minutes` of an hour."""

    spread_minutes: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(le=30)]]
    avoid_minutes: frozenset[Annotated[int, Field(ge=0, le=59)]]


class FileQuota(Part):
    """How much a member may send in files: megabytes a day, and megabytes that are kept in all."""

    mb_a_day: Annotated[int, Field(gt=0)] = 200
    mb_kept: Annotated[int, Field(gt=0)] = 5000


class Policy(Part):
    """The policy file as a whole. `attempts_restart_clock`: whether an attempt that reached nobody counts as a
    follow-up, so that the deal's time starts anew. `managers_change_limits`: whether managers may change limits in the
    chat, as administrators may."""

    timezone: str
    stages: tuple[Stage, ...] = Field(min_length=1)
    closed: Mapping[ClosedStage, str]
    objections: tuple[Named, ...] = Field(min_length=1)
    methods: tuple[Named, ...]
    outcomes: tuple[Named, ...]
    roles: tuple[Named, ...]
    escalation: Escalation
    working_time: Span
    quiet: Quiet
    sending: Sending
    snooze_most: Annotated[int, Field(ge=0)]
    snooze_hours: Positive
    attempts_restart_clock: bool = False
    managers_change_limits: bool = False
    undo_minutes: Annotated[int, Field(ge=0)]
    morning_list: ClockTime = time(8, 50)
    files: FileQuota = FileQuota()
    days_off: tuple[date, ...] = ()
    days_on: tuple[date, ...] = ()
    signals: tuple[SignalRule, ...] = Field(default=(), validate_default=True)

    @field_validator("signals", mode="before")
    @classmethod
    def _signals_of_file(cls, name: object, info: ValidationInfo) -> object:
        """The key names the company's own file of signals, beside this one."""
        if name is not None and not isinstance(name, str | tuple):
            raise ValueError("应为文件名,例如 our-signals.yml")
        keys = {
            kind: tuple(item.key for item in info.data.get(kind, ()))
            for kind in ("stages", "outcomes", "objections", "methods")
        }
        own = Path(info.context or ".") / name if isinstance(name, str) else None
        return signal_rules.load(own, signal_rules.Known(**keys))

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"不认识的时区:{name!r}(例:Asia/Shanghai)") from error
        return name

    @field_validator("stages", "objections", "methods", "outcomes", "roles")
    @classmethod
    def _distinct(cls, items: tuple[Named, ...]) -> tuple[Named, ...]:
        keys = [item.key for item in items]
        if len(set(keys)) != len(keys):
            raise ValueError("有两项的 key 一样")
        return items

    @cached_property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.timezone)

    def stage(self, key: str) -> Stage:
        """The open stage of this key. Raises KeyError."""
        return self._stages[key]

    def stage_name(self, key: str) -> str:
        """How people call a stage, open or closed; the key itself where policy no longer knows it."""
        if key in self._stages:
            return self._stages[key].name
        closed: Mapping[str, str] = {str(key): name for key, name in self.closed.items()}
        return closed.get(key, key)

    def next_stage(self, key: str) -> Stage | None:
        """The stage after this one; None after the last."""
        order = list(self._stages)
        index = order.index(key) + 1
        return self._stages[order[index]] if index < len(order) else None

    def limit(self, key: str) -> timedelta:
        """How long a deal may stay in an open stage. Raises KeyError."""
        return timedelta(hours=self.stage(key).limit_hours)

    def file_hours(self, key: str) -> float:
        """The limit of an open stage that the file gives, whatever was changed in the chat. Raises KeyError."""
        stage = self.stage(key)
        return stage.file_hours if isinstance(stage, ChangedStage) else stage.limit_hours

    def with_limits(self, hours: Mapping[str, float]) -> Policy:
        """This policy with these limits, by stage, in place of the file's."""
        stages = tuple(self._with_limit(stage, hours.get(stage.key)) for stage in self.stages)
        return self.model_construct(**{name: getattr(self, name) for name in Policy.model_fields} | {"stages": stages})

    def _with_limit(self, stage: Stage, hours: float | None) -> Stage:
        known = {name: getattr(stage, name) for name in Stage.model_fields}
        known["limit_hours"] = in_file = self.file_hours(stage.key)
        if hours is None or hours == in_file:
            return Stage.model_construct(**known)
        return ChangedStage.model_construct(**known | {"limit_hours": hours, "file_hours": in_file})

    def say(self, kind: Literal["objections", "methods", "outcomes", "roles"], key: str) -> str:
        """How people say a key of NLU's normal forms; the key itself where policy does not know it."""
        return self._names[kind].get(key, key)

    @cached_property
    def _stages(self) -> dict[str, Stage]:
        return {stage.key: stage for stage in self.stages}

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        return {
            kind: {item.key: item.name for item in getattr(self, kind)}
            for kind in ("objections", "methods", "outcomes", "roles")
        }


def load(path: Path = SHIPPED) -> Policy:
    """The policy in `path`, parsed once per content. Raises ConfigError."""
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    return _load(path, content)


@lru_cache(maxsize=8)
def _load(path: Path, _content: bytes) -> Policy:
    return read(path, Policy, context=path.parent)
