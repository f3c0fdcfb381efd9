"""Limits that the company changes hold for deals that are open already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from testing import Company

from bot.admin import policy_change
from bot.runtime import leases
from config import policy as policies
from config.policy import Policy


def with_needs_limit(hours: int, folder: Path) -> Policy:
    changed = folder / "policy.yml"
    shipped = policies.SHIPPED.read_text("utf-8")
    changed.write_text(shipped.replace("需求确认, limit_hours: 48", f"需求确认, limit_hours: {hours}"), "utf-8")
    return policies.load(changed)


def never(_seconds: float) -> None:
    pytest.fail("there is nobody to wait for")


def followed(company: Company, policy: Policy, pause: Callable[[float], None] = never) -> bool:
    """Whether a process that starts under `policy` planned everything anew."""
    lease = leases.NamedLease(company.db, policy_change.PLANNED_BY, policy_change.LEASE)
    return policy_change.follow(company.db, policy, company.clock.now(), lease, pause)


@contextmanager
def started_again(tmp_path: Path, template: Path, policy: Policy) -> Iterator[Company]:
    """The company, founded under the shipped policy, after a start under another."""
    company = Company(tmp_path, template, policy)
    assert followed(company, policy)
    yield company
    company.close()


@pytest.mark.parametrize(("hours", "nudged_at"), [(24, "2026-11-24 09:2"), (96, "2026-11-27 09:2")])
def test_the_nudge_comes_at_the_new_limit(hours: int, nudged_at: str, tmp_path: Path, template: Path) -> None:
    """鼎新 is in 需求确认 since Monday 09:20; by the shipped policy its nudge falls on Wednesday."""
    with started_again(tmp_path, template, with_needs_limit(hours, tmp_path)) as company:
        company.until("2026-11-27 09:45")
        nudges = [
            message
            for message in company.simulation.screens.shown
            if "鼎新" in message.text and message.kind == "nudge"
        ]
        assert [f"{message.at.astimezone(company.policy.zone):%Y-%m-%d %H:%M}"[:15] for message in nudges] == [
            nudged_at
        ]


def test_a_longer_limit_takes_back_the_alert_that_was_on_its_way(company: Company, tmp_path: Path) -> None:
    company.until("2026-11-25 09:40")
    company.member("小周").hears("鼎新", kind="nudge")
    company.policy = with_needs_limit(96, tmp_path)
    assert followed(company, company.policy)
    company.restart()
    company.until("2026-11-25 19:00")
    company.member("赵琳").hears_nothing()
    company.ignore()


def test_the_same_policy_changes_nothing(company: Company) -> None:
    assert not followed(company, company.policy)


def test_one_process_at_a_time_carries_it_out(tmp_path: Path, template: Path) -> None:
    changed = with_needs_limit(24, tmp_path)
    company = Company(tmp_path, template, changed)
    role, lease = policy_change.PLANNED_BY, policy_change.LEASE
    assert leases.take(company.db, role, "another process", lease)
    waited: list[float] = []

    def until_that_one_dies(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            leases.give_up(company.db, role, "another process")

    assert followed(company, changed, until_that_one_dies) and len(waited) == 3
    assert leases.take(company.db, role, "another process", lease)  # it was given up at once
    company.close()


def test_what_another_process_has_carried_out_meanwhile_is_not_done_again(tmp_path: Path, template: Path) -> None:
    changed = with_needs_limit(24, tmp_path)
    company = Company(tmp_path, template, changed)
    assert leases.take(company.db, policy_change.PLANNED_BY, "another process", policy_change.LEASE)

    def it_is_carried_out(_seconds: float) -> None:
        leases.give_up(company.db, policy_change.PLANNED_BY, "another process")
        assert followed(company, changed)

    assert not followed(company, changed, it_is_carried_out)
    company.close()


def test_it_is_carried_out_once(tmp_path: Path, template: Path) -> None:
    with started_again(tmp_path, template, with_needs_limit(24, tmp_path)) as company:
        assert not followed(company, company.policy)
