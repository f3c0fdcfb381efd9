"""过程健康度简报: Monday morning to the leaders, and whenever somebody asks."""

from __future__ import annotations

import re

import pytest
from testing import Company

pytestmark = pytest.mark.daily
MONDAY = "2026-11-30 09:00"
NAMES = ("平均跟进时效", "有效动作占比", "跨部门协同响应时长")


def a_week(company: Company) -> None:
    """On Monday 小周 reports, and logs 43 minutes after the deal's time began; on Tuesday once more, a day later."""
    rep = company.member("小周").says("刚给鼎新薛总打了电话,他很感兴趣")
    rep.hears("已记录")
    rep.says("今日动作:约到薛总演示").hears("记下了")
    company.until("2026-11-24 10:03")
    company.ignore()
    rep.says("刚拜访了鼎新薛总,他还在考虑").hears("已记录")
    company.until("2026-11-27 21:00")
    company.ignore()


def briefs(company: Company, name: str) -> list[str]:
    shown = company.simulation.screens.shown
    return [m.text for m in shown if m.to == name and m.kind == "brief" and "过程健康度简报" in m.text]


def test_on_monday_each_leader_hears_of_the_week_before_once(company: Company) -> None:
    a_week(company)
    company.until(MONDAY)
    team = briefs(company, "赵琳")
    assert len(team) == len(briefs(company, "顾强")) == len(briefs(company, "老板")) == 1
    assert not briefs(company, "小周") and not briefs(company, "法务小何")
    assert all(name in team[0] for name in NAMES)
    assert "过程健康度简报·东区(11月23日到11月29日)" in team[0]
    assert "平均跟进时效 12.4 小时" in team[0]  # (43 minutes + 24 hours) / 2
    assert "有效动作占比 7%,1/15 人天" in team[0]
    assert "跨部门协同响应时长 数据不足" in team[0]
    everybody = briefs(company, "老板")[0]
    assert "全公司" in everybody and "·东区:12.4 小时,7%,数据不足" in everybody and "·南区:数据不足,0%" in everybody
    assert "1. " in team[0] and "今天先联系上客户" in team[0]
    company.ignore()
    company.until("2026-12-04 20:30")
    assert len(briefs(company, "赵琳")) == 1
    company.ignore()


def test_what_departments_took_is_in_it(company: Company) -> None:
    """Asked at 10:00 on Monday, answered at 10:07 on Tuesday, less two hours until the rep said more."""
    rep, legal = company.member("小周"), company.member("法务小何")
    rep.says("鼎新要改违约条款,请法务看一下")
    company.until("2026-11-23 14:07")
    legal.says("要改哪一条?")
    company.until("2026-11-23 16:07")
    rep.says("工单1,第七条的赔付比例")
    company.until("2026-11-24 10:07")
    legal.says("可以改,已批注")
    company.ignore()
    company.until(MONDAY)
    assert "跨部门协同响应时长 7.1 小时" in briefs(company, "赵琳")[0]
    assert "跨部门协同响应时长 数据不足" in briefs(company, "顾强")[0]
    company.ignore()


def test_what_nobody_answered_is_not_left_out(company: Company) -> None:
    """Asked at 10:00 on Monday, not answered by the end of the week: 7 hours of that day, 8 of each of the others. What
    waits for the rep does not wait for a department."""
    rep, legal = company.member("小周"), company.member("法务小何")
    rep.says("鼎新要改违约条款,请法务看一下")
    company.until("2026-11-30 08:00")
    company.ignore()
    company.until(MONDAY)
    assert re.search(r"响应时长 数据不足.*;还有 1 张没答,最久等了 \d+(\.\d)? 小时", briefs(company, "赵琳")[0])
    assert "没答" not in briefs(company, "顾强")[0]
    company.ignore()
    legal.says("工单1,问回去:要改哪一条?")
    company.ignore()
    company.until("2026-12-07 09:00")
    assert "没答" not in briefs(company, "赵琳")[1]
    company.ignore()


def test_it_comes_with_a_picture(company: Company) -> None:
    a_week(company)
    company.until(MONDAY)
    shown = [m for m in company.simulation.screens.shown if "过程健康度简报" in m.text]
    assert len(shown) == 3 and all(m.image is not None for m in shown)
    assert all(company.media.read(m.image)[:4] == b"\x89PNG" for m in shown if m.image)
    company.ignore()


