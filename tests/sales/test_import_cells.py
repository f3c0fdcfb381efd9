"""Sums and days as people write them into tables."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from sales.importing import cells
from sales.importing.cells import Unreadable

NOW = datetime(2026, 11, 27, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
WAN = 10_000


@pytest.mark.parametrize(
    ("written", "scale", "yuan"),
    [
        ("36万", 1, 360_000), ("360,000", 1, 360_000), ("¥36万元", 1, 360_000), ("三十六万", 1, 360_000),
        ("36w", 1, 360_000), (36, WAN, 360_000), ("36.5", WAN, 365_000), ("36万", WAN, 360_000), (36.5, 1, 36.5),
        ("30-50万", 1, 400_000), ("30万到50万", 1, 400_000), ("约30万左右", 1, 300_000),
        ("１２０，０００元", 1, 120_000),
        ("1.2亿", 1, 120_000_000), ("三万五", 1, 35_000), ("人民币叁拾陆万元整", 1, 360_000), ("120k", 1, 120_000),
        ("三十八", WAN, 380_000), ("一百二", WAN, 1_200_000), ("三十八万", WAN, 380_000), ("三十八", 1, 38),
        ("待定", 1, None), ("面议", 1, None), ("-", 1, None), ("", 1, None), (None, 1, None), (0, 1, None),
    ],
)  # fmt: skip
def test_sums(written: str | float | None, scale: int, yuan: float | None) -> None:
    assert cells.fen(written, scale) == (None if yuan is None else round(yuan * 100))


@pytest.mark.parametrize(
    ("written", "scale"),
    [
        ("abc", 1),
        ("-5", 1),
        (-5, 1),
        ("2026-1-1", 1),
        ("50-30万", 1),
        (360_000, WAN),
        ("100亿", 1),
        (date(2026, 1, 1), 1),
    ],
)
def test_what_is_no_sum(written: str | int | date, scale: int) -> None:
    with pytest.raises(Unreadable):
        cells.fen(written, scale)


@pytest.mark.parametrize(
    ("written", "past", "day"),
    [
        ("2026/12/1", False, "2026-12-01"), ("2026年12月1日", False, "2026-12-01"), ("2026.12.01", False, "2026-12-01"),
        ("20261201", False, "2026-12-01"), ("26/12/1", False, "2026-12-01"), (46357, False, "2026-12-01"),
        ("46357", False, "2026-12-01"), (46357.5, False, "2026-12-01"), ("12月底", False, "2026-12-31"),
        ("12月底", True, "2025-12-31"), ("2026年12月", False, "2026-12-31"), ("12/1", False, "2026-12-01"),
        ("12/1", True, "2025-12-01"), ("3月中旬", False, "2027-03-20"), ("11月20日", True, "2026-11-20"),
        ("下周五", False, "2026-12-04"), ("年底", False, "2026-12-31"), ("2026-12-01 09:30", True, "2026-12-01"),
        (datetime(2026, 12, 1, 9), False, "2026-12-01"),  # noqa: DTZ001 (as the reader gives it)
        (date(2026, 12, 1), False, "2026-12-01"),
        ("2026年12月1日(周二)", False, "2026-12-01"), ("待定", False, None), (None, False, None),
    ],
)  # fmt: skip
def test_days(written: object, past: bool, day: str | None) -> None:
    found = cells.day(written, NOW, past=past)  # type: ignore[arg-type]
    assert found == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize("written", ["尽快", "13月1日", "2026-02-30", "Q4那会", "36万"])
def test_what_is_no_day(written: str) -> None:
    with pytest.raises(Unreadable):
        cells.day(written, NOW, past=False)


def test_a_time_of_day_is_kept_where_it_is_written() -> None:
    assert cells.moment("2026-11-20 9:30:15", NOW, past=True) == datetime(2026, 11, 20, 9, 30, tzinfo=NOW.tzinfo)
    assert cells.moment("2026-11-20", NOW, past=True) == datetime(2026, 11, 20, tzinfo=NOW.tzinfo)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  张 伟 ", "张伟"), ("无锡大发\n食品厂", "无锡大发食品厂"), ("Acme  Trading\tLtd", "Acme Trading Ltd"),
        (138.0, "138"),
        ("无", None), ("N/A", None), (True, None), ("=HYPERLINK(\"x\")", "=HYPERLINK(\"x\")"),
    ],
)  # fmt: skip
def test_texts(cell: object, text: str | None) -> None:
    assert cells.text(cell) == text


def test_a_cell_keeps_every_letter_and_no_control_character() -> None:
    for letter in map(chr, range(0x3100)):
        is_space = letter.isspace() or unicodedata.category(letter) in ("Cc", "Cs", "Co", "Zl", "Zp")
        assert cells.text(f"A{letter}B") == f"A{' ' if is_space else letter}B"
