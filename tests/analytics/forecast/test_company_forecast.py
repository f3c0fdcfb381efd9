"""The company's own model and forecast, on simulated companies whose truth is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import companies
import numpy as np
import pytest
from companies import STAGES, ZONE, Market

from analytics.forecast.company import moments, monthly
from analytics.forecast.company.frozen import Past as PastForecast
from analytics.forecast.company.outlook import outlook, stage_shares
from analytics.forecast.company.periods import before, month_of, quarter_of
from analytics.forecast.company.stories import Story, Touch
from analytics.forecast.company.win_model import Model
from analytics.forecast.learning import measures
from sales.period import Period

NOW = datetime(2026, 10, 5, 9, tzinfo=ZONE)


@cache
def stories() -> tuple[Story, ...]:
    return tuple(companies.company(1, Market(deals_a_week=5)))


@cache
def learned() -> Model:
    model = monthly.learn(companies.seen_at(list(stories()), NOW), None, STAGES, NOW, ZONE).model
    assert model is not None
    return model


def known(now: datetime = NOW) -> list[Story]:
    return companies.seen_at(list(stories()), now)


def of(first: tuple[int, int, int], last: tuple[int, int, int]) -> Period:
    return Period(date(*first), date(*last))


@pytest.mark.parametrize(
    ("day", "month", "quarter"),
    [
        (date(2026, 11, 23), of((2026, 11, 1), (2026, 11, 30)), of((2026, 10, 1), (2026, 12, 31))),
        (date(2026, 12, 31), of((2026, 12, 1), (2026, 12, 31)), of((2026, 10, 1), (2026, 12, 31))),
        (date(2028, 2, 1), of((2028, 2, 1), (2028, 2, 29)), of((2028, 1, 1), (2028, 3, 31))),
    ],
)  # fmt: skip
def test_periods(day: date, month: Period, quarter: Period) -> None:
    assert month_of(day) == month and quarter_of(day) == quarter
    assert before(month) == month_of(month.first - timedelta(days=1))
    assert before(quarter) == quarter_of(quarter.first - timedelta(days=1))


def test_what_comes_later_changes_nothing_of_how_a_deal_looked() -> None:
    """Every number of an open deal at a moment is the same whether the rest of the story is known or not."""
    at = datetime(2026, 3, 2, 9, tzinfo=ZONE)
    then, today = {story.deal_id: story for story in known(at)}, {story.deal_id: story for story in stories()}
    past_then, past = moments.Past.of(then.values()), moments.Past.of(today.values())
    past = replace(past, typical_fen=past_then.typical_fen)
    checked = [story for story in then.values() if story.is_open(at)]
    assert len(checked) > 15
    for story in checked:
        assert moments.look(story, past_then, STAGES, at, ZONE) == moments.look(
            today[story.deal_id], past, STAGES, at, ZONE
        )


def test_it_learns_which_deals_are_won_in_time() -> None:
    """Judged on three months after what was learned from."""
    said, ended = list[float](), list[float]()
    for month in range(3):
        now = NOW + timedelta(days=30 * month)
        period = month_of(now.date())
        for deal in outlook(known(now), known(now), learned(), STAGES, period, now, ZONE, bounded=False).deals:
            said.append(deal.in_time)
            ended.append(
                float(next(s for s in stories() if s.deal_id == deal.deal_id).won_between(now, period.end(ZONE)))
            )
            assert 0 <= deal.in_time <= deal.ever <= 1
    won, chance = np.array(ended), np.array(said)
    assert measures.auc(won, chance) > 0.8
    assert measures.brier(won, chance) < measures.brier(won, np.full(len(won), won.mean()))


def test_a_model_is_stored_as_numbers() -> None:
    again = Model.from_json(learned().as_json())
    assert again.as_json() == learned().as_json()


def test_a_forecast_has_an_interval_around_it() -> None:
    seen = outlook(known(), known(), learned(), STAGES, quarter_of(NOW.date()), NOW, ZONE)
    assert seen.learned and seen.low_fen is not None and seen.high_fen is not None
    assert seen.won_fen <= seen.low_fen < seen.sum_fen < seen.high_fen
    assert seen == outlook(known(), known(), learned(), STAGES, quarter_of(NOW.date()), NOW, ZONE)


def test_a_group_has_its_own_deals_and_two_halves_make_the_whole() -> None:
    every = known()
    halves = [[story for story in every if story.owner_id % 2 == odd] for odd in (0, 1)]
    period = month_of(NOW.date())
    sums = [outlook(every, half, learned(), STAGES, period, NOW, ZONE, bounded=False).open_fen for half in halves]
    assert abs(sum(sums) - outlook(every, every, learned(), STAGES, period, NOW, ZONE, bounded=False).open_fen) <= 1


def test_too_few_closed_deals_are_too_few() -> None:
    few = known(datetime(2025, 1, 20, tzinfo=ZONE))
    found = monthly.learn(few, None, STAGES, NOW, ZONE)
    assert found.model is None and found.figures["why"] == "too_few"


def test_where_nothing_can_be_learned_nothing_is() -> None:
    """Deals that are won by chance, each at any time: the share of all is as good."""
    rng = np.random.default_rng(4)
    lottery = []
    for story in stories():
        end = story.opened_at + timedelta(days=1)
        stage = "won" if rng.random() < 0.3 else "lost"
        lottery.append(replace(story, stage=stage, closed_at=end, moves=[story.moves[0], (end, stage)], touches=[]))
    assert monthly.learn(lottery, None, STAGES, NOW, ZONE).model is None


def test_the_old_model_stays_until_there_is_news_to_judge_by() -> None:
    assert monthly.learn(known(), learned(), STAGES, NOW, ZONE).figures["why"] == monthly.OLD_STAYS


def test_a_new_model_takes_over_from_one_that_it_beats() -> None:
    """Months later the model that knows nothing of stages is beaten by what is learned anew; a good one is not given up
    for one that is clearly worse."""
    now = NOW + timedelta(days=100)
    worse = replace(learned(), in_time=replace(learned().in_time, weights=0 * learned().in_time.weights))
    found = monthly.learn(known(now), worse, STAGES, now, ZONE)
    assert found.model is not None and found.figures["brier"] < found.figures["before"]  # type: ignore[operator]


def story(deal_id: int, stage: str, expected: date | None, amount: int | None, *stages: str) -> Story:
    opened = datetime(2026, 9, 1, tzinfo=UTC)
    moves = [(opened + timedelta(days=n), name) for n, name in enumerate((*stages, stage))]
    closed = moves[-1][0] if stage in ("won", "lost") else None
    touch = Touch(opened, 0, None)
    return Story(
        deal_id, 1, f"客户{deal_id}", None, stage, opened, closed, amount, expected, moves, moves[0][1], [touch]
    )


def test_with_little_history_deals_count_by_their_stage() -> None:
    """quote: two closed, one won, and a prior of three sixths for four deals: 3/6."""
    every = [
        story(1, "won", None, 100, "quote"), story(2, "lost", None, 100, "quote"),
        story(3, "quote", date(2026, 10, 20), 1_000_00), story(4, "quote", date(2026, 9, 1), 500_00),
        story(5, "quote", date(2026, 12, 1), 900_00), story(6, "contract", None, 800_00), story(7, "lead", None, None),
    ]  # fmt: skip
    assert stage_shares(every, STAGES)["quote"] == pytest.approx((1 + 4 * 3 / 6) / 6)
    seen = outlook(every, every, None, STAGES, month_of(NOW.date()), NOW, ZONE)
    assert not seen.learned and seen.low_fen is None
    assert seen.open_fen == round(0.5 * 1_000_00) + round(0.5 * 500_00)  # what is overdue is expected now
    assert seen.without_day == 2 and seen.without_sum == 1
    september = outlook(every, every, None, STAGES, month_of(date(2026, 9, 1)), NOW, ZONE)
    assert (september.won_count, september.won_fen, september.open_fen) == (1, 100, 0)


@pytest.mark.parametrize(
    ("forecast", "actual", "accuracy"), [(100, 80, 0.8), (100, 130, 0.7), (100, 300, -1.0), (0, 5, None)]
)
def test_the_declared_accuracy(forecast: int, actual: int, accuracy: float | None) -> None:
    found = PastForecast(month_of(NOW.date()), forecast, actual).accuracy
    assert found == (None if accuracy is None else pytest.approx(accuracy))


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield
