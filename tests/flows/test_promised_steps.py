"""What was promised a customer: in the list of the morning, and an hour before its time."""

from __future__ import annotations

import pytest
from testing import Company, Person


@pytest.fixture(autouse=True)
def _lists_are_heard(company: Company) -> None:
    company.skips = frozenset()


def after_a_visit(company: Company, step: str) -> Person:
    """小周 has just reported a visit with a next step; Monday 23 November, 10:03."""
    rep = company.member("小周").says(f"刚拜访了鼎新薛总,挺感兴趣,{step}")
    rep.hears("已记录", "下一步")
    return rep


def test_an_hour_before_there_is_one_nudge(company: Company) -> None:
    rep = after_a_visit(company, "明天下午三点二十再去演示")
    company.until("2026-11-24 15:30")
    rep.hears("早!今天.*1 件事", "下午三点二十.*演示", kind="brief", at="2026-11-24 08:50", choices=["记跟进·鼎新"])
    rep.hears(
        "快到点了:今天.*下午三点二十.*演示.*鼎新.*薛总", kind="nudge", at="2026-11-24 14:20", choices=["记一条跟进"]
    )
    rep.taps("记一条跟进").hears("怎么聊的")


def test_a_step_at_nine_is_said_when_the_quiet_time_ends(company: Company) -> None:
    rep = after_a_visit(company, "明早九点去签到")
    company.until("2026-11-24 08:45")
    rep.hears("快到点了", "签到", at="2026-11-24 08:32")


def test_a_later_report_drops_it(company: Company) -> None:
    rep = after_a_visit(company, "明天下午三点二十再去演示")
    rep.says("刚跟鼎新薛总打了电话,他还要考虑,周五再联系").hears("已记录")
    company.until("2026-11-24 18:00")
    rep.hears_nothing()


def test_undoing_the_record_drops_it(company: Company) -> None:
    rep = after_a_visit(company, "明天下午三点二十再去演示")
    rep.says("撤回").hears("已撤回")
    company.until("2026-11-24 18:00")
    rep.hears_nothing()


def test_a_closed_deal_drops_it(company: Company) -> None:
    rep = after_a_visit(company, "明天下午三点二十再去演示")
    rep.says("鼎新那单丢了,他们没预算").hears("流失")
    company.until("2026-11-24 18:00")
    rep.hears_nothing()


def test_a_corrected_time_counts(company: Company) -> None:
    rep = after_a_visit(company, "明天下午三点二十再去演示")
    rep.says("不对,是下午五点二十").hears("改好了")
    company.until("2026-11-24 17:30")
    rep.hears("早!")
    rep.hears("快到点了", "五点二十", at="2026-11-24 16:20")


def test_an_own_reminder_at_the_same_hour_is_enough(company: Company) -> None:
    rep = after_a_visit(company, "明天下午三点二十再去演示")
    rep.says("明天下午三点提醒我带样机去鼎新").hears("带样机")
    company.until("2026-11-24 15:30")
    rep.hears("早!今天.*2 件事")
    rep.hears("带样机", kind="nudge", at="2026-11-24 14:58")
    rep.hears_nothing()


def test_the_morning_list_tells_reminders_and_what_was_missed(company: Company) -> None:
    rep = after_a_visit(company, "明天寄样品")
    rep.says("后天下午四点提醒我交发票").hears("交发票")
    company.until("2026-11-24 09:00")
    rep.hears("早!今天", "寄样品", kind="brief", at="2026-11-24 08:50")
    company.until("2026-11-25 09:00")
    rep.hears(
        "早!今天.*1 件事", "下午四点 交发票", "之前说好、还没记的 1 件", "寄样品", kind="brief", at="2026-11-25 08:50"
    )


def test_the_morning_list_tells_limits_of_today_and_what_is_over(company: Company) -> None:
    company.until("2026-11-26 08:55")
    company.ignore("小周", "赵琳")
    shown = [
        message for message in company.simulation.screens.shown if message.to == "小周" and message.kind == "brief"
    ]
    first, last = shown
    assert "今天到时限的 1 单:\n·杭州鼎新超市有限公司 仓储系统:需求确认上午九点二十到时限" in first.text
    assert "今天到时限的 2 单:\n·苏州联创电子有限公司 仓储系统:方案报价上午九点十分到时限" in last.text
    assert "已经超时的 1 单:\n·杭州鼎新超市有限公司 仓储系统:需求确认超时 23 小时" in last.text
    assert [label for label, _ in last.buttons] == ["记跟进·鼎新", "记跟进·联创", "记跟进·安宁"]
    company.ignore()


def test_reminders_alone_come_at_their_own_time(company: Company) -> None:
    rep = company.member("小周").says("明天下午四点提醒我交发票")
    rep.hears("交发票")
    company.until("2026-11-24 09:00")
    rep.hears_nothing()


def test_nobody_is_woken_on_a_day_off_and_nothing_is_said_where_nothing_is_to_do(company: Company) -> None:
    rep = after_a_visit(company, "周六下午三点二十再去演示")
    company.until("2026-11-27 20:30")
    shown = [(message.kind, message.text) for message in company.simulation.screens.shown if message.to == "小周"]
    briefs = [text for kind, text in shown if kind == "brief"]
    assert len(briefs) == 3 and all(
        "没有约好的事" in text for text in briefs
    )  # limits from Wednesday on; none on Tuesday
    assert [text for kind, text in shown if "快到点了" in text and "周六" not in text and "明天" not in text] == []
    assert len([text for _, text in shown if "快到点了" in text]) == 1
    company.ignore()
    company.until("2026-11-28 18:00")
    rep.hears_nothing()


def test_a_step_told_with_a_new_lead_counts_too(company: Company) -> None:
    rep = company.member("小周").says("新线索:无锡恒远包装有限公司,黄经理,预算30万,今天下午三点二十去拜访")
    rep.hears("恒远")
    company.until("2026-11-23 15:00")
    rep.hears("快到点了", "下午三点二十", "恒远", at="2026-11-23 14:20")
