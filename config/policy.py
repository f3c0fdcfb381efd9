"""Company policy: stages and their limits, forced fields, working and quiet time, snoozing, undoing.

Shipped as `config/policy.yml`; every value may be changed there or in a copy. A mistake is named with
file, line and key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationInfo, field_validator, model_validator

from config import signal_rules, working_hours
from config.cadence_policy import CustomerCadence, LeadPolicy, LibraryPolicy
from config.drills import DrillPolicy, ExamPolicy
from config.gates import EvidenceKind, Gate, kind_named, kinds_marked
from config.holidays import is_working_day
from config.library.points import PointsPolicy
from config.policy_times import (
    BoardPolicy,
    ClockTime,
    DailyAction,
    Escalation,
    FileQuota,
    Imports,
    Positive,
    Quiet,
    Sending,
    Span,
)
from config.signal_rules import SignalRule
from config.ticket_policy import OF_DEPARTMENT, TicketPolicy
from config.yaml_lines import Part, read

SHIPPED = Path(__file__).parent / "policy.yml"
ClosedStage = Literal["won", "lost"]


class Named(Part):
    """A key of NLU's normal forms and how people say it."""

    key: str
    name: str


class Stage(Named):
    """`limit_hours` are calendar or working hours; `forced` fields must be given to log a follow-up in this stage;
    `about` says what the stage is to who asks."""

    limit_hours: Positive
    limit_counts: Literal["calendar", "working"] = "calendar"
    about: str | None = None
    forced: tuple[Literal["objection"], ...] = ()

    @property
    def limit_words(self) -> str:
        """The limit as it is said: 72 小时, 16 个工作小时."""
        return f"{round(self.limit_hours)} {'小时' if self.limit_counts == 'calendar' else '个工作小时'}"


class ChangedStage(Stage):
    """A stage whose limit was changed in the chat; `file_hours` is the one in the file."""

    file_hours: float


class DecisionChainRule(Part):
    """From which stage on a receipt says that nobody is known to decide, and after how many days again (0: never, as in
    a company whose policy is older than this)."""

    ask_from: str = "quote"
    ask_every_days: Annotated[int, Field(ge=0)] = 0


