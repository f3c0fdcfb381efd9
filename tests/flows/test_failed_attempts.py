"""An attempt that reached nobody is kept and shown; it neither starts the deal's time anew nor asks for objections."""

from __future__ import annotations

from pathlib import Path

import pytest
from testing import Company

from config import policy as policies

NOT_COUNTED = "不算一次跟进,.*的计时没变"


@pytest.mark.parametrize(
    "said",
    ["给联创孙总打了两个电话都没打通", "跑了一趟联创,没见着人", "联创那边电话一直没人接", "去联创扑了个空"],
)
def test_it_is_kept_and_asks_for_nothing(said: str, company: Company) -> None:
    rep = company.member("小周").says(said)
    rep.hears("已记录", "联创", "没联系上", NOT_COUNTED, never=["异议", "重新开始"])
    rep.says("联创现在什么情况").hears("11月23日 小周", "没联系上")


def test_the_limit_passes_as_if_nothing_had_been_done(company: Company) -> None:
    company.until("2026-11-25 08:45")
    rep = company.member("小周").says("薛总电话没打通")
    rep.hears("鼎新", NOT_COUNTED)
    company.until("2026-11-25 10:00")
    rep.hears("鼎新", "需求确认超时", "还没联系上过", "今天.*试过,没联系上", kind="nudge")


def test_an_attempt_about_an_overdue_deal_does_not_keep_the_supervisor_from_hearing(company: Company) -> None:
    company.until("2026-11-25 09:40")
    rep = company.member("小周")
    rep.hears("鼎新", kind="nudge")
    rep.says("刚给鼎新打电话没人接").hears(NOT_COUNTED)
    company.until("2026-11-25 14:30")
    company.member("赵琳").hears("鼎新", "没联系上", kind="alert")


def test_what_was_promised_before_stays_promised(company: Company) -> None:
    company.skips = frozenset()
    rep = company.member("小周").says("鼎新薛总挺感兴趣,约了周三下午两点再聊")
    rep.hears("已记录")
    rep.says("鼎新电话没打通").hears(NOT_COUNTED)
    company.until("2026-11-25 08:50")
    rep.hears("薛总", "下午两点", kind="brief")
    rep.says("今天有哪些要跟的").hears("鼎新", "下午两点")


def test_company_policy_can_let_it_count(company: Company, tmp_path: Path) -> None:
    changed = tmp_path / "policy.yml"
    shipped = policies.SHIPPED.read_text("utf-8")
    changed.write_text(shipped.replace("attempts_restart_clock: false", "attempts_restart_clock: true"), "utf-8")
    company.policy = policies.load(changed)
    rep = company.member("小周").says("鼎新薛总电话没打通")
    rep.hears("已记录", "没联系上", "48 小时重新开始算")


@pytest.mark.parametrize("said", ["孙总接了 嫌贵", "孙总回了 说价高"])
def test_who_is_reached_after_all_is_a_record_of_its_own(said: str, company: Company) -> None:
    rep = company.member("小周").says("联创孙总电话没接")
    rep.hears("没联系上", NOT_COUNTED)
    rep.says(said).hears("已记录", "价格敏感", "方案报价的.*重新", never=["补进", "没联系上"])
