"""The formulas of docs/funnel.md, as pure functions over the paths of deals, or over what was counted of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sales.deals import LOST, WON

FEW = 5  # fewer deals than these say little


@dataclass(frozen=True)
class Path:
    """How `count` deals, worth `amount_fen` together, went: places in the order of the open stages, the place after the
    last is won, -1 is none. They had come as far as `before` before the span, `by_end` before its end, and `furthest`
    by now; they are lost in `lost_at` (None: not lost, or not known where). `won` and `lost` say whether that
    happened within the span. `part` is what they have of the dimension looked at."""

    part: str | int | None
    before: int
    by_end: int
    furthest: int
    lost_at: int | None
    won: bool
    lost: bool
    count: int
    amount_fen: int


@dataclass(frozen=True)
class Count:
    """Of the deals that have `part` of the dimension looked at, so many came to an open `stage` in the span for the
    first time, worth `amount_fen` together, or were won or lost in it; `passed` and `lost` are as in Step, the rest of
    those that were lost: where ("" where nobody knows) and for which objections ("" for none)."""

    part: str | int | None
    stage: str
    lost_in: str
    reasons: tuple[str, ...]
    deals: int
    passed: int
    lost: int
    amount_fen: int


@dataclass(frozen=True)
class Step:
    """Of the deals that came to a stage in the span for the first time: how many went on, were lost in it, or are in it
    still (or went back)."""

    stage: str
    entered: int
    passed: int
    lost: int
    amount_fen: int

    @property
    def is_small(self) -> bool:
        """Whether there are too few deals for a rate to say much."""
        return self.entered < FEW

    @property
    def passed_share(self) -> float | None:
        """转化率."""
        return self.passed / self.entered if self.entered else None

    @property
    def lost_share(self) -> float | None:
        """丢单率."""
        return self.lost / self.entered if self.entered else None


@dataclass(frozen=True)
class Funnel:
    """The steps in the order of the stages; how many deals were won and lost in the span, for how much, and in which
    stages the lost ones were (by stage; "" where nobody knows)."""

    steps: tuple[Step, ...]
    won: int
    won_fen: int
    lost: int
    lost_fen: int
    lost_in: tuple[tuple[str, int], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened in the span."""
        return not (self.won or self.lost or any(step.entered for step in self.steps))

    @property
    def win_share(self) -> float | None:
        """赢单率: of the deals closed in the span."""
        return self.won / (self.won + self.lost) if self.won + self.lost else None


@dataclass(frozen=True)
class Part:
    """The funnel of those deals that have one value of a dimension; `name` None where they have none."""

    name: str | None
    funnel: Funnel

    @property
    def size(self) -> int:
        """By how many deals it is to be ordered."""
        return max((step.entered for step in self.funnel.steps), default=0) + self.funnel.won + self.funnel.lost


def funnel(stages: Sequence[str], paths: Iterable[Path]) -> Funnel:
    """The figures of these paths."""
    paths = tuple(paths)
    steps = tuple(_step(stage, place, paths) for place, stage in enumerate(stages))
    won = [path for path in paths if path.won]
    lost = [path for path in paths if path.lost]
    lost_in: dict[str, int] = {}
    for path in lost:
        where = "" if path.lost_at is None else stages[path.lost_at]
        lost_in[where] = lost_in.get(where, 0) + path.count
    order = {stage: place for place, stage in enumerate((*stages, ""))}
    return Funnel(
        steps,
        sum(path.count for path in won),
        sum(path.amount_fen for path in won),
        sum(path.count for path in lost),
        sum(path.amount_fen for path in lost),
        tuple(sorted(lost_in.items(), key=lambda item: order[item[0]])),
    )


def parts(stages: Sequence[str], paths: Iterable[Path], names: dict[str | int, str] | None = None) -> tuple[Part, ...]:
    """The funnel of each value of the dimension, the one with most deals first; `names` are those of ids."""
    by_part: dict[str | int | None, list[Path]] = {}
    for path in paths:
        by_part.setdefault(path.part, []).append(path)
    return _in_order(((part, funnel(stages, own)) for part, own in by_part.items()), names)


def counted(stages: Sequence[str], counts: Iterable[Count]) -> Funnel:
    """The figures of what was counted."""
    of_stage = defaultdict[str, list[Count]](list)
    lost_in: dict[str, int] = {}
    for count in counts:
        of_stage[count.stage].append(count)
        if count.stage == LOST:
            lost_in[count.lost_in] = lost_in.get(count.lost_in, 0) + count.deals

    def total(stage: str, name: str) -> int:
        return sum(getattr(count, name) for count in of_stage[stage])

    return Funnel(
        tuple(
            Step(stage, *(total(stage, name) for name in ("deals", "passed", "lost", "amount_fen"))) for stage in stages
        ),
        total(WON, "deals"),
        total(WON, "amount_fen"),
        total(LOST, "deals"),
        total(LOST, "amount_fen"),
        tuple((stage, lost_in[stage]) for stage in (*stages, "") if lost_in.get(stage)),
    )


def counted_parts(
    stages: Sequence[str], counts: Iterable[Count], names: dict[str | int, str] | None = None
) -> tuple[Part, ...]:
    """`parts` of what was counted."""
    by_part = defaultdict[str | int | None, list[Count]](list)
    for count in counts:
        by_part[count.part].append(count)
    return _in_order(((part, counted(stages, own)) for part, own in by_part.items()), names)


def counted_reasons(counts: Iterable[Count]) -> tuple[tuple[str, int], ...]:
    """For which objections deals were lost, the most frequent first; without one for ""."""
    found = Counter[str]()
    for count in counts:
        if count.stage == LOST:
            found.update(dict.fromkeys(count.reasons, count.deals))
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0] == "", item[0])))


def _in_order(
    funnels: Iterable[tuple[str | int | None, Funnel]], names: dict[str | int, str] | None = None
) -> tuple[Part, ...]:
    found = [Part(_name(part, names), funnel) for part, funnel in funnels if not funnel.is_empty]
    return tuple(sorted(found, key=lambda part: (part.name is None, -part.size, part.name or "")))


def _name(part: str | int | None, names: dict[str | int, str] | None) -> str | None:
    return None if part is None else str(part) if names is None else names.get(part)


def _step(stage: str, place: int, paths: Sequence[Path]) -> Step:
    came = [path for path in paths if path.before < place <= path.by_end]
    lost = sum(path.count for path in came if path.lost_at == place)
    passed = sum(path.count for path in came if path.lost_at != place and path.furthest > place)
    return Step(stage, sum(path.count for path in came), passed, lost, sum(path.amount_fen for path in came))
