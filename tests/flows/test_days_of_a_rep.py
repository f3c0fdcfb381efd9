"""Whole conversations of a rep who sells dental equipment, as they are typed, and what stands afterwards."""

from __future__ import annotations

import pytest
from standing import deals, followups, reminders
from testing import Company

pytestmark = pytest.mark.world("dental")
HAOBAI, YANDU = "成都皓白口腔医院", "自贡盐都牙科诊所"
MIANYANG, YUCHI = "绵阳市第三人民医院", "重庆渝齿医疗器械有限公司"
TREATMENT, CT, SCANNER = "牙科综合治疗台", "口腔CT", "口腔扫描仪"


def test_a_visit_in_fragments_corrected_and_taken_back(company: Company) -> None:
    rep = company.member("柳叶")
    rep.says("刚跟盐都游医生打完电话 嫌贵 周四下午三点我再过去")
    rep.hears("已记录", "游医生·电话", "价格敏感", "12月3日.*下午三点", "72 小时重新开始", kind="receipt")
    rep.says("他说要再便宜两千").hears("补进刚才那条", "自贡盐都", "再便宜两千")
    rep.says("不是电话,是上门拜访的").hears("电话 → 拜访", "游医生·拜访")
    rep.says("盐都现在啥情况").hears("拜访", "价格敏感", "下一步:周四")
    assert followups(company, YANDU) == ["柳叶 visit 游医生 price → 12-03 15:00 再过去"]
    rep.says("撤回").hears("已撤回", "自贡盐都牙科诊所的跟进", kind="receipt")
    rep.says("盐都现在啥情况").hears("12月3日.*下午五点到时限", "还没有跟进记录")
    assert followups(company, YANDU) == []


def test_a_question_of_ones_own_before_the_forced_one_is_answered(company: Company) -> None:
    rep = company.member("柳叶")
    rep.says("上午去绵阳三院见了鲍主任").hears("鲍主任·拜访", "哪一类", choices=["价格敏感", "…"])
    rep.says("我设了哪些提醒").hears("没有设着的提醒")
    rep.hears("还等你一句", "绵阳市第三人民医院")
    rep.says("他担心售后跟不上").hears("已记录", "功能疑虑", "担心售后跟不上", kind="receipt")
    rep.says("下周一上午再去").hears("补进刚才那条", "12月7日.*上午十点")
    rep.says("不对 是下周二").hears("12月8日", never=["没听懂"])
    rep.says("三院那单到哪步了").hears("方案确认,.*进的")
    assert len(followups(company, MIANYANG)) == 1
    assert "visit 鲍主任 feature → 12-08" in followups(company, MIANYANG)[0]


def test_which_of_two_deals_and_a_win_with_its_sum_put_right(company: Company) -> None:
    rep = company.member("柳叶")
    rep.says("跟皓白卢院长喝了个茶,聊得不错").hears("2 单", "哪一单", choices=["…"])
    rep.says("有什么区别").hears("15 万元.*合同审批", "68 万元.*方案报价")
    rep.says("贵的那个").hears("哪一类")
    rep.says("没什么异议").hears("已记录", "口腔CT", "暂无异议")
    rep.says("皓白治疗台那单签了,15万").hears("恭喜成交", TREATMENT, "15 万元", choices=["撤回"])
    rep.says("等等 是14万8").hears("15 万元 → 14.8 万元")
    rep.says("皓白现在什么情况").hears("口腔CT 68 万元:方案报价", "成交 14.8 万元")
    assert deals(company, HAOBAI) == {CT: ("柳叶", "quote", 680000), TREATMENT: ("柳叶", "won", 148000)}
    assert followups(company, HAOBAI) == ["柳叶 visit 卢院长 none"]


def test_three_acts_in_a_message_are_each_taken_back_or_changed(company: Company) -> None:
    rep = company.member("柳叶")
    rep.says("渝齿谭总看了样机很满意,推进到方案报价,周五上午十点提醒我发报价单")
    rep.hears("已记录", "谭总·演示", "感兴趣")
    rep.hears("已推进", "需求确认 → 方案报价")
    rep.hears("12月4日.*上午十点提醒你:发报价单")
    rep.says("我有哪些提醒").hears("1 条提醒", "发报价单")
    rep.says("发报价单的提醒改到周五下午两点").hears("改好了", "12月4日.*下午两点")
    rep.says("推进那条撤了吧").hears("已撤回", "需求确认 → 方案报价")
    rep.says("渝齿什么情况").hears("需求确认", "谭总,感兴趣")
    assert reminders(company, "柳叶") == ["12-04 14:00 发报价单"]
    rep.says("发报价单的提醒不要了").hears("取消了", "发报价单")
    assert (reminders(company, "柳叶"), deals(company, YUCHI)) == ([], {SCANNER: ("柳叶", "needs", 260000)})
    assert followups(company, YUCHI) == ["柳叶 demo 谭总 interested"]


