"""The formulas of docs/process-figures.md, as tables. Monday is the 23rd of November."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from book import POLICY, at

from analytics.process_figures import (
    Contact,
    LeadDay,
    figures,
    lead_day,
    mean_followup_hours,
    mean_response_hours,
    share,
    touches,
)
from sales.leads import LeadTimes

WEEK = (at("23 00:00"), at("30 00:00"))


@pytest.mark.parametrize(
    ("starts", "contacts", "hours"),
    [
        pytest.param(["23 08:00"], ["23 10:00"], [2], id="from the stage's start"),
        pytest.param(["23 08:00"], ["23 10:00", "24 10:00"], [2, 24], id="from the contact before"),
        pytest.param(["20 08:00", "24 08:00"], ["23 10:00", "24 10:00"], [74, 2], id="a move in between"),
        pytest.param(["20 08:00"], ["22 08:00", "23 08:00"], [24], id="the contact before was last week"),
        pytest.param(["20 08:00"], ["22 23:59", "30 00:00"], [], id="outside of the week"),
        pytest.param([], ["23 10:00"], [], id="nothing before it"),
        pytest.param(["23 10:00"], ["23 10:00"], [], id="logged as the deal was entered"),
        pytest.param(["23 08:00"], [], [], id="no contact"),
    ],
)
def test_each_contact_is_timed_from_the_start_of_its_deals_time(
    starts: Sequence[str], contacts: Sequence[str], hours: Sequence[float]
) -> None:
    found = touches({1: [at(when) for when in starts]}, [Contact(1, at(when)) for when in contacts], *WEEK)
    assert [(touch.at - touch.since).total_seconds() / 3600 for touch in found] == hours


def test_a_colleagues_contact_starts_the_time_anew_and_is_not_ours() -> None:
    contacts = [Contact(1, at("23 09:00"), ours=False), Contact(1, at("23 12:00")), Contact(2, at("23 12:00"))]
    found = touches({1: [at("20 09:00")], 2: [at("22 12:00")]}, contacts, *WEEK)
    assert mean_followup_hours(found) == (3 + 24) / 2


@pytest.mark.parametrize(("responses", "hours"), [([], None), ([6], 6), ([5, 2], 3.5), ([0], 0)])
def test_departments_are_timed_by_the_mean_of_what_they_took(responses: Sequence[int], hours: float | None) -> None:
    assert mean_response_hours([timedelta(hours=response) for response in responses]) == hours


@pytest.mark.parametrize(("part", "whole", "expected"), [(0, 0, None), (0, 5, 0), (3, 4, 0.75), (5, 5, 1)])
def test_of_nothing_there_is_no_share(part: int, whole: int, expected: float | None) -> None:
    assert share(part, whole) == expected


def test_without_data_there_is_no_figure() -> None:
    none = figures([], 0, 0, [])
    assert (none.followup_hours, none.effective_share, none.response_hours) == (None, None, None)


def lead(entered: str, assigned: str | None, touched: str | None) -> LeadTimes:
    def moment(when: str | None) -> datetime | None:
        return None if when is None else at(when)

    return LeadTimes(1, "", 1, "", at(entered), moment(assigned), moment(touched))


@pytest.mark.parametrize(
    ("leads", "expected"),
    [
        ([], LeadDay(0, 0, 0)),
        ([lead("23 10:00", "23 10:00", "23 23:59")], LeadDay(1, 1, 1)),
        ([lead("23 10:00", "23 18:00", "24 00:00")], LeadDay(1, 1, 0)),
        ([lead("23 23:30", "24 09:00", None), lead("23 10:00", None, None)], LeadDay(2, 0, 0)),
    ],
)
def test_leads_are_assigned_and_touched_on_the_day_they_come(leads: list[LeadTimes], expected: LeadDay) -> None:
    assert lead_day(leads, POLICY.zone) == expected


def test_the_shares_of_a_day_without_leads_are_unknown() -> None:
    assert LeadDay(0, 0, 0).touched_share is None and LeadDay(4, 4, 3).touched_share == 0.75
