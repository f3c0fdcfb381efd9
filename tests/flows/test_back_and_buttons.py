"""返回 asks an earlier question again: its buttons count, those of what was gone back behind no longer do."""

from __future__ import annotations

from sqlmodel import select
from testing import Company

from bot.channels.web import entries
from bot.messaging import sends
from bot.messaging.inbound import Inbound, Said
from storage.conversations import Conversation, Outbox
from storage.deals import Opportunity
from storage.people import Member


def with_two_deals_at_both(company: Company) -> None:
    """联创 has two deals, as 安宁 has."""
    with company.db.write() as session:
        rep = session.exec(select(Member).where(Member.name == "小周")).one()
        deal = session.exec(
            select(Opportunity).where(Opportunity.owner_id == rep.id, Opportunity.amount_fen == 36_000_000)
        ).one()
        copied = deal.model_dump(exclude={"id", "amount_fen", "product_line"})
        session.add(Opportunity(**copied, amount_fen=7_700_000, product_line="能耗终端"))


def test_a_button_of_a_question_gone_back_behind_answers_no_other(company: Company) -> None:
    with_two_deals_at_both(company)
    rep = company.member("小周").says("跟进")
    rep.hears("是哪家客户")
    rep.says("安宁").hears("安宁医院有 2 单", choices=["仓储系统·方案报价·50 万元", "能耗终端·合同审批·9 万元"])
    old = company.simulation.screens.button("小周", "能耗终端·合同审批·9 万元")
    rep.says("返回").hears("是哪家客户")
    rep.says("联创").hears("联创电子有限公司有 2 单")
    app = company.simulation.app
    app.receive(Inbound("simulated", "old", "小周", Said(tap=old), company.clock.now()))
    company.simulation.settle()
    rep.hears("^那个问题已经结束了。$")
    rep.hears("联创电子有限公司这次是哪一单")


def test_after_going_back_the_page_shows_the_question_asked_again_as_open(company: Company) -> None:
    rep = company.member("小周").says("刚跟安宁温主任通完电话,周三下午再去")
    rep.hears("有 2 单")
    rep.taps("仓储系统·方案报价·50 万元").hears("异议")
    rep.says("返回").hears("有 2 单")
    with company.db.read() as session:
        of_rep = select(Outbox).join(Conversation).join(Member).where(Member.name == "小周").order_by(Outbox.id)
        rows = session.exec(of_rep).all()
        spent = entries.spent(session, rows)
        data = [{button.data for button in sends.buttons(row)} for row in rows]
    assert [buttons <= spent for buttons in data] == [True, True, False]
    rep.taps("能耗终端·合同审批·9 万元").hears("已记录", "能耗终端")
