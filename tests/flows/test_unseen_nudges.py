"""On a platform that takes messages only for a while after somebody has written: a nudge that could not be shown is
shown once they write, and their leaders hear that it was not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from testing import Company

from bot.runtime import simulation


@pytest.fixture(autouse=True)
def window(monkeypatch: pytest.MonkeyPatch) -> None:
    reach = replace(simulation.REACH, window=timedelta(hours=48), window_quota=5)
    monkeypatch.setattr(simulation, "REACH", reach)


def test_leaders_hear_that_a_nudge_was_not_shown_and_it_is_once_the_rep_writes(company: Company) -> None:
    company.member("赵琳").says("帮助")
    company.member("老板").says("帮助")
    company.until("2026-11-24 17:00")
    company.member("赵琳").says("帮助")
    company.member("老板").says("帮助")
    company.ignore()
    company.until("2026-11-25 14:02")
    rep = company.member("小周")
    rep.hears_nothing()
    company.member("赵琳").hears("^这单卡住了,小周没跟我说话,提醒还送不到,打个电话吧:", "鼎新", kind="alert")
    company.ignore("赵琳")
    rep.says("早").hears("早|在")
    rep.hears("鼎新", "需求确认超时", kind="nudge", at="2026-11-25 14:02")
    rep.hears_nothing()
    company.until("2026-11-26 17:00")
    company.member("老板").says("帮助")
    company.ignore()
    company.until("2026-11-27 15:00")
    company.member("老板").hears("^这单一直卡着,主管已经知道了,还没有动:", "鼎新", kind="alert")
    company.ignore()


def test_seen_nudges_are_told_of_as_ever(company: Company) -> None:
    company.until("2026-11-25 09:00")
    company.member("小周").says("早")
    company.member("赵琳").says("早")
    company.ignore()
    company.until("2026-11-25 14:02")
    company.member("赵琳").hears("^这单卡住了,提醒过销售,还没有动:", "鼎新", kind="alert")
    company.ignore()


@pytest.mark.world("departments")
def test_a_superior_hears_that_a_department_has_not_seen_its_nudge(company: Company) -> None:
    company.member("小周").says("联创要定制接口,请产品评估一下").hears("已交给产品邵波")
    company.member("赵琳").says("帮助")
    company.ignore()
    company.until("2026-11-24 13:40")
    company.member("邵波").hears_nothing()
    company.member("赵琳").hears("停在产品邵波那里", "提醒还送不到他那里,打个电话吧", kind="alert")
    company.member("邵波").says("可以做").hears("工单1|好|答复")
    company.ignore()
