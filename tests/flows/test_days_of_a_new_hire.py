"""Whole conversations of new hires, who do not know yet how to say things, and what stands afterwards."""

from __future__ import annotations

import pytest
from standing import deals, followups, reminders
from testing import Company

CONGTAI, CUIPING = "邯郸丛台家园业委会", "宜宾翠屏牙科"


@pytest.mark.world("lifts")
def test_the_first_day(company: Company) -> None:
    new = company.member("石榴")
    new.says("你好").hears("你好", "丛台岳主任")
    new.says("怎么用啊").hears("直接说给我听", "丛台")
    new.says("今天我该跟谁").hears("还没联系过的线索", "丛台", choices=["记跟进·丛台"])
    new.taps("记跟进·丛台").hears("邯郸丛台", "怎么聊的")
    new.says("刚给岳主任打了电话,居民意见不统一,周六上午开会").hears("已记录", "岳主任·电话", "12月5日.*上午十点")
    new.says("丛台现在什么情况").hears("岳主任", "下一步:周六")
    new.says("怎么加客户").hears("新线索:公司名")
    new.says("新线索:邢台达活小区业委会,物业老董,想加装三台电梯").hears("新线索记好了", "老董")
    assert "phone 岳主任" in followups(company, CONGTAI)[0] and "→ 12-05 10:00" in followups(company, CONGTAI)[0]
    assert [owner for owner, *_ in deals(company, "邢台达活小区业委会").values()] == ["石榴"]


@pytest.mark.world("lifts")
def test_mistakes_and_what_words_mean(company: Company) -> None:
    new = company.member("石榴")
    new.says("跟丛台家园的岳主任见了一面,挺感兴趣的").hears("已记录", "岳主任·拜访", "感兴趣")
    new.says("记错了,是打电话").hears("拜访 → 电话")
    new.says("什么叫需求确认").hears("第 2 步", "48 小时")
    new.says("推进到需求确认").hears("已推进", "线索 → 需求确认")
    new.says("推进撤回").hears("已撤回", "线索 → 需求确认")
    new.says("滨河物业现在什么情况").hears("没有「滨河物业」")
    new.says("线索多久要跟一次").hears("24 小时内要有第一次跟进")
    new.says("谁能看到我的记录").hears("主管")
    assert deals(company, CONGTAI) == {"加装电梯": ("石榴", "lead", 380000)}
    assert followups(company, CONGTAI) == ["石榴 phone 岳主任 interested"]


@pytest.mark.world("dental")
def test_help_that_is_wanted_and_a_first_step_forward(company: Company) -> None:
    new, leader = company.member("苗苗"), company.member("邵敏")
    new.says("帮助").hears("翠屏阳医生", "翠屏推进到需求确认")
    new.says("翠屏阳医生电话打不通").hears("没联系上", "不算一次跟进", "线索的计时没变")
    company.until("2026-12-02 09:10")
    new.hears("超时", CUIPING, choices=["已跟进", "缓一缓", "需要支持"], kind="nudge")
    new.says("需要支持").hears("什么支持")
    new.says("想让师傅带我去一趟").hears("已经告诉主管了")
    leader.hears("苗苗需要支持", "想让师傅带我去一趟", CUIPING)
    new.says("明早九点提醒我再打给阳医生").hears("12月3日.*上午九点提醒你:再打给阳医生")
    new.says("阳医生接电话了,说下周三可以过去演示").hears("已记录", "阳医生·电话", "12月9日", "24 小时重新开始")
    new.says("推进到需求确认").hears("已推进", "线索 → 需求确认")
    new.says("翠屏什么情况").hears("需求确认", "阳医生", "没联系上")
    company.ignore("柳叶", "孟繁星")
    assert deals(company, CUIPING) == {"口腔扫描仪": ("苗苗", "needs", 90000)}
    assert len(followups(company, CUIPING)) == 2 and reminders(company, "苗苗") == ["12-03 09:00 再打给阳医生"]


@pytest.mark.world("dental")
def test_everything_that_has_no_place_yet_is_said_to_have_none(company: Company) -> None:
    new = company.member("苗苗")
    new.says("陪我练一下怎么跟院长开口").hears("我来当客户:医院的院长")
    new.hears("客户:")
    new.says("不练了").hears("一句还没练")
    new.says("客户说太贵了怎么回").hears("没有合适话术")
    new.says("今天天气怎么样").hears(never=["已记录"])
    new.says("刚跟翠屏阳医生加了微信,他说先看看资料").hears("已记录", "阳医生·微信")
    new.says("撤回").hears("已撤回", CUIPING)
    new.says("撤回").hears(never=["已撤回"])
    new.says("我的单子啥时候到期").hears("翠屏|宜宾")
    assert followups(company, CUIPING) == []
    assert deals(company, CUIPING) == {"口腔扫描仪": ("苗苗", "lead", 90000)}
