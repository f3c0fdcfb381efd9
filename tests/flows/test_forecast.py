"""The forecast, asked for: the figure first, of what the asker may see; honest where too little is known."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlmodel import col, select
from testing import Company

from storage.background import Job
from storage.deals import Opportunity, StageChange
from storage.forecasts import ForecastSnapshot, WinModel
from storage.people import Member

sys.path.insert(0, str(Path(__file__).parents[1] / "analytics" / "forecast"))
import companies
import stored

OF_STAGE = "先按阶段走到第几步粗估"


def expected(company: Company, **days: str) -> None:
    """When the open deals are expected to close, by product line."""
    with company.db.write() as session:
        for deal in session.exec(select(Opportunity)):
            deal.expected_close = date.fromisoformat(days.get(deal.stage, "2026-12-20"))
            session.add(deal)


def test_each_hears_of_the_deals_they_may_see(company: Company) -> None:
    """Contract 5/6 of 90,000; by the end of the quarter also quote 3/6 and needs 2/6, solution 4/6 of a colleague."""
    expected(company, contract="2026-11-28")
    company.member("小周").says("这个月能签多少").hears(
        "^你本月预计 7.5 万元", "数据不足", OF_STAGE, choices=["看看安宁"]
    )
    company.member("小周").says("这个季度能成多少").hears("^你这个季度预计 54.5 万元")
    company.member("赵琳").says("我组这个季度能签多少").hears(
        "^你组里这个季度预计 107.83 万元", choices=["看看海川", "看看安宁"]
    )
    company.member("老板").says("这个季度能成多少").hears("^公司这个季度预计 122.83 万元")
    company.member("老板").says("小郑这个季度能签多少").hears("^小郑这个季度预计 15 万元")
    company.member("小周").says("小吴这个季度能签多少").hears("只有本人和主管能看", never=["万元"])


def test_a_team_is_asked_for_by_its_name_or_its_leader(company: Company) -> None:
    """Quote 3/6 of 300,000 in the south; nothing of the rest of the company."""
    expected(company)
    boss = company.member("老板").says("南区这个季度能成多少")
    boss.hears("^南区这个季度预计 15 万元", never=["公司本"])
    boss.says("东区呢").hears("^东区这个季度预计")
    boss.says("顾强那组这个季度能落多少").hears("^顾强组里这个季度预计 15 万元")
    leader = company.member("赵琳").says("南区这个季度能成多少")
    leader.hears("南区的数据只有他们主管和经理能看", never=["万元"])
    leader.says("东区这个季度能成多少").hears("^东区这个季度预计")


def test_the_chance_of_a_customers_deal(company: Company) -> None:
    company.member("小周").says("联创赢率多少").hears(
        "^赢率约 50%", "方案报价,36 万元", "数据不足", choices=["看看情况"]
    )
    company.member("小周").says("海川能成吗").hears("没有「海川」", never=["%"])


def test_where_nothing_is_dated_nothing_is_made_up(company: Company) -> None:
    company.member("小周").says("本月预测").hears("预计 0 元:手上 4 单,都没说什么时候签")
    company.member("老板").says("预测准不准").hears("还没有到期的", "准确率 = 1 -")


def test_what_was_won_in_the_period_is_in_it(company: Company) -> None:
    company.open_gates()
    company.member("小周").says("安宁能耗终端那单签了").hears("恭喜成交")
    company.ignore()
    company.member("小周").says("本月预测").hears("^你本月预计 9 万元", "已成交 1 单 9 万元")


@pytest.fixture
def grown(company: Company) -> Company:
    """Two years of deals, and a December that has begun: the model was learned and the forecast frozen meanwhile."""
    now = company.clock.now()
    with company.db.write() as session:
        for kept in (Job, WinModel, ForecastSnapshot):  # of the day on which there was nothing to learn from
            session.execute(delete(kept))
        owners = [member.id or 0 for member in session.exec(select(Member).where(col(Member.role) == "rep"))]
        stored.put(session, companies.company(3, companies.Market(deals_a_week=2)), owners, now)
    company.restarts = False
    company.until("2026-12-01 10:00")
    company.ignore()
    return company


def test_with_enough_history_it_learns_and_says_how_sure_it_is(grown: Company) -> None:
    with grown.db.read() as session:
        models = session.exec(select(WinModel).order_by(col(WinModel.id))).all()
        days = {snapshot.day for snapshot in session.exec(select(ForecastSnapshot))}
    assert [(model.month, model.in_use) for model in models] == [("2026-11", True), ("2026-12", False)]
    assert models[0].weights and models[1].figures == {"why": "old_stays"}  # nothing new is over yet
    assert days == {date(2026, 11, 23), date(2026, 11, 30)}
    grown.member("老板").says("这个季度能成多少").hears("^公司这个季度预计", "八成把握在", "在跟的", never=["数据不足"])
    largest_is_lost(grown)
    grown.member("老板").says("这个季度能成多少").hears("以来变动大的:.*丢了,-")
    grown.ignore()


def largest_is_lost(grown: Company) -> None:
    with grown.db.write() as session:
        kept = session.exec(select(ForecastSnapshot).where(col(ForecastSnapshot.day) == date(2026, 11, 30))).all()
        deals = [deal for one in kept if one.period_first == date(2026, 10, 1) for deal in one.deals]
        largest = max(deals, key=lambda deal: deal[1] * deal[2])[0]
        deal = session.get_one(Opportunity, largest)
        deal.stage, deal.stage_entered_at = "lost", grown.clock.now()
        session.add(StageChange(deal_id=largest, stage_to="lost", at=grown.clock.now()))


def test_how_good_a_forecast_was_is_said_once_its_time_is_over(grown: Company) -> None:
    """The first Monday of December is the 7th; of January the 4th."""
    grown.until("2027-01-05 10:00")
    grown.ignore()
    with grown.db.read() as session:
        frozen = session.exec(select(ForecastSnapshot).where(col(ForecastSnapshot.day) == date(2026, 12, 7))).all()
        won = session.exec(
            select(Opportunity).where(
                col(Opportunity.stage) == "won",
                col(Opportunity.stage_entered_at) >= datetime(2026, 12, 1).astimezone() - timedelta(hours=8),
            )
        ).all()
    forecast = sum(one.won_fen + one.open_fen for one in frozen if one.period_first == date(2026, 12, 1))
    accuracy = max(1 - abs(sum(deal.amount_fen or 0 for deal in won) - forecast) / forecast, 0)
    grown.member("老板").says("预测准不准").hears(f"前几期准确率:12月 {accuracy:.0%}")
    grown.ignore()
