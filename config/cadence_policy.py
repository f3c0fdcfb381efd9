"""Company policy of leads, of customers without an open deal, and of how the script library is kept true."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from config.policy_times import ClockTime
from config.yaml_lines import Part

Grade = Literal["A", "B", "C"]
Days = Annotated[int, Field(ge=1, le=365)]


class LeadPolicy(Part):
    """Who gets a lead that a leader has entered: whoever the leader says (`manual`), or in turn whose team it is
    (`round_robin`), or the team of the customer's region (`by_region`)."""

    assign: Literal["manual", "round_robin", "by_region"] = "manual"


class GradeDays(Part):
    """After how many days without a contact the owner of a customer without an open deal is reminded, by its grade."""

    A: Days = 7
    B: Days = 15
    C: Days = 30


class CustomerCadence(Part):
    """Whether customers without an open deal have a clock of their own (`enabled`), which grade those count as whose
    grade nobody has said, and of how many a person hears a day: the longest without a contact first, the rest on the
    days after."""

    enabled: bool = False
    days: GradeDays = GradeDays()
    grade: Grade = "B"
    most_a_day: Annotated[int, Field(ge=1, le=20)] = 5


class LibraryPolicy(Part):
    """`synonyms`: other names of an industry or a buyer's role, the same in a filter (医疗: [医院, 医药]).

    Whoever answers for an item is asked whether it still holds `review_months` after it was last checked or changed, on
    the first working day of a month at `review`; without a time nobody is. When an item changes, those hear of it who
    were shown it in the last `tell_days` days; who was shown what is kept for `shown_days` days."""

    synonyms: Mapping[str, tuple[str, ...]] = {}
    review: ClockTime | None = None
    review_months: Annotated[int, Field(ge=1, le=60)] = 6
    tell_days: Annotated[int, Field(ge=0, le=365)] = 30
    shown_days: Annotated[int, Field(ge=1, le=3650)] = 180

    def checked_since(self, now: datetime) -> datetime:
        """What was neither checked nor changed since then is due; `now` is in the company's zone."""
        months = now.year * 12 + now.month - 1 - self.review_months
        year, month = divmod(months, 12)
        day = min(now.day, calendar.monthrange(year, month + 1)[1])
        return now.replace(year=year, month=month + 1, day=day)

    def told_since(self, now: datetime) -> datetime:
        """Who was shown an item since then hears of its change."""
        return now - timedelta(days=self.tell_days)
