"""Where policy says so: customers without an open deal have a clock of their own, promised steps are asked about."""

from __future__ import annotations

from testing import Company, Person

from config.cadence_policy import CustomerCadence


def switched_on(company: Company, **changes: object) -> None:
    cadence = CustomerCadence(enabled=True, **changes)  # type: ignore[arg-type]
    company.policy = company.policy.model_copy(update={"customer_cadence": cadence})
    company.restart()


def without_deals(company: Company) -> Person:
    """小周 has lost all deals on Monday, 23 November."""
    rep = company.member("小周")
    for deal in ("联创", "安宁仓储系统", "安宁能耗终端", "鼎新"):
        rep.says(f"{deal}丢单了,没预算")
    company.ignore()
    return rep


def silent_nudges(company: Company, name: str) -> list[tuple[str, str]]:
    zone = company.policy.zone
    return [
        (f"{shown.at.astimezone(zone):%m-%d %H:%M}", shown.text)
        for shown in company.simulation.screens.shown
        if shown.to == name and "久没联系" in shown.text
    ]


def test_by_grade_once_per_silence(company: Company) -> None:
    switched_on(company)
    rep = without_deals(company)
    boss = company.member("赵琳").says("联创是A类客户")
    boss.hears("苏州联创.*A 类客户", "7 天没联系", choices=["撤回"])
    company.until("2026-12-20 12:00")
    heard = silent_nudges(company, "小周")
    assert [at[:5] for at, _ in heard] == ["11-30", "12-08"]  # 7 days, 15 days
    assert "苏州联创电子有限公司(A 类):7 天没联系" in heard[0][1] and "安宁" not in heard[0][1]
    assert "鼎新" in heard[1][1] and "安宁" in heard[1][1] and "联创" not in heard[1][1]
    assert all("09:01" <= at[6:] <= "09:09" for at, _ in heard)
    company.ignore()
    rep.says("刚跟联创孙总通了电话,挺感兴趣").hears("已记录")
    company.until("2026-12-28 12:00")
    assert [at[:5] for at, text in silent_nudges(company, "小周") if "联创" in text] == ["11-30", "12-28"]
    company.ignore()


def test_it_is_no_flood(company: Company) -> None:
    switched_on(company, most_a_day=1)
    without_deals(company)
    company.until("2026-12-11 12:00")
    heard = silent_nudges(company, "小周")
    assert [at[:5] for at, _ in heard] == ["12-08", "12-09", "12-10"]
    assert "还有 2 家,明天起接着提醒" in heard[0][1]
    company.ignore()


def test_as_shipped_it_is_off(company: Company) -> None:
    without_deals(company)
    company.until("2027-01-10 12:00")
    assert not silent_nudges(company, "小周")
    company.ignore()


def test_an_open_deal_has_its_own_limit(company: Company) -> None:
    switched_on(company)
    company.until("2026-12-20 12:00")
    assert not silent_nudges(company, "小周")
    company.ignore()


def test_a_rep_does_not_grade(company: Company) -> None:
    company.member("小周").says("联创是A类客户").hears("由主管来定")


def asked(company: Company) -> Person:
    """小周 promised to go there on Tuesday, 24 November; it is Wednesday."""
    company.policy = company.policy.model_copy(update={"asks_about_steps": True})
    company.restart()
    rep = company.member("小周").says("刚拜访了联创孙总,嫌贵,明天下午三点二十再去演示")
    rep.hears("已记录")
    company.until("2026-11-24 18:00")
    company.ignore("小周")
    company.until("2026-11-25 09:10")
    return rep


def test_the_day_after_it_is_asked(company: Company) -> None:
    rep = asked(company)
    rep.hears(
        "昨天.*下午三点二十.*演示.*联创.*办了吗", kind="nudge", at="2026-11-25 09:0", choices=["去了", "改天", "没去成"]
    )
    rep.taps("去了").hears("怎么聊的")
    rep.says("挺感兴趣,下周一签").hears("", kind=None)
    company.ignore()


def test_another_day_by_one_tap(company: Company) -> None:
    rep = asked(company)
    rep.hears("办了吗")
    rep.taps("改天").hears("改到什么时候", choices=["明天(11月26日)", "周五(11月27日)", "不去了"])
    rep.says("周五下午两点").hears("改到周五.*下午两点,到时提醒你", choices=["记一条跟进", "撤回"])
    company.until("2026-11-27 13:20")
    company.ignore("赵琳")
    found = [shown for shown in company.simulation.screens.shown if shown.to == "小周" and "快到点了" in shown.text]
    assert "下午两点" in found[-1].text and found[-1].at.astimezone(company.policy.zone).hour in (12, 13)
    company.ignore()


def test_given_up(company: Company) -> None:
    rep = asked(company)
    rep.hears("办了吗")
    rep.taps("没去成").hears("好,没去成。.*改到什么时候")
    rep.taps("不去了").hears("先不去了")
    rep.says("今天我该跟谁").hears("", never=["演示"])


def test_what_was_reported_is_not_asked(company: Company) -> None:
    company.policy = company.policy.model_copy(update={"asks_about_steps": True})
    company.restart()
    rep = company.member("小周").says("刚拜访了联创孙总,嫌贵,明天下午三点二十再去演示")
    rep.hears("已记录")
    company.until("2026-11-24 16:00")
    company.ignore()
    rep.says("去联创演示完了,孙总就是嫌贵").hears("已记录")
    company.until("2026-11-25 09:20")
    assert "办了吗" not in company.transcript()
    company.ignore()