class Policy(Part):
    """The policy file as a whole. `attempts_restart_clock`: whether an attempt that reached nobody counts as a
    follow-up, so that the deal's time starts anew. `managers_change_limits`: whether managers may change limits in the
    chat, as administrators may; `supervisors_let_go`: whether supervisors may let reps of their team go there.
    `asks_about_steps`: whether it is asked, the day after, what became of a promised step. Without `daily_action`
    nobody is asked for it, and without `weekly_brief` none is sent: a file of a company's own does not begin to disturb
    people by itself."""

    timezone: str
    stages: tuple[Stage, ...] = Field(min_length=1)
    closed: Mapping[ClosedStage, str]
    evidence: tuple[EvidenceKind, ...] = ()
    gates: Mapping[str, Gate] = {}
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
    supervisors_let_go: bool = False
    undo_minutes: Annotated[int, Field(ge=0)]
    morning_list: ClockTime = time(8, 50)
    leads: LeadPolicy = LeadPolicy()
    customer_cadence: CustomerCadence = CustomerCadence()
    asks_about_steps: bool = False
    daily_action: DailyAction | None = None
    weekly_brief: ClockTime | None = None
    files: FileQuota = FileQuota()
    decision_chain: DecisionChainRule = DecisionChainRule()
    imports: Imports = Imports()
    library: LibraryPolicy = LibraryPolicy()
    points: PointsPolicy = PointsPolicy()
    drills: DrillPolicy = DrillPolicy()
    exam: ExamPolicy = ExamPolicy()
    tickets: TicketPolicy = TicketPolicy()
    board: BoardPolicy = BoardPolicy()
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

    @field_validator("stages", "evidence", "objections", "methods", "outcomes", "roles")
    @classmethod
    def _distinct(cls, items: tuple[Named | EvidenceKind, ...]) -> tuple[Named | EvidenceKind, ...]:
        keys = [item.key for item in items]
        if len(set(keys)) != len(keys):
            raise ValueError("有两项的 key 一样")
        return items

    @model_validator(mode="after")
    def _known_stage(self) -> Policy:
        if self.decision_chain.ask_from not in (keys := self.stage_keys):
            raise ValueError(f"decision_chain.ask_from 要是一个阶段的 key:{'、'.join(keys)}")
        return self

    @field_validator("gates")
    @classmethod
    def _of_known_stages(cls, gates: Mapping[str, Gate], info: ValidationInfo) -> Mapping[str, Gate]:
        stages = [*(stage.key for stage in info.data.get("stages", ())), *get_args(ClosedStage)]
        kinds = [kind.key for kind in info.data.get("evidence", ())]
        if strange := sorted(set(gates) - set(stages)):
            raise ValueError(f"没有这个阶段:{'、'.join(strange)}(有 {'、'.join(stages)})")
        if strange := sorted({key for gate in gates.values() for key in gate.evidence} - set(kinds)):
            raise ValueError(f"evidence 里没有这种文件:{'、'.join(strange)}(有 {'、'.join(kinds) or '一种也没有'})")
        return gates

    @cached_property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.timezone)

    def stage(self, key: str) -> Stage:
        """The open stage of this key. Raises KeyError."""
        return self._stages[key]

    @property
    def stage_keys(self) -> list[str]:
        """The keys of the stages, in their order."""
        return [stage.key for stage in self.stages]

    def has_stage(self, key: str) -> bool:
        """Whether there is an open stage of this key."""
        return key in self._stages

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

    def limit_from(self, key: str, start: datetime) -> datetime:
        """When the limit of an open stage is passed whose time counts from `start`. Raises KeyError."""
        stage = self.stage(key)
        span = timedelta(hours=stage.limit_hours)
        return start + span if stage.limit_counts == "calendar" else working_hours.after(start, span, *self._working)

    def started_by(self, key: str, moment: datetime) -> datetime:
        """The latest start whose limit in an open stage is passed by `moment`. Raises KeyError."""
        stage = self.stage(key)
        span = timedelta(hours=stage.limit_hours)
        return moment - span if stage.limit_counts == "calendar" else working_hours.before(moment, span, *self._working)

    def worked(self, since: datetime, until: datetime) -> timedelta:
        """How much working time lies between two instants."""
        return working_hours.between(since, until, *self._working)

    def works_on(self, day: date) -> bool:
        """Whether people work on a day of the company's calendar."""
        return is_working_day(day, self.days_off, self.days_on)

    def gate(self, stage: str) -> Gate:
        """What a deal needs before it enters a stage, open or closed."""
        return self.gates.get(stage, Gate())

    def evidence_name(self, key: str | None) -> str:
        """How people call a kind of file; 资料 where it is of none that policy knows."""
        return next((kind.name for kind in self.evidence if kind.key == key), "资料")

    def evidence_named(self, words: str, wanted: Collection[str] = ()) -> str | None:
        """The kind of file that words name, one of those `wanted` first; None if they name none."""
        return kind_named(self.evidence, words, wanted)

    @property
    def evidence_keys(self) -> tuple[str, ...]:
        """The keys of all kinds of files."""
        return tuple(kind.key for kind in self.evidence)

    def with_evidence_as(self, letter: str, words: str, wanted: Collection[str]) -> str:
        """The words with what they call the `wanted` kinds of files as this letter."""
        return kinds_marked(self.evidence, words, wanted, letter)

    def file_hours(self, key: str) -> float:
        """The limit of a stage, or of a department (`OF_DEPARTMENT`), that the file gives, whatever was changed in the
        chat. Raises KeyError."""
        if key.startswith(OF_DEPARTMENT):
            return self.tickets.file_hours(key.removeprefix(OF_DEPARTMENT))
        stage = self.stage(key)
        return stage.file_hours if isinstance(stage, ChangedStage) else stage.limit_hours

    def with_limits(self, hours: Mapping[str, float]) -> Policy:
        """This policy with these limits, by stage or department, in place of the file's."""
        stages = tuple(self._with_limit(stage, hours.get(stage.key)) for stage in self.stages)
        changed = {"stages": stages, "tickets": self.tickets.with_hours(hours)}
        return self.model_construct(**{name: getattr(self, name) for name in Policy.model_fields} | changed)

    def _with_limit(self, stage: Stage, hours: float | None) -> Stage:
        known = {name: getattr(stage, name) for name in Stage.model_fields}
        known["limit_hours"] = in_file = self.file_hours(stage.key)
        if hours is None or hours == in_file:
            return Stage.model_construct(**known)
        return ChangedStage.model_construct(**known | {"limit_hours": hours, "file_hours": in_file})

    def say(self, kind: Literal["objections", "methods", "outcomes", "roles"], key: str) -> str:
        """How people say a key of NLU's normal forms; the key itself where policy does not know it."""
        return self._names[kind].get(key, key)

    @property
    def _working(self) -> tuple[ZoneInfo, time, time, Callable[[date], bool]]:
        return self.zone, self.working_time.start, self.working_time.end, self.works_on

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
