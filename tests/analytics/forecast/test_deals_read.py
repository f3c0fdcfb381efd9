"""What is read from a list of closed deals: its cells, its columns, its lines, and which columns give the end away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import closed_deals
import pytest

from analytics.forecast.learning import NotLearnable, cells, read
from analytics.forecast.learning.columns import columns_of
from analytics.forecast.learning.leaks import leaking
from analytics.forecast.learning.reading import check

HEAD = ["客户", "金额", "Status"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("36万", 360_000), ("1,200,000", 1_200_000), ("30%", 0.3), ("¥5,000.50", 5000.5), ("$1.5k", 1500), ("-3", -3),
        ("(200)", -200), ("1.234.567,89", 1_234_567.89), ("3,5", 3.5), ("2e3", 2000), ("1.2亿元", 1.2e8),
        ("120 000", 120_000), ("十几万", None), ("A12", None), ("2026-01-05", None), ("", None), ("1,23,4", None),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(written: str, number: float | None) -> None:
    assert cells.number(written) == (None if number is None else pytest.approx(number))


@pytest.mark.parametrize(
    ("column", "days"),
    [
        (["2026-01-05", "2026/1/6", "2026年1月7日"], [date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)]),
        (["2026-01-05T09:30:00Z", "2026-01-06 10:00"], [date(2026, 1, 5), date(2026, 1, 6)]),
        (["13/02/2026", "01/02/2026"], [date(2026, 2, 13), date(2026, 2, 1)]),
        (["02/13/2026", "02/01/2026"], [date(2026, 2, 13), date(2026, 2, 1)]),
        (["05-Jan-26", "Jan 6, 2026"], [date(2026, 1, 5), date(2026, 1, 6)]),
        (["20260105", "x"], [date(2026, 1, 5), None]),
        (["2026-02-30", "12"], [None, None]),
    ],
)
def test_days_as_people_write_them(column: Sequence[str], days: Sequence[date | None]) -> None:
    assert cells.days(column) == days


def test_lines_that_cannot_be_used_are_counted() -> None:
    rows = [HEAD, ["甲", "1", "Won"], ["甲", "1", "Won"], ["乙", "2"], ["丙", "3", "lost", "", ""], [], ["丁", "4", ""]]
    deals = read([*rows, ["戊", "5", "Lost", "多"]], "status", "won")
    assert (deals.rows, deals.duplicates, deals.without_outcome, list(deals.bad_lines)) == (2, 1, 1, [4, 8])
    assert list(deals.won) == [1, 0] and deals.outcomes == {"Won": 1, "lost": 1}


@pytest.mark.parametrize(
    ("label", "won", "reason"),
    [("Stage", "Won", "no_column"), ("Status", "Closed", "no_value"), ("Statu", "Won", "no_column")],
)
def test_what_is_not_there_is_named(label: str, won: str, reason: str) -> None:
    with pytest.raises(NotLearnable) as why:
        read(closed_deals.deals(20).rows, label, won)
    assert why.value.reason == reason and why.value.facts


@pytest.mark.parametrize(
    ("rows", "shift", "reason"), [(40, 40.0, "one_outcome"), (20, 0.0, "too_few_rows"), (60, -4.5, "too_few_won")]
)
def test_too_little_is_said_to_be_too_little(rows: int, shift: float, reason: str) -> None:
    with pytest.raises(NotLearnable) as why:
        check(read(closed_deals.deals(rows, shift=shift, seed=1).rows, "Status", "Won"))
    assert why.value.reason == reason


def test_columns_are_what_their_cells_are() -> None:
    table = closed_deals.deals(60)
    table = closed_deals.with_column(table, "空", [""] * 60)
    table = closed_deals.with_column(table, "国家", ["中国"] * 60)
    table = closed_deals.with_column(table, "Deal No", [str(900 - n) for n in range(60)])
    found = columns_of(read(table.rows, "Status", "Won").columns)
    assert found.dropped == {
        "空": "empty", "国家": "constant", "Deal No": "number_of_each", "编号": "text", "备注": "text"
    }  # fmt: skip
    assert set(found.days) == {"开始", "结束"}
    parts = {(feature.column, feature.part) for feature in found.features}
    assert {("金额", ""), ("开始", "season"), ("开始 → 结束", "between")} <= parts


def test_the_case_of_a_level_makes_no_difference() -> None:
    found = columns_of({"来源": ["Web", "web", "展会", ""] * 10})
    assert found.features[0].levels == ("Web", "展会") and set(found.features[0].codes) == {0, 1, -1}  # type: ignore[arg-type]


def cells_of(table: closed_deals.List, won: Sequence[str], lost: Sequence[str]) -> list[str]:
    return [(won if ended else lost)[n % len(won if ended else lost)] for n, ended in enumerate(table.won)]


@pytest.mark.parametrize(
    ("won", "lost"),
    [
        (["Won"], ["Lost"]), (["", ""], ["价格", "", "竞品"]), (["100"], ["0"]), (["12.5", "30"], ["0"]),
        (["2026-03-01", "2026-04-02"], [""]), (["合同已签", "回款中"], ["客户取消", "没预算"]),
    ],
)  # fmt: skip
def test_a_column_that_gives_the_end_away_is_named(won: Sequence[str], lost: Sequence[str]) -> None:
    table = closed_deals.deals(120)
    deals = read(closed_deals.with_column(table, "结案", cells_of(table, won, lost)).rows, "Status", "Won")
    assert leaking(deals, columns_of(deals.columns)) == ("结案",)


@pytest.mark.parametrize(("rows", "strength"), [(40, 1.0), (400, 3.0), (400, 0.0)])
def test_what_merely_helps_gives_nothing_away(rows: int, strength: float) -> None:
    deals = read(closed_deals.deals(rows, strength=strength, customers=rows // 5).rows, "Status", "Won")
    assert leaking(deals, columns_of(deals.columns)) == ()
