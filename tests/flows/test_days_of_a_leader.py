"""Whole conversations of a supervisor and a manager of a company that sells lifts, and what stands afterwards."""

from __future__ import annotations

import pytest
from sqlmodel import select
from standing import deals, followups
from testing import Company

from storage.background import StageLimit

pytestmark = pytest.mark.world("lifts")
PHOENIX, XINHANG, WANGSHAN = "唐山凤凰妇幼医院", "廊坊新航学校", "北京望山置业有限公司"
BED_LIFT, SERVICE, PASSENGER = "病床电梯", "电梯维保", "乘客电梯"


def test_a_supervisor_asks_about_the_team(company: Company) -> None:
    leader = company.member("佟磊")
    leader.says("祁红手上几单").hears("3 单", "183 万元", "没有超时")
    leader.says("晏博今天干了啥").hears("晏博", "还没记过跟进")
    leader.says("哪些超时了").hears("1 单", PHOENIX, "晏博", choices=["看看·凤凰妇幼"])
    leader.says("凤凰妇幼什么情况").hears("晏博在跟", "62 万元", "已超时 5 小时")
    leader.says("望山什么情况").hears("没有「望山」")
    company.member("祁红").says("上午去滨河找了汤经理,嫌贵").hears("已记录", "价格敏感")
    leader.says("祁红今天干了啥").hears("1 次", "天津滨河", "汤经理", "价格敏感")
    leader.says("滨河那单跟得怎么样了").hears("祁红在跟", "汤经理,价格敏感")
    assert followups(company, "天津滨河物业管理有限公司") == ["祁红 visit 汤经理 price"]


def test_an_order_that_is_done_and_one_that_cannot_be(company: Company) -> None:
    leader, first, second = (company.member(name) for name in ("佟磊", "晏博", "祁红"))
    leader.says("让晏博今天下班前给栾院长回个电话").hears("已转告晏博", "下午六点|晚上六点", "办好了我告诉你")
    first.hears("佟磊交代你", "给栾院长回个电话", choices=["办好了", "有问题"], kind="nudge")
    assert followups(company, PHOENIX) == []
    first.taps("办好了").hears("已经告诉佟磊")
    leader.hears("晏博", "办好了")
    leader.says("让祁红明天去一趟直隶广场").hears("已转告祁红", "12月3日")
    second.hears("去一趟直隶广场", "保定直隶商业广场")
    second.says("明天去不了,要去天津").hears("已经告诉佟磊")
    leader.hears("祁红", "有问题", "要去天津")
    leader.says("祁红今天干了啥").hears("还没记过跟进")
    assert followups(company, "保定直隶商业广场") == []


def test_a_customer_handed_over_by_accident_and_one_taken_over(company: Company) -> None:
    leader, former, rep = (company.member(name) for name in ("佟磊", "晏博", "祁红"))
    leader.says("把新航学校转给祁红").hears("转给祁红跟了", "原来是晏博", choices=["撤回"])
    rep.hears("转给你跟了", "电梯维保")
    former.hears("不用再盯了")
    rep.says("新航学校现在什么情况").hears("祁红在跟")
    leader.says("撤回").hears("已撤回", XINHANG)
    rep.hears("撤回了")
    former.hears("撤回了")
    assert deals(company, XINHANG) == {SERVICE: ("晏博", "needs", 56000)}
    leader.says("凤凰妇幼我自己来跟").hears("由你自己跟了", "原来是晏博")
    former.hears("接过去自己跟了")
    leader.says("跟栾院长见面了,她担心工期").hears("已记录", "栾院长·拜访", "功能疑虑", "72 小时重新开始")
    former.says("凤凰妇幼什么情况").hears("由佟磊接过去自己跟了,不归你看了", never=["栾院长"])
    assert deals(company, PHOENIX) == {BED_LIFT: ("佟磊", "quote", 620000)}
    assert followups(company, PHOENIX) == ["佟磊 visit 栾院长 feature"]


def test_an_alert_answered_in_words(company: Company) -> None:
    leader, rep = company.member("佟磊"), company.member("晏博")
    company.until("2026-12-03 10:02")
    rep.hears("超时", PHOENIX, kind="nudge")
    leader.hears("卡住了", PHOENIX, "晏博", choices=["再给两天", "看看情况", "我来处理"], kind="alert")
    leader.says("看看情况").hears(PHOENIX, "已超时")
    leader.says("凤凰妇幼再给两天").hears("12月5日", "重新计时", choices=["撤回"])
    rep.hears("佟磊", "多留了两天")
    leader.says("哪些单子卡住了").hears("没有超时")
    rep.says("跟栾院长通了电话,嫌贵,下周一再谈").hears("已记录", "价格敏感", "12月7日")
    leader.says("凤凰妇幼现在什么情况").hears("价格敏感", "下一步:周一", never=["已超时"])
    assert followups(company, PHOENIX) == ["晏博 phone 栾院长 price → 12-07 再谈"]


def test_support_is_asked_for_and_given(company: Company) -> None:
    leader, rep = company.member("佟磊"), company.member("晏博")
    company.until("2026-12-02 16:02")
    rep.hears("超时", PHOENIX, choices=["已跟进", "缓一缓", "需要支持"], kind="nudge")
    rep.says("需要支持").hears("什么支持", choices=["报价或折扣", "产品和技术支援", "主管一起拜访"])
    rep.says("主管一起拜访").hears("已经告诉主管了")
    leader.hears("晏博需要支持", "主管一起拜访", PHOENIX)
    leader.says("看看情况").hears(PHOENIX, "栾院长")
    leader.says("让晏博周五上午带上报价去凤凰妇幼").hears("已转告晏博")
    rep.hears("佟磊交代你", "带上报价", "12月4日", PHOENIX)
    rep.says("收到").hears("佟磊")
    leader.hears("晏博收到了")
    leader.says("凤凰妇幼现在什么情况").hears("已超时", "还没有跟进记录")
    assert followups(company, PHOENIX) == []


