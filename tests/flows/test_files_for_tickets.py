"""A department answers with a file: the rep gets it, and again with the ticket; it is evidence for nothing."""

from __future__ import annotations

from sqlmodel import select
from testing import Company

from storage.deals import DealFile
from storage.teamwork import TicketNote

LEGAL = "法务小何"


def raised(company: Company, words: str = "请法务看一下联创的合同能不能改") -> None:
    company.member("小周").says(words).hears("已交给法务")
    company.member(LEGAL).hears("工单")


def test_a_file_answers_the_ticket_in_hand(company: Company) -> None:
    raised(company)
    company.member(LEGAL).sends("合同修改意见.pdf", "改了第三条").hears(
        "文件发给小周了.工单1.:「改了第三条」", choices=["撤回"]
    )
    rep = company.member("小周")
    rep.hears("法务小何答复:「改了第三条」", "没有存进单子", choices=["解决了", "还没解决(再问)"], kind="receipt")
    rep.says("工单1").hears("法务法务小何:「改了第三条」", "已经答复")
    with company.db.read() as session:
        assert session.exec(select(DealFile)).all() == []
        assert session.exec(select(TicketNote.file_name)).all() == ["合同修改意见.pdf"]
    rep.says("联创推进到方案确认").hears("还差:技术协议")


def test_of_several_tickets_one_is_picked_or_numbered(company: Company) -> None:
    raised(company)
    raised(company, "请法务看一下安宁医院的保密条款")
    legal = company.member(LEGAL).sends("意见.pdf")
    legal.hears("是答复哪一张工单的", choices=["工单1·苏州联创电子有限公司", "工单2·上海安宁医院"])
    legal.taps("工单2·上海安宁医院").hears("工单2.:「见文件「意见.pdf」」")
    company.member("小周").hears("工单2.*答复")
    raised(company, "请法务看一下安宁医院的付款条款")
    legal.sends("条款.pdf", "工单1 看这份").hears("工单1")
    company.member("小周").hears("工单1.*答复")


def test_without_a_ticket_it_is_said_that_it_is_kept_nowhere(company: Company) -> None:
    company.member(LEGAL).sends("意见.pdf").hears("没有等你答复的工单,我没有归档")


def test_it_is_taken_back(company: Company) -> None:
    raised(company)
    legal = company.member(LEGAL)
    legal.sends("意见.pdf").hears("文件发给小周了")
    company.ignore()
    legal.taps("撤回").hears("撤回")
    company.ignore()
    with company.db.read() as session:
        assert session.exec(select(TicketNote)).all() == []
