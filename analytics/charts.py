"""What a picture shows: a frozen specification for each kind of chart, and the same as JSON.

`KINDS` names every kind. A new one is a dataclass here, its line in `KINDS`, and a function that draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Literal

from pydantic import TypeAdapter

Trend = Literal["better", "worse", "same"]
Attitude = Literal["for", "neutral", "against"]


@dataclass(frozen=True)
class TeamScore:
    """A team's figure below that of the company."""

    name: str
    value: float | None
    text: str


@dataclass(frozen=True)
class Score:
    """One figure with the period before beside it, and those of `teams`. `value` and `before` give the bars their
    length (None: no figure), of a `whole` where they are parts of one, else of the longest; `text` and `before_text`
    are what is written (4.2 小时). `trend` says whether the change is a good one."""

    label: str
    value: float | None
    text: str
    before: float | None = None
    before_text: str = ""
    trend: Trend | None = None
    whole: float | None = None
    teams: tuple[TeamScore, ...] = ()


@dataclass(frozen=True)
class ScoreSheet:
    """Figures one under the other, and below them a few lines of text with a heading of their own."""

    title: str
    subtitle: str
    scores: tuple[Score, ...]
    notes_title: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Node:
    """A person in a decision chain. `influence` is 1-10, None where nobody has said it, as is `attitude`. `disputed`:
    there are claims that say otherwise. `note` says where this is known from."""

    name: str
    title: str = ""
    influence: int | None = None
    attitude: Attitude | None = None
    disputed: bool = False
    note: str = ""


@dataclass(frozen=True)
class Lane:
    """The people of one role; `empty` is written where there is nobody. It `leads_up` to the lane above, unless its
    people have no role."""

    role: str
    nodes: tuple[Node, ...]
    empty: str = ""
    leads_up: bool = True


@dataclass(frozen=True)
class DecisionChain:
    """Who decides, in lanes by role, the decision maker's lane first. `legend` names the three attitudes and not
    knowing (for, neutral, against, unknown)."""

    title: str
    subtitle: str
    lanes: tuple[Lane, ...]
    legend: tuple[str, str, str, str]


@dataclass(frozen=True)
class FunnelBar:
    """A stage: how many came to it (`count` gives the bar its length, `text` is written), how many in the period
    `before` (None: not compared), and what became of them (`onward`, written below, towards the next stage).
    `is_small`: too few to say much."""

    label: str
    count: int
    text: str
    before: int | None = None
    before_text: str = ""
    onward: str = ""
    is_small: bool = False


@dataclass(frozen=True)
class FunnelBars:
    """Stages one under the other. `legend` names the bars of now, those of before, and small numbers; words that are
    empty have no place in it."""

    title: str
    subtitle: str
    bars: tuple[FunnelBar, ...]
    legend: tuple[str, str, str] = ("", "", "")
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A share of 0-1, which gives the colour (None: nothing there), `text` for it and `below` for what it is of."""

    value: float | None
    text: str
    below: str = ""
    is_small: bool = False


@dataclass(frozen=True)
class MatrixRow:
    """A value of the dimension, with a cell for each column."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """Shares of a dimension by stage. `bad`: the larger a share, the worse it is. `legend` says what a pale cell, a
    dark one and a hatched one mean."""

    title: str
    subtitle: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    bad: bool
    legend: tuple[str, str, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Code:
    """A text (`content`) that a camera reads, as a QR code."""

    title: str
    subtitle: str
    content: str


Chart = ScoreSheet | DecisionChain | FunnelBars | Matrix | Code
KINDS: Mapping[str, type[Chart]] = {
    "score_sheet": ScoreSheet,
    "decision_chain": DecisionChain,
    "funnel": FunnelBars,
    "matrix": Matrix,
    "code": Code,
}


def as_json(chart: Chart) -> dict[str, Any]:
    """The specification as JSON, with the name of its kind."""
    kind = next(kind for kind, known in KINDS.items() if isinstance(chart, known))
    return {"kind": kind, **asdict(chart)}


def from_json(data: Mapping[str, Any]) -> Chart:
    """What `as_json` gave. Raises LookupError for a kind that is not known, ValueError for what does not fit it."""
    chart: Chart = _reader(data["kind"]).validate_python({name: part for name, part in data.items() if name != "kind"})
    return chart


@lru_cache
def _reader(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind])