def test_nobody_answered_and_then_somebody_did(company: Company) -> None:
    rep = company.member("柳叶")
    rep.says("给谭总打了两个电话都没人接").hears("没联系上", "不算一次跟进", "计时没变")
    rep.says("渝齿什么情况").hears("明天.*下午四点到时限")
    rep.says("去绵阳三院没见着鲍主任").hears("绵阳市第三人民医院", "没联系上", "计时没变", never=["哪一类"])
    company.advance("2h")
    rep.says("谭总回电话了,说预算还没批").hears("已记录", "预算未定", "48 小时重新开始")
    rep.says("渝齿什么情况").hears("12月3日.*上午十一点三十二到时限", "没联系上", "预算未定")
    rep.says("我今天都记了啥").hears("3 次", "2 家客户", "2 次没找到人")
    assert followups(company, YUCHI) == ["柳叶 phone 谭总 no_answer", "柳叶 phone 谭总 budget"]
    assert followups(company, MIANYANG) == ["柳叶 visit 鲍主任 no_answer"]


def test_lost_with_its_reason_put_right_and_opened_again(company: Company) -> None:
    rep = company.member("柳叶")
    rep.says("盐都那单黄了").hears("已记丢单", "为什么丢的", kind="receipt")
    rep.says("他们选了国产的,便宜一半").hears("丢单的原因", "国产")
    rep.says("原因记错了,是预算没批").hears("改好了", "预算未定")
    rep.says("盐都现在什么情况").hears("没有在跟的单子", "丢单", "预算未定")
    company.advance("2d")
    company.ignore()
    rep.says("盐都又回来谈了,重新打开").hears("重新打开了", "流失 → 方案报价")
    company.member("邵敏").hears("柳叶把单子重新打开了", "自贡盐都")
    rep.says("盐都要是再丢了怎么办").hears("自贡盐都", never=["已记", "丢单了"])
    assert deals(company, YANDU) == {TREATMENT: ("柳叶", "quote", 48000)}


def test_what_is_heard_hoped_or_asked_is_not_written(company: Company) -> None:
    rep, names = company.member("柳叶"), (HAOBAI, MIANYANG, YUCHI, YANDU)
    before = [deals(company, name) for name in names]
    for words in ("听说皓白要签了", "渝齿那单能推进到报价吗", "要是三院丢了怎么办", "先别记,我再确认一下"):
        rep.says(words).hears(never=["已记录", "已推进", "恭喜", "已记丢单"])
    rep.says("今天我该跟谁").hears("没有")
    rep.says("谭总会嫌贵吗").hears(never=["已记录", "哪一类"])
    rep.says("渝齿什么情况").hears("还没有跟进记录")
    assert [deals(company, name) for name in names] == before
    assert [followups(company, name) for name in names] == [[], [], [], []]


def test_new_leads_a_colleagues_and_ones_own(company: Company) -> None:
    rep = company.member("柳叶")
    rep.says("新线索:内江甜城口腔,院长姓蓝,想买两台治疗台,预算大概12万").hears("新线索记好了", "蓝院长", "12 万元")
    rep.says("跟蓝院长约了明天上午十点见").hears("已记录", "内江甜城口腔", "12月2日.*上午十点")
    rep.says("新线索:乐山嘉州连锁口腔,庞总,要口腔CT").hears("已有同事在跟", "已请主管")
    company.member("邵敏").hears("撞单", "柳叶", "孟繁星", choices=["转给柳叶", "仍归孟繁星"], kind="alert")
    rep.says("新线索 皓白口腔医院 卢院长 想要口腔扫描仪").hears("已经在你名下", choices=["再开一单", "…"])
    rep.says("再开一单").hears("新线索记好了", "皓白", "口腔扫描仪")
    company.member("邵敏").says("仍归孟繁星").hears("归孟繁星")
    rep.hears("还是由原来的同事跟")
    assert deals(company, "乐山嘉州连锁口腔") == {TREATMENT: ("孟繁星", "contract", 960000)}
    assert deals(company, HAOBAI)[SCANNER] == ("柳叶", "lead", None)
    assert deals(company, "内江甜城口腔") == {TREATMENT: ("柳叶", "lead", 120000)}


