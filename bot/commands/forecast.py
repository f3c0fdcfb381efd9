"""`forecast evaluate`: the learner of win probabilities on anybody's closed deals, answered as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands import terminal

if TYPE_CHECKING:
    from analytics.forecast.learning import Evaluation
    from analytics.forecast.learning.importance import Learned

DIGITS = 4
MOST_LINES = 20  # that are named
FOLDS = {"stratified": "5 × 5 stratified", "time": "expanding, by time"}
CALIBRATION = "expected calibration error over all held-out deals, 10 groups of equal size"

forecast = typer.Typer(no_args_is_help=True, help="赢率:在已经有结果的单子上学,看学得准不准。")


@forecast.callback()
def _group() -> None:
    """赢率:在已经有结果的单子上学,看学得准不准。"""


@forecast.command("evaluate")
def forecast_evaluate(
    deals: Annotated[Path, typer.Argument(help="已经有结果的单子,一行一单(CSV 或 Excel)")],
    label: Annotated[str, typer.Option(help="哪一列写着结果,例 Status")],
    won: Annotated[str, typer.Option(help="这一列里什么值算成交,例 Won")],
    date: Annotated[str | None, typer.Option(help="日期列:按时间先后考,用早的学、在晚的上考")] = None,
) -> None:
    """在已经有结果的单子上学赢率,在没见过的上考:AUC、Brier、校准误差,跟平均数、普通逻辑回归比。"""
    answer, status = evaluation(deals, label, won, date)
    terminal.say(json.dumps(answer, ensure_ascii=False))
    raise SystemExit(status)


def evaluation(file: Path, label: str, won: str, date: str | None = None) -> tuple[Mapping[str, Any], int]:
    """What the learner found in a file, or why it cannot learn from it; and the exit status: 1 where that is an error,
    or where a line could not be read."""
    from analytics.forecast.learning import NotLearnable, evaluate, read
    from bot.wording.admin import importing
    from bot.wording.reports import learner
    from sales.importing import NotReadable, read_tables

    try:
        found = evaluate(read(_rows(read_tables(file.read_bytes())), label, won), date)
    except NotLearnable as why:
        return {"line": 1, "error": learner.not_learnable(why)}, 1
    except NotReadable as why:
        return {"line": max(why.line, 1), "error": importing.unreadable(why.reason, why.line)}, 1
    return {**_figures(found), "note": learner.note(found)}, int(bool(found.deals.bad_lines))


def _rows(tables: Sequence[Any]) -> Iterable[Sequence[object]]:
    """Of a file with several sheets the first that has rows."""
    return next((rows for table in tables if (rows := list(table.rows()))), [])


def _figures(found: Evaluation) -> dict[str, Any]:
    deals = found.deals
    return {
        "rows": deals.rows,
        "duplicates_dropped": deals.duplicates,
        "skipped": {
            "bad_lines": len(deals.bad_lines),
            "lines": list(deals.bad_lines[:MOST_LINES]),
            "without_outcome": deals.without_outcome,
            "without_day": found.without_day,
        },
        "won": int(deals.won.sum()),
        "base_rate": _short(found.base_rate),
        "outcomes": dict(list(deals.outcomes.items())[:MOST_LINES]),
        "folds": {"kind": FOLDS[found.folds], "parts": found.parts},
        "learned": found.learned,
        **_short_all(asdict(found.learner)),
        "constant": _short_all(asdict(found.constant)),
        "logistic": _short_all(asdict(found.logistic)),
        "calibration": CALIBRATION,
        "learned_most": [_most(learned) for learned in found.most],
        "leaking": list(found.leaking),
        "not_used": dict(found.columns.dropped),
    }


def _most(learned: Learned) -> dict[str, Any]:
    said: dict[str, Any] = {"column": learned.column, "importance": _short(learned.importance)}
    if learned.direction is not None:
        said["direction"] = learned.direction
    if learned.levels is not None:
        said["levels"] = _short_all(learned.levels)
    return said


def _short(value: float) -> float:
    return round(value, DIGITS)


def _short_all(values: Mapping[str, float]) -> dict[str, float]:
    return {name: _short(value) for name, value in values.items()}
