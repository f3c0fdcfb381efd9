"""The administrator hears once that a year's days off are not known yet."""

from __future__ import annotations

from datetime import datetime

from testing import Company


def test_the_administrator_is_told_once_and_not_on_new_years_day(company: Company) -> None:
    company.clock.move_to(datetime(2026, 12, 31, 19, 50, tzinfo=company.policy.zone))
    company.simulation.settle()
    company.ignore()
    company.until("2027-01-05 12:00")
    notes = [message for message in company.simulation.screens.shown if "2027 年的放假" in message.text]
    assert [(message.to, f"{message.at.astimezone(company.policy.zone):%m-%d}") for message in notes] == [
        ("老板", "01-04")
    ]
    company.ignore()