def test_reminders_before_an_event_at_night_and_every_week(company: Company) -> None:
    rep = company.member("柳叶")
    rep.says("每周一上午九点提醒我交周计划").hears("每周一上午九点", "12月7日", choices=["撤回", "休息日也提醒"])
    rep.says("明天下午三点跟卢院长开会 提前半小时叫我").hears("下午两点半提醒你")
    rep.says("今晚九点半提醒我给谭总发资料").hears("休息时间", choices=["今天 19:58", "明早 08:32", "就那个时间"])
    rep.says("就那个时间").hears("晚上九点半提醒你:给谭总发资料")
    rep.says("明天有啥安排").hears("下午两点半", "开会", "渝齿|重庆")
    rep.says("交周计划的提醒取消").hears("取消了", "每周一")
    company.until("2026-12-01 21:31")
    rep.hears("给谭总发资料", kind="nudge")
    rep.says("我设了哪些提醒").hears("1 条提醒", "开会")
    assert reminders(company, "柳叶") == ["12-02 14:30 下午三点跟卢院长开会"]


def test_a_nudge_put_off_in_words_and_then_done(company: Company) -> None:
    rep = company.member("柳叶")
    company.until("2026-12-02 16:40")
    company.ignore("苗苗", "邵敏")
    rep.hears("超时", "重庆渝齿", choices=["已跟进", "缓一缓", "需要支持"], kind="nudge")
    rep.says("渝齿先缓到明天早上").hears("重庆渝齿", "12月3日.*早上八点五十八", choices=["撤回"])
    rep.says("哪些单子快到期了").hears("2 单", "成都皓白", "自贡盐都", never=["渝齿"])
    company.until("2026-12-03 10:30")
    company.ignore("孟繁星", "邵敏", "苗苗")
    rep.hears("超时 16 小时", kind="nudge")
    rep.says("跟谭总聊过了 他要拉上技术一起看,下周三演示").hears("已记录", "重庆渝齿", "12月9日", "48 小时重新开始")
    rep.says("渝齿什么情况").hears("12月5日.*到时限", "下一步:周三", never=["超时"])
    rep.says("哪些超时了").hears("没有超时")
    assert "→ 12-09 演示" in followups(company, YUCHI)[0]


def test_two_customers_on_the_way_home(company: Company) -> None:
    rep = company.member("柳叶")
    rep.says("早").hears("你好", "游医生|卢院长|谭总")
    rep.says("今天跑了两家,渝齿谭总嫌扫描仪贵,绵阳三院鲍主任说要跟院里再商量,还担心售后")
    rep.hears("已记录", "重庆渝齿", "价格敏感", "绵阳市第三人民医院", choices=["撤回", "谁拍板"], kind="receipt")
    rep.says("三院那条撤回").hears("已撤回:绵阳市第三人民医院的跟进", never=["重庆渝齿"])
    rep.says("谢谢").hears("不客气")
    rep.says("渝齿什么情况").hears("价格敏感")
    rep.says("三院什么情况").hears("还没有跟进记录")
    assert followups(company, MIANYANG) == []
    assert len(followups(company, YUCHI)) == 1 and "谭总" in followups(company, YUCHI)[0]


def test_a_customer_given_to_a_colleague_with_the_leaders_consent(company: Company) -> None:
    rep, other, leader = (company.member(name) for name in ("柳叶", "孟繁星", "邵敏"))
    rep.says("盐都这家以后让孟繁星跟吧").hears("要邵敏点头", "还是原样")
    leader.hears("转给孟繁星", "同意吗", choices=["同意", "不同意"])
    rep.says("盐都现在什么情况").hears("柳叶在跟")
    leader.says("同意").hears("转给孟繁星跟了", "原来是柳叶")
    rep.hears("不用再盯了")
    other.hears("转给你跟了", "牙科综合治疗台")
    other.says("跟游医生打过招呼了,他还是嫌贵").hears("已记录", "自贡盐都", "价格敏感")
    rep.says("盐都现在什么情况").hears("由邵敏转给孟繁星跟了,不归你看了")
    assert deals(company, YANDU) == {TREATMENT: ("孟繁星", "quote", 48000)}
    assert followups(company, YANDU) == ["孟繁星 游医生 price"]
