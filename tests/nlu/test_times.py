"""Time words against the table in times.yml, and laws that hold for any text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.time.times import TimeMention, find_times

CHINA = timezone(timedelta(hours=8))
TABLE = yaml.safe_load(Path(__file__).with_name("times.yml").read_text(encoding="utf-8"))


def cases(*kinds: str) -> list[Any]:
    return list(_cases(kinds))


def _cases(kinds: tuple[str, ...]) -> Iterator[Any]:
    for group in TABLE:
        now = datetime.fromisoformat(group["now"]).replace(tzinfo=CHINA)
        for kind in kinds:
            for words, expected in group.get(kind, {}).items():
                yield pytest.param(kind, str(words), now, expected, id=f"{kind} {words} {now:%m-%d %H:%M}")


def normal(expected: Any) -> Any:
    """The table's shorthand in normal form: 2026-11-23 10:00 is an instant with the offset of now."""
    if isinstance(expected, list):
        return [str(day) for day in expected]
    if expected is None or " " not in str(expected):
        return expected and str(expected)
    return datetime.fromisoformat(expected).replace(tzinfo=CHINA).isoformat()


def readings(kind: str, found: list[TimeMention]) -> list[Any]:
    return [value for mention in found if (value := getattr(mention, kind)) is not None]


@pytest.mark.parametrize(("kind", "words", "now", "expected"), cases("next_time", "occurred_on", "period", "duration"))
def test_time_words(kind: str, words: str, now: datetime, expected: Any) -> None:
    assert readings(kind, find_times(words, now)) == ([] if expected is None else [normal(expected)])


@pytest.mark.parametrize(("kind", "words", "now", "expected"), cases("words"))
def test_which_words(kind: str, words: str, now: datetime, expected: str) -> None:
    assert [words[mention.start : mention.end] for mention in find_times(words, now)] == [expected]


@pytest.mark.parametrize("words", [str(words) for group in TABLE for words in group.get("nothing", [])])
def test_no_time(words: str) -> None:
    assert find_times(words, datetime(2026, 11, 23, 10, tzinfo=CHINA)) == []


def test_a_length_is_not_a_point() -> None:
    now = datetime(2026, 11, 23, 10, tzinfo=CHINA)
    points = {words: find_times(words, now)[0].is_point for words in ("两小时", "过两小时", "两小时后", "周三")}
    assert points == {"两小时": False, "过两小时": False, "两小时后": True, "周三": True}


@pytest.mark.parametrize(
    ("words", "moved_to"),
    [
        ("今天来不及，推到后天", "后天"),
        ("周四的会改在周五下午", "周五下午"),
        ("演示从周三提前到明天", "明天"),
        ("这单延期到下个月5号再说，今天先不动", "下个月5号"),
    ],
)
def test_the_new_time_is_told_from_the_old_one(words: str, moved_to: str) -> None:
    found = find_times(words, datetime(2026, 11, 23, 10, tzinfo=CHINA))
    assert len(found) == 2
    assert [words[mention.start : mention.end] for mention in found if mention.moved_to] == [moved_to]


def test_years_and_days_of_different_clauses_are_two_times() -> None:
    found = find_times("钱要等明年，12月中先把样机送去", datetime(2026, 11, 23, 10, tzinfo=CHINA))
    assert [mention.next_time for mention in found] == ["2027-01-01", "2026-12-15"]


def test_the_offset_of_now_carries_to_the_result() -> None:
    now = datetime.fromisoformat("2026-11-23T10:00:00-05:00")
    assert find_times("明天下午三点", now)[0].next_time == "2026-11-24T15:00:00-05:00"


PIECES = st.sampled_from(
    [
        "今",
        "明",
        "后",
        "天",
        "周",
        "下",
        "上",
        "一",
        "二",
        "三",
        "十",
        "百",
        "点",
        "半",
        "刻",
        "号",
        "月",
        "年",
        "日",
        "底",
        "初",
        "末",
        "前",
        "内",
        "后",
        "之",
        "到",
        "-",
        "/",
        ":",
        ".",
        "0",
        "1",
        "2",
        "9",
        "小时",
        "分钟",
        "个",
        "季度",
        "Q4",
        "最近",
        "国庆",
        "春节",
        "节",
        "过",
        "再",
        "早",
        "晚",
        "上午",
        "下午",
        "差",
        "礼拜",
        "2026",
        "9999年",
        "13",
        "25",
        "99",
        "，",
        "（",
        "）",
        "的",
        "从",
        "工作日",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(CHINA))  # noqa: DTZ001


@settings(deadline=None)
@given(TEXTS, MOMENTS)
def test_any_text_gives_ordered_spans_inside_it_and_times_on_their_side_of_now(text: str, now: datetime) -> None:
    end = 0
    for mention in find_times(text, now):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        if mention.next_time and "T" in mention.next_time:
            assert datetime.fromisoformat(mention.next_time) >= now.replace(microsecond=0)
        elif mention.next_time:
            assert date.fromisoformat(mention.next_time) >= now.date()
        if mention.occurred_on:
            assert date.fromisoformat(mention.occurred_on) <= now.date()
        if isinstance(mention.period, list):
            assert date.fromisoformat(mention.period[0]) <= date.fromisoformat(mention.period[1])