def test_two_reps_and_one_customer(company: Company) -> None:
    leader, new, former = (company.member(name) for name in ("佟磊", "祁红", "晏博"))
    new.says("新线索:廊坊新航学校,葛校长,想换两台电梯").hears("已有同事在跟", never=["晏博"])
    leader.hears("撞单", "祁红", "晏博", choices=["转给祁红", "仍归晏博"], kind="alert")
    leader.says("新航学校什么情况").hears("晏博在跟", "葛校长")
    leader.says("给祁红").hears("归祁红", choices=["撤回"])
    new.hears("转给你了")
    former.hears("转给祁红")
    new.says("新航学校现在什么情况").hears("祁红在跟", "葛校长")
    former.says("新航学校现在什么情况").hears("由佟磊转给祁红跟了,不归你看了", never=["葛校长"])
    leader.says("祁红手上几单").hears("4 单", XINHANG)
    assert {owner for owner, *_ in deals(company, XINHANG).values()} == {"祁红"}


def test_a_manager_sees_everything_and_moves_a_customer_between_teams(company: Company) -> None:
    boss = company.member("车总")
    boss.says("哪些单子超时了").hears("1 单", PHOENIX, "晏博")
    boss.says("池大鹏手上几单").hears("1 单", "240 万元")
    boss.says("望山什么情况").hears("池大鹏在跟", "240 万元", "方案报价")
    boss.says("池大鹏这周干了啥").hears("池大鹏", "还没记过跟进")
    boss.says("把望山转给祁红").hears("转给祁红跟了", "原来是池大鹏")
    company.member("祁红").hears("转给你跟了", PASSENGER)
    company.member("池大鹏").hears("不用再盯了")
    for name in ("佟磊", "靳伟"):
        company.member(name).hears("车总把.*望山.*从池大鹏转给祁红跟了", kind="receipt")
    boss.says("撤回").hears("已撤回", WANGSHAN)
    company.ignore("祁红", "池大鹏", "佟磊", "靳伟")
    boss.says("望山什么情况").hears("池大鹏在跟")
    assert deals(company, WANGSHAN) == {PASSENGER: ("池大鹏", "quote", 2400000)}


def test_a_managers_wishes_and_questions_change_nothing(company: Company) -> None:
    boss, leader = company.member("车总"), company.member("佟磊")
    boss.says("望山这单要是能签下来就好了").hears(never=["恭喜", "已记录", "已推进"])
    boss.says("什么叫方案报价").hears("第 3 步", "72 小时")
    boss.says("望山签了吗").hears("方案报价", never=["恭喜"])
    boss.says("让佟磊盯一下凤凰妇幼").hears("已转告佟磊")
    leader.hears("车总交代你", "盯一下凤凰妇幼", kind="nudge")
    leader.says("知道了").hears("已经告诉车总")
    boss.hears("佟磊回你「盯一下凤凰妇幼」:知道了")
    boss.says("为什么老提醒我").hears("时限")
    assert deals(company, WANGSHAN) == {PASSENGER: ("池大鹏", "quote", 2400000)}
    assert followups(company, WANGSHAN) == followups(company, PHOENIX) == []


def test_the_administrator_changes_limits_and_takes_them_back(company: Company) -> None:
    boss, rep = company.member("车总"), company.member("祁红")
    boss.says("各阶段时限是多少").hears("方案报价:3 天")
    rep.says("把报价时限改成5天").hears("要车总来改", "没有动")
    boss.says("报价时限改成4天").hears("3 天 → 4 天", "3 单", choices=["改", "不改"])
    boss.says("改").hears("改好了", choices=["撤回"])
    boss.says("凤凰妇幼什么情况").hears("12月3日.*上午九点到时限", never=["已超时"])
    rep.says("报价时限是多久").hears("方案报价:4 天")
    boss.says("撤回").hears("已撤回", "3 天 → 4 天")
    boss.says("需求确认改成36小时,线索改成两天").hears("·需求确认:2 天 → 1 天 12 小时", "·线索:1 天 → 2 天")
    boss.says("改").hears("改好了")
    boss.says("时限都恢复默认").hears("·线索:2 天 → 1 天", "1 天 12 小时 → 2 天")
    boss.taps("改").hears("改好了")
    with company.db.read() as session:
        assert session.exec(select(StageLimit)).all() == []


@pytest.mark.world("dental")
@pytest.mark.parametrize("words", ["把盐都给小孟", "盐都这条给小孟", "盐都这个客户给小孟跟吧", "把盐都交给小孟"])
def test_a_customer_goes_to_a_colleague_as_colleagues_are_called(company: Company, words: str) -> None:
    company.member("邵敏").says(words).hears("自贡盐都牙科诊所转给孟繁星跟了", choices=["撤回"])
    company.ignore()


@pytest.mark.world("dental")
@pytest.mark.parametrize(
    "words",
    ["要不要把盐都给小孟", "把盐都给小孟合适吗", "客户说把盐都给小孟", "先别把盐都给小孟", "盐都给小孟打电话了"],
)
def test_what_is_no_such_order_gives_no_customer_away(company: Company, words: str) -> None:
    company.member("邵敏").says(words).hears(never=["转给孟繁星跟了"])
    company.ignore()
