"""The formulas of docs/funnel.md, as pure functions over the paths of deals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    found = [
        Part(_name(part, names), of_part)
        for part, own in by_part.items()
        if not (of_part := funnel(stages, own)).is_empty
    ]
    return tuple(sorted(found, key=lambda part: (part.name is None, -part.size, part.name or "")))


def _name(part: str | int | None, names: dict[str | int, str] | None) -> str | None:
    return None if part is None else str(part) if names is None else names.get(part)


def _step(stage: str, place: int, paths: Sequence[Path]) -> Step:
    came = [path for path in paths if path.before < place <= path.by_end]
    lost = sum(path.count for path in came if path.lost_at == place)
    passed = sum(path.count for path in came if path.lost_at != place and path.furthest > place)
    return Step(stage, sum(path.count for path in came), passed, lost, sum(path.amount_fen for path in came))
