"""Somebody is away for some days: nothing is asked of them, the superior hears of limits, and it is soon taken back."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company

from storage.deals import FollowUp, Reminder
from storage.people import Absence


def noted(company: Company) -> list[tuple[str, str]]:
    """The first and last days that are kept."""
    with company.db.read() as session:
        rows = session.exec(select(Absence).order_by(Absence.first)).all()  # type: ignore[arg-type]
        return [(row.first.isoformat(), row.last.isoformat()) for row in rows]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("我明天请假", ("2026-11-24", "2026-11-24")),
        ("下周休假", ("2026-11-30", "2026-12-06")),
        ("周三到周五我年假 有事找小吴", ("2026-11-25", "2026-11-27")),
        ("家里有事,明天请假一天 后天回来", ("2026-11-24", "2026-11-24")),
        ("我请两天假", ("2026-11-23", "2026-11-24")),
    ],
)
def test_who_is_away_says_so_and_the_superior_hears(company: Company, words: str, days: tuple[str, str]) -> None:
    rep = company.member("小周").says(words)
    rep.hears("记下了.*请假.*不催你.*到时限的单子直接找赵琳", choices=["撤回"], kind="receipt")
    assert noted(company) == [days]
    company.member("赵琳").hears("小周.*请假", words, kind="receipt")
    with company.db.read() as session:
        assert not session.exec(select(FollowUp)).all() and not session.exec(select(Reminder)).all()
    rep.taps("撤回").hears("已撤回:请假")
    company.member("赵琳").hears("小周撤回了这条,不算数了")
    assert noted(company) == []


def test_a_leader_says_so_of_a_colleague(company: Company) -> None:
    boss = company.member("赵琳").says("小周这周休年假")
    boss.hears("小周今天.*到周日.*请假", "到时限的单子直接找你", "小周的客户先给某某", choices=["撤回"])
    company.member("小周").hears("赵琳给你记了请假", kind="receipt")
    boss.says("小郑明天请假").hears("小郑不是你带的.*没有记")
    boss.says("法务小何明天请假").hears("法务小何不跟客户")
    assert noted(company) == [("2026-11-23", "2026-11-29")]
    boss.says("小周提前回来上班了").hears("小周.*的假取消了", choices=["撤回"])
    company.member("小周").hears("赵琳:小周的假取消了")
    assert noted(company) == []


def test_without_an_end_it_is_asked_for(company: Company) -> None:
    rep = company.member("小周").says("我在休假 别催我了")
    rep.hears("你请假到哪天", choices=["就今天", "到这周五", "到下周五"])
    rep.says("到周三").hears("今天.*到周三.*请假")
    company.member("赵琳").hears("小周")
    rep.says("我明天不休了").hears("明天.*到周三.*的假取消了")
    company.ignore()
    assert noted(company) == [("2026-11-23", "2026-11-23")]


@pytest.mark.parametrize(
    "words",
    ["今天下午请半天假", "孙总下周请假", "联创的孙总明天休年假", "我能请假吗", "小吴明天请假没", "要是我明天请假呢"],
)
def test_what_is_no_leave_is_not_noted(company: Company, words: str) -> None:
    company.member("小周").says(words)
    company.ignore()
    assert noted(company) == []


def test_the_superior_hears_of_limits_instead(company: Company) -> None:
    """鼎新 is in 需求确认 (48 h) since Monday 09:20."""
    rep = company.member("小周").says("我周三请假")
    rep.hears("记下了")
    boss = company.member("赵琳")
    boss.hears("小周周三.*请假")
    company.until("2026-11-25 12:00")
    rep.hears_nothing()
    boss.hears("这单超时了,小周请假到今天.*,先由你看看", "鼎新", kind="alert", at="2026-11-25 09:")
    company.until("2026-11-27 09:00")
    rep.hears("联创")  # is over its own limit by then
    company.until("2026-11-27 10:00")
    company.ignore("赵琳", "小吴", "小郑", "顾强", "小周")
    company.member("老板").hears("小周", "鼎新", "主管已经知道了", kind="alert", at="2026-11-27 09:")
    company.ignore()


@pytest.mark.daily
def test_no_action_of_the_day_is_asked_for(company: Company) -> None:
    company.member("小周").says("我今天请假").hears("记下了")
    company.member("赵琳").hears("小周")
    company.until("2026-11-23 20:00")
    company.member("小周").hears_nothing()
    company.member("小吴").hears("今天最有效的客户动作")
    company.member("赵琳").says("谁今天没报有效动作").hears("小吴", never=["小周"])
    company.ignore()


def test_back_is_said_only_of_who_was_away(company: Company) -> None:
    company.member("赵琳").says("小周回来上班了").hears("小周的账号一直开着")
    company.member("小周").says("我回来了")
    company.ignore()
    assert noted(company) == []


@pytest.mark.parametrize("words", ["我周三出差", "我周三请假", "周三去北京出差", "我周三不在公司"])
def test_while_a_supervisor_is_away_whoever_stands_in_hears_of_the_team(company: Company, words: str) -> None:
    """鼎新 is in 需求确认 (48 h) since Monday 09:20: nudged on Wednesday at 09:20, the alert four hours later."""
    boss = company.member("赵琳").says(words)
    boss.hears("周三.*不在.*组里的预警这天先发给老板", choices=["撤回"], kind="receipt")
    manager = company.member("老板")
    manager.hears("赵琳周三.*不在", words, "组里的预警这天先发给你", kind="receipt")
    company.until("2026-11-25 14:30")
    alerted = [shown.to for shown in company.unheard() if shown.kind == "alert"]
    company.ignore()
    assert alerted == ["老板"]


def test_back_at_work_the_supervisor_hears(company: Company) -> None:
    company.member("赵琳").says("我周二出差").hears("明天.*不在.*预警这天先发给老板")
    company.ignore()
    company.until("2026-11-25 14:30")
    alerted = [shown.to for shown in company.unheard() if shown.kind == "alert"]
    company.ignore()
    assert alerted == ["赵琳"]


def test_a_reps_journey_is_no_leave(company: Company) -> None:
    company.member("小周").says("我周三出差")
    company.ignore()
    assert noted(company) == []
