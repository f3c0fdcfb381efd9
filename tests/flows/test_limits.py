"""The clock watches every deal: the rep is nudged, then the supervisor told, then the manager."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select
from testing import Company

from storage.people import Member

NUDGE = ["已跟进", "缓一缓", "需要支持"]


def test_nudge_then_alert_then_manager_each_once(company: Company) -> None:
    """鼎新 is in 需求确认 (48 h) since Monday 09:20."""
    company.until("2026-11-25 09:40")
    company.member("小周").hears("鼎新", "需求确认超时", choices=NUDGE, kind="nudge", at="2026-11-25 09:2")
    company.until("2026-11-25 14:02")
    company.member("赵琳").hears("小周", "鼎新", "需求确认超时 4 小时", kind="alert", at="2026-11-25 13:")
    company.until("2026-11-26 12:00")
    company.ignore("小周", "小郑")
    company.until("2026-11-27 15:00")
    company.member("老板").hears("小周", "鼎新", kind="alert", at="2026-11-27 13:")
    company.ignore()


def test_a_followup_starts_the_clock_anew_and_stops_the_alert(company: Company) -> None:
    company.until("2026-11-25 10:00")
    rep = company.member("小周")
    rep.hears("鼎新")
    rep.taps("已跟进").hears("怎么聊的")
    rep.says("薛总电话里说在走流程,周五再联系").hears("已记录", "薛总")
    company.until("2026-11-25 19:00")
    company.member("赵琳").hears_nothing()
    rep.hears_nothing()


def test_tapping_followed_up_counts_only_when_saved(company: Company) -> None:
    company.until("2026-11-25 10:00")
    rep = company.member("小周")
    rep.hears("鼎新")
    rep.taps("已跟进").hears("怎么聊的")
    company.until("2026-11-25 14:02")
    company.member("赵琳").hears("小周", "鼎新", kind="alert")


def test_snoozed_twice_and_no_more(company: Company) -> None:
    company.until("2026-11-25 09:40")
    rep = company.member("小周")
    rep.hears("鼎新")
    rep.taps("缓一缓").hears("缓到什么时候", choices=["2 小时后", "明天早上"])
    rep.taps("2 小时后").hears(r"再提醒你")
    company.until("2026-11-25 12:00")
    rep.hears("鼎新", kind="nudge", at="2026-11-25 11:4")
    rep.says("这个先缓两小时").hears("再提醒你")
    company.until("2026-11-25 14:10")
    rep.hears("鼎新", kind="nudge", at="2026-11-25 1")
    rep.taps("缓一缓").hears("不能再缓")
    company.until("2026-11-26 09:12")
    company.member("赵琳").hears("鼎新", kind="alert", at="2026-11-26 09:")
    company.ignore("小周")


def test_support_reaches_the_supervisor_at_once_and_ends_the_nudges(company: Company) -> None:
    company.until("2026-11-25 09:40")
    rep, boss = company.member("小周"), company.member("赵琳")
    rep.hears("鼎新")
    rep.taps("需要支持").hears("需要什么支持", choices=["报价或折扣", "产品和技术支援", "主管一起拜访"])
    rep.taps("报价或折扣").hears("已经告诉主管")
    boss.hears("小周", "鼎新", "报价或折扣", kind="alert", at="2026-11-25 09:40")
    company.until("2026-11-25 19:00")
    boss.hears_nothing()
    rep.hears_nothing()


def test_a_supervisors_hold_stops_the_clock(company: Company) -> None:
    company.until("2026-11-25 14:02")
    rep, boss = company.member("小周"), company.member("赵琳")
    rep.hears("鼎新")
    boss.hears("鼎新", choices=["再给两天", "看看情况", "我来处理"])
    boss.taps("再给两天").hears("鼎新", "先缓到")
    rep.hears("多留了两天", kind="receipt")
    company.until("2026-11-26 09:00")
    rep.hears_nothing()


def test_nothing_at_night_or_on_a_day_off(company: Company) -> None:
    """联创 and 安宁 pass 72 h on Thursday 09:10-09:30; a follow-up on Wednesday evening moves that to Saturday."""
    rep = company.member("小周")
    company.until("2026-11-25 09:10")
    rep.says("鼎新薛总电话里说要考虑").hears("已记录")
    company.until("2026-11-25 19:30")
    rep.says("联创孙总电话里嫌贵").hears("已记录")
    rep.says("安宁温主任微信说价格高,仓储系统那单").hears("已记录")
    company.until("2026-11-30 10:30")
    shown = [
        message for message in company.simulation.screens.shown if message.to == "小周" and message.kind == "nudge"
    ]
    local = [message.at.astimezone(company.policy.zone) for message in shown]
    assert local and all(at.weekday() < 5 and "08:30" < f"{at:%H:%M}" < "20:00" for at in local)
    assert all(at.minute not in (0, 30) for at in local)
    company.ignore()


def test_what_was_missed_while_the_process_was_down_comes_late_once_and_not_at_night(company: Company) -> None:
    company.clock.move_to(datetime(2026, 11, 25, 21, 0, tzinfo=company.policy.zone))
    company.simulation.settle()
    company.member("小周").hears_nothing()
    company.until("2026-11-26 10:05")
    shown = company.simulation.screens.shown
    nudges = [
        message for message in shown if (message.to, message.kind) == ("小周", "nudge") and "鼎新" in message.text
    ]
    assert [f"{message.at.astimezone(company.policy.zone):%m-%d}" for message in nudges] == ["11-26"]
    company.ignore("小周", "小郑")


def test_which_deal_is_put_off_is_asked_or_named(company: Company) -> None:
    """On Thursday 联创 (09:10) and 安宁 (09:30) are over, nudged apart; 鼎新 since Wednesday."""
    company.until("2026-11-26 09:45")
    rep = company.member("小周")
    company.ignore("小周", "小郑", "赵琳")
    rep.says("联创那单先缓两小时").hears("联创", "再提醒你", never=["安宁", "鼎新"])
    rep.says("这个也缓两小时").hears("安宁", "再提醒你")
    company.ignore()


def test_a_number_never_answers_what_waits_for_the_morning(company: Company) -> None:
    """At night 小周 asks for support: 赵琳's alert waits. What she types meanwhile is not its button."""
    company.until("2026-11-25 19:59")
    rep, boss = company.member("小周"), company.member("赵琳")
    company.ignore()
    company.advance("2m")
    boss.says("帮助").hears("单子超时没人动", choices=["今天我该跟谁"])
    rep.taps("需要支持").hears("需要什么支持")
    rep.says("要折扣").hears("上班前告诉他")
    boss.says("1").hears("要跟", never=["先缓到"])
    company.until("2026-11-26 10:05")
    boss.hears("小周需要支持", kind="alert", at="2026-11-26 ")
    company.ignore()


def test_who_has_left_hears_nothing_and_the_supervisor_does(company: Company) -> None:
    with company.db.write() as session:
        left = session.exec(select(Member).where(Member.name == "小周")).one()
        left.active = False
        session.add(left)
    company.until("2026-11-25 14:02")
    company.member("小周").hears_nothing()
    company.member("赵琳").hears("小周", "鼎新", kind="alert")
    company.member("小周").says("鼎新现在什么情况").hears("邀请码", never=["需求确认"])
