"""A question for one fact gets that fact first, not the whole card; figures of one's own work are counted."""

from __future__ import annotations

import pytest
from testing import Company

CARD = "在跟\n"  # a line of the whole card


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("安宁医院那两单分别啥时候到期", ["仓储系统·方案报价.*到时限,还有", "能耗终端·合同审批.*到时限"]),
        ("安宁还差多久超时", ["安宁医院 2 单", "还有"]),
        ("安宁那边谁在跟", ["^小周在跟"]),
        ("安宁报了多少来着", ["50 万元.*9 万元"]),
        ("安宁温主任电话多少", ["^电话我这边没记", "温主任"]),
        ("安宁合同法务看过没", ["审批过没过我还看不到", "合同审批"]),
        ("安宁会不会丢啊", ["这个我说不准", "仓储系统"]),
        ("安宁那边有啥要弄的不", ["没约下一步", "到时限"]),
        ("安宁签了没", ["^还没有", "签了或者丢了说一声"]),
    ],
)
def test_one_fact_is_answered_first(company: Company, words: str, heard: list[str]) -> None:
    company.member("小周").says(words).hears(*heard, never=["没听懂", "帮不上", "已记录", CARD])


def test_what_was_asked_of_the_last_contact(company: Company) -> None:
    rep = company.member("小周").says("刚跟鼎新薛总打完电话,嫌贵,周五再聊")
    rep.hears("已记录", "鼎新")
    rep.says("他是不是嫌贵").hears("^是,价格敏感", never=["已记录", CARD])
    rep.says("上次啥时候联系的").hears("上次是今天", "鼎新", never=["哪家客户"])
    rep.says("电话多少").hears("没记.*鼎新", never=["哪家客户"])
    rep.says("这算丢单吗").hears("还没有.*鼎新", never=["丢单。", "已记"])


def test_figures_of_ones_own_work(company: Company) -> None:
    rep = company.member("小周").says("我现在有几单在报价")
    rep.hears(r"你在方案报价的 \d 单,合计", "安宁医院·仓储系统", never=["漏斗"])
    rep.says("我有几家客户").hears(r"你名下 \d 家客户:.*安宁")
    rep.says("我这个月签了几单").hears("^0 单", "还没有记成交")
    rep.says("安宁能耗终端签了 8万5").hears("成交")
    rep.says("我签的那单是多少来着").hears("签了 1 单,合计 8.5 万元")
    rep.says("到底记了几条").hears("一共记了 1 条")


def test_the_policys_figure_is_said_and_not_the_whole_help(company: Company) -> None:
    rep = company.member("小周").says("新客户分给我之后多久要联系")
    rep.hears("^24 小时内", never=["合同审批"])


def test_a_colleagues_customer_is_not_shown(company: Company) -> None:
    company.member("小周").says("海川啥时候到期").hears(never=["到时限", "分拣"])
