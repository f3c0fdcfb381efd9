"""Reminders that come again and again."""

from __future__ import annotations

from testing import Company


def nudges(company: Company, name: str) -> list[str]:
    """When `name` was nudged, by local time."""
    zone = company.policy.zone
    return [
        f"{shown.at.astimezone(zone):%m-%d %H:%M}"
        for shown in company.simulation.screens.shown
        if shown.to == name and shown.text.startswith("提醒:")
    ]


def test_every_day_leaves_days_off_alone_unless_they_are_wished(company: Company) -> None:
    rep = company.member("法务小何").says("每天上午十点二十提醒我看公章登记")
    rep.hears(
        "每个工作日上午十点二十提醒你:看公章登记", "休息日不打扰", r"第一次是今天", choices=["撤回", "休息日也提醒"]
    )
    company.until("2026-11-30 11:00")
    assert nudges(company, "法务小何") == [f"11-{day} 10:20" for day in (23, 24, 25, 26, 27, 30)]
    company.ignore()
    rep.taps("休息日也提醒").hears("每天上午十点二十", "休息日照常")
    company.until("2026-12-06 11:00")
    assert nudges(company, "法务小何")[-2:] == ["12-05 10:20", "12-06 10:20"]
    company.ignore()


def test_the_month_of_thirty_days_has_no_31st(company: Company) -> None:
    rep = company.member("法务小何").says("每月31号下午两点十分提醒我归档")
    rep.hears("每月31号下午两点十分", r"第一次是周一\(11月30日\)")
    company.until("2027-02-02 12:00")
    assert nudges(company, "法务小何") == ["11-30 14:10", "12-31 14:10", "02-01 14:10"]  # 31 January is a Sunday
    company.ignore()


def test_a_night_hour_is_asked_about_once(company: Company) -> None:
    rep = company.member("法务小何").says("每周二晚上九点十分提醒我写小结")
    rep.hears("休息时间", choices=["明天 19:58", "周三早上八点半", "就那个时间"])
    rep.taps("就那个时间").hears("每周二晚上九点十分提醒你:写小结")
    company.until("2026-12-02 12:00")
    assert nudges(company, "法务小何") == ["11-24 21:10", "12-01 21:10"]
    company.ignore()


def test_one_day_is_left_out_or_all_is_cancelled(company: Company) -> None:
    rep = company.member("法务小何").says("每周三、周五下午三点二十提醒我盘点")
    rep.hears("每周三、五下午三点二十")
    rep.says("我设了哪些提醒").hears("1. 每周三、五下午三点二十 盘点")
    rep.says("周五不用提醒我了").hears(
        r"周五\(11月27日\)只有「盘点」", choices=["这次不用", "以后都不用了", "照常提醒"]
    )
    rep.taps("这次不用").hears(r"周五\(11月27日\)不提醒「盘点」", r"下一次是周三\(11月25日\)")
    company.until("2026-12-02 18:00")
    assert nudges(company, "法务小何") == ["11-25 15:20", "12-02 15:20"]
    company.ignore()
    rep.says("取消每周三的提醒").hears("以后每周三、五下午三点二十都不再提醒:盘点", choices=["撤回", "就这一次"])
    company.until("2026-12-12 12:00")
    rep.hears_nothing()


def test_just_this_once_brings_the_rest_back(company: Company) -> None:
    rep = company.member("法务小何").says("每个工作日下午四点二十提醒我交接班")
    rep.hears("每个工作日")
    rep.says("交接班的提醒停掉").hears("都不再提醒")
    rep.taps("就这一次").hears(r"今天\(11月23日\)不提醒", r"下一次是明天\(11月24日\)下午四点二十")
    company.until("2026-11-24 18:00")
    assert nudges(company, "法务小何") == ["11-24 16:20"]
    company.ignore()


def test_moving_the_hour_moves_all_and_moving_the_day_moves_one(company: Company) -> None:
    rep = company.member("法务小何").says("每周四上午十点二十提醒我送件")
    rep.hears("每周四")
    rep.says("送件的提醒改成十一点二十").hears("每周四上午十一点二十提醒你:送件")
    rep.says("送件的提醒改到周三").hears(r"这一次周三\(11月25日\)上午十一点二十提醒你")
    company.until("2026-12-04 12:00")
    assert nudges(company, "法务小何") == ["11-25 11:20", "12-03 11:20"]
    company.ignore()


def test_snoozing_one_of_many_leaves_the_others(company: Company) -> None:
    rep = company.member("法务小何").says("每天上午十点四十提醒我巡检")
    rep.hears("每个工作日")
    company.until("2026-11-23 10:45")
    rep.hears("巡检", choices=["缓一缓", "不再提醒"])
    rep.taps("缓一缓").hears("缓到什么时候")
    rep.taps("2 小时后").hears("再提醒你")
    company.until("2026-11-24 12:00")
    assert nudges(company, "法务小何") == ["11-23 10:40", "11-23 12:45", "11-24 10:40"]
    company.ignore()


def test_what_cannot_repeat_is_said_to_come_once(company: Company) -> None:
    rep = company.member("法务小何").says("每年12月1号上午十点二十提醒我年审")
    rep.hears(r"12月1日", "这种重复我还不会")