def test_the_deals_worst_off_have_a_button_each(company: Company) -> None:
    a_week(company)
    company.until(MONDAY)
    shown = [m for m in company.simulation.screens.shown if m.to == "赵琳" and "过程健康度简报" in m.text]
    labels = [label for label, _ in shown[0].buttons]
    assert labels and all(label.startswith("看看·") for label in labels) and len(labels) <= 3
    company.ignore()
    company.member("赵琳").taps(labels[0]).hears("超时")


def test_it_compares_with_the_week_before(company: Company) -> None:
    a_week(company)
    company.until("2026-12-01 10:00")
    company.ignore()
    company.member("小周").says("刚给鼎新薛总打了电话,他同意试用").hears("已记录")
    company.until("2026-12-07 09:00")
    text = briefs(company, "赵琳")[1]
    assert "(前一周 12.4 小时,慢了" in text and "(前一周 7%,低了 6.7 个百分点)" in text
    company.ignore()


def test_missed_on_monday_it_comes_late_once_and_not_at_night(company: Company) -> None:
    company.until("2026-11-29 12:00")
    company.ignore()
    company.clock.move_to(company.clock.now().replace(day=30, hour=13, minute=0))  # Monday 21:00: the process was down
    company.restart()
    assert not briefs(company, "赵琳")
    company.until("2026-12-01 10:05")
    assert len(briefs(company, "赵琳")) == 1
    company.ignore()
    company.until("2026-12-04 20:00")
    assert len(briefs(company, "赵琳")) == 1
    company.ignore()


@pytest.mark.world("holidays")
def test_after_holidays_it_comes_on_the_first_working_morning(company: Company) -> None:
    company.until("2026-10-08 08:49")
    assert not briefs(company, "赵琳")
    company.until("2026-10-08 09:00")
    assert "9月28日到10月4日" in briefs(company, "赵琳")[0]
    company.ignore()


def test_it_is_there_for_who_asks(company: Company) -> None:
    a_week(company)
    company.until(MONDAY)
    company.ignore()
    boss = company.member("赵琳")
    boss.says("过程健康度简报").hears("东区.11月23日到11月29日", "平均跟进时效 12.4 小时", "7%,1/15")
    boss.says("这周简报").hears("11月30日到12月6日", "平均跟进时效 数据不足", "前一周 12.4")
    boss.says("小周上周跟进时效怎么样").hears("简报·小周", "平均跟进时效 12.4 小时", "20%,1/5 人天")
    boss.says("小郑上周跟进时效怎么样").hears("只有他自己和主管能看")
    company.member("老板").says("南区上周有效动作占比").hears("简报·南区", "0%,0/5 人天")
    company.member("老板").says("跨部门响应时长").hears("全公司", "跨部门协同响应时长 数据不足")


def test_a_rep_sees_their_own_figures(company: Company) -> None:
    a_week(company)
    company.until(MONDAY)
    company.ignore()
    rep = company.member("小周")
    for words in ("我上周的跟进时效", "我上周的有效动作占比", "上周简报发我"):
        rep.says(words).hears("过程健康度简报.11月23日到11月29日", "平均跟进时效 12.4 小时", "20%,1/5", never=["东区"])
    rep.says("小吴上周跟进时效怎么样").hears("", never=["平均跟进时效"])


def test_a_lead_that_nobody_has_been_given_is_not_assigned(company: Company) -> None:
    company.member("赵琳").says("新线索:苏州明辉纺织,顾总,想看能耗终端").hears("明辉")
    company.until("2026-11-24 09:00")
    company.ignore()
    company.member("赵琳").says("昨天线索首触情况").hears("新线索 1 条.*当日分配 0")


def test_new_leads_of_a_day_are_timed_and_reported(company: Company) -> None:
    rep = company.member("小周")
    rep.says("新线索:无锡恒远包装有限公司,黄经理,预算30万").hears("恒远")
    rep.says("新线索:常州天合光电有限公司,赵经理").hears("天合")
    rep.says("刚给恒远黄经理打了电话,他很感兴趣").hears("已记录")
    company.until("2026-11-24 09:00")
    texts = [m.text for m in company.simulation.screens.shown if m.to == "赵琳" and m.kind == "brief"]
    assert any("新线索 2 条:当日分配 2(100%),当日首触 1(50%),目标 100%" in text for text in texts)
    company.ignore()
    company.member("赵琳").says("昨天线索首触情况").hears("新线索 2 条.*当日首触 1")
    company.member("顾强").says("昨天线索首触情况").hears("没有新线索")
