"""What a seller is going to do is no report: nothing is recorded, and one tap or a yes sets a reminder for it."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlmodel import col, select
from testing import Company, Person

from storage.deals import FollowUp, Opportunity, Reminder


def kept(company: Company) -> tuple[int, int, datetime]:
    """How many follow-ups and reminders there are, and when 鼎新's clock started."""
    with company.db.read() as session:
        clock = session.exec(select(Opportunity.clock_started_at).where(col(Opportunity.id) == 2)).one()
        return len(session.exec(select(FollowUp.id)).all()), len(session.exec(select(Reminder.id)).all()), clock


@pytest.mark.parametrize(
    ("said", "heard", "offered"),
    [
        ("鼎新我下午打", "鼎新:下午打电话", ["下午两点提醒我"]),
        ("后天我去鼎新一趟", "后天去鼎新一趟", ["周三上午九点提醒我"]),
        ("鼎新明天下午四点我过去", "鼎新:明天下午四点过去", ["明天下午三点提醒我"]),
        ("回头给薛总回个电话", "鼎新:回头给薛总回个电话", ["上午十一点提醒我", "明天上午九点提醒我"]),
        ("在开会 待会联系鼎新", "待会联系鼎新", ["上午十一点提醒我", "明天上午九点提醒我"]),
        ("知道了 鼎新我明天跟", "鼎新:明天跟", ["明天上午九点提醒我"]),
        ("准备周四上门拜访薛总", "鼎新:周四上门拜访薛总", ["周四上午九点提醒我"]),
    ],
)
def test_nothing_is_written_and_one_tap_reminds(company: Company, said: str, heard: str, offered: list[str]) -> None:
    before = kept(company)
    rep = company.member("小周").says(said)
    rep.hears(f"好,{heard}", "要提醒你吗", choices=offered, kind="reply")
    assert kept(company) == before
    rep.taps(offered[0]).hears("提醒你:.*", choices=["撤回"], kind="receipt")
    followups, set_now, clock = kept(company)
    assert (followups, set_now, clock) == (before[0], before[1] + 1, before[2])
    rep.says("撤回").hears("已撤回:提醒")


@pytest.mark.parametrize("said", ["好", "要", "到时候提醒我一下", "嗯 提醒吧"])
def test_a_yes_is_the_tap(company: Company, said: str) -> None:
    rep = company.member("小周").says("联创我明天上午十点半打")
    rep.hears("要提醒你吗")
    rep.says(said).hears(r"明天\(11月24日\)上午九点半提醒你:上午十点半打电话\(苏州联创", kind="receipt")
    company.until("2026-11-24 10:00")
    rep.hears("提醒:上午十点半打电话", kind="nudge", at="2026-11-24 09:28", choices=["记一条跟进", "缓一缓"])


@pytest.mark.parametrize("said", ["不用", "不用提醒 我记得", "算了不用了"])
def test_a_no_sets_nothing(company: Company, said: str) -> None:
    before = kept(company)
    rep = company.member("小周").says("联创我明天上午打")
    rep.hears("要提醒你吗")
    rep.says(said).hears("不提醒", kind="reply")
    assert kept(company) == before


def after_a_nudge(company: Company) -> Person:
    """小周 has just been nudged about 鼎新; Wednesday 25 November, 09:40."""
    company.until("2026-11-25 09:40")
    rep = company.member("小周")
    rep.hears("鼎新", "需求确认超时", kind="nudge")
    return rep


def test_the_customer_of_the_nudge_is_meant(company: Company) -> None:
    rep = after_a_nudge(company).says("我下午再打")
    rep.hears("好,鼎新:下午打电话", choices=["下午两点提醒我"])


def test_what_is_done_at_once_needs_no_reminder(company: Company) -> None:
    after_a_nudge(company).says("这就打").hears("好,鼎新:打电话.*说一声", never=["提醒"])


@pytest.mark.parametrize(
    "said", ["鼎新下周签合同", "薛总说明天打款", "提醒我下午打给薛总", "刚给薛总打了没接 晚点再打"]
)
def test_other_words_are_no_plan(company: Company, said: str) -> None:
    company.member("小周").says(said)
    assert "要提醒你吗" not in "".join(message.text for message in company.simulation.screens.shown)
    company.ignore()


def test_after_a_record_it_is_the_next_step_of_it(company: Company) -> None:
    rep = company.member("小周").says("刚拜访了鼎新薛总,挺感兴趣")
    rep.hears("已记录")
    rep.says("下周二再去一趟").hears("补进刚才那条", "下一步.*再去一趟")


@pytest.mark.parametrize("said", ["搞定了", "打过了", "刚办完了", "好了", "已经联系过了"])
def test_done_after_a_nudge_asks_how_it_went(company: Company, said: str) -> None:
    before = kept(company)
    after_a_nudge(company).says(said).hears("怎么聊的")
    assert kept(company) == before


@pytest.mark.parametrize("said", ["能不能别催了", "别老提醒我", "不要再催了"])
def test_who_is_not_to_be_urged_is_asked_until_when(company: Company, said: str) -> None:
    after_a_nudge(company).says(said).hears("缓到什么时候")


def test_a_reminder_without_a_customer_is_done(company: Company) -> None:
    rep = company.member("小周").says("下午四点提醒我交发票")
    rep.hears("交发票")
    company.until("2026-11-23 16:05")
    rep.hears("提醒:交发票", kind="nudge")
    rep.says("弄完了").hears("办完了")


@pytest.mark.parametrize("words", ["鼎新那边我来跟薛总说", "我亲自去找薛总谈"])
def test_who_is_to_be_talked_to_is_no_record_and_takes_nobodys_customer(company: Company, words: str) -> None:
    before = kept(company)
    boss = company.member("赵琳").says(words)
    boss.hears("好,.*(跟薛总说|找薛总谈).*要提醒你吗", kind="reply")
    assert kept(company) == before
    boss.says("鼎新现在谁在跟").hears("小周")
