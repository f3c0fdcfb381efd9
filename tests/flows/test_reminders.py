"""Reminders at a time the person names."""

from __future__ import annotations

from testing import Company


def test_a_reminder_comes_at_its_time_early_rather_than_late(company: Company) -> None:
    rep = company.member("小周").says("明早九点提醒我给孙总回电话")
    rep.hears(r"明天\(11月24日\)上午九点", "给孙总回电话", choices=["撤回"], kind="receipt")
    company.until("2026-11-24 09:05")
    rep.hears("给孙总回电话", choices=["记一条跟进", "缓一缓"], kind="nudge", at="2026-11-24 08:58")


def test_the_time_is_asked_where_it_is_missing(company: Company) -> None:
    rep = company.member("小周").says("提醒我给孙总寄样品")
    rep.hears("什么时候")
    rep.says("下午三点二十").hears("三点二十", "寄样品")
    company.until("2026-11-23 15:30")
    rep.hears("寄样品", at="2026-11-23 15:20")


def test_a_time_at_night_is_kept_if_the_person_insists(company: Company) -> None:
    rep = company.member("小周").says("今晚九点十分提醒我给孙总回消息")
    rep.hears("休息时间", choices=["今天 19:58", "明早 08:32", "就那个时间"])
    rep.taps("就那个时间").hears("晚上九点十分")
    company.until("2026-11-23 22:00")
    rep.hears("回消息", at="2026-11-23 21:10")


def test_a_time_at_night_can_be_moved(company: Company) -> None:
    rep = company.member("小周").says("今晚九点十分提醒我给孙总回消息")
    rep.hears("休息时间")
    rep.taps("明早 08:32").hears(r"明天\(11月24日\)")
    company.until("2026-11-24 08:40")
    rep.hears("回消息", at="2026-11-24 08:32")


def test_a_reminder_put_off_comes_again(company: Company) -> None:
    rep = company.member("小周").says("两小时后提醒我看合同")
    rep.hears("看合同")
    company.until("2026-11-23 12:10")
    rep.hears("看合同", at="2026-11-23 12:0")
    rep.says("再缓一个小时").hears("再提醒你")
    company.until("2026-11-23 13:20")
    rep.hears("看合同", at="2026-11-23 13:1")


def test_undo_takes_a_reminder_back(company: Company) -> None:
    rep = company.member("小周").says("两小时后提醒我看合同")
    rep.hears("看合同")
    rep.taps("撤回").hears("已撤回")
    company.until("2026-11-23 13:00")
    rep.hears_nothing()


def test_another_reminder_is_no_answer_to_when(company: Company) -> None:
    rep = company.member("小周").says("提醒我给孙总寄样品")
    rep.hears("什么时候")
    rep.says("半小时后提醒我出发").hears("十点三十三提醒你:出发")
    rep.hears("什么时候")
    rep.says("下午三点二十").hears("三点二十提醒你:.*寄样品")


def test_a_time_at_night_is_asked_about_by_what_it_is_for(company: Company) -> None:
    rep = company.member("小周").says("今晚九点十分提醒我给孙总回消息")
    rep.hears("「给孙总回消息」:今天.*休息时间")
    rep.says("取消").hears("不弄了")


def test_the_evening_before(company: Company) -> None:
    rep = company.member("小周").says("周三下午两点去联创,提前一晚叫我")
    rep.hears(r"^好,明天\(11月24日\)晚上七点提醒你", never=["提前"])
