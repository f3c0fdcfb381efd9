"""A new lead, said in one sentence; whose customer it is, is not always clear."""

from __future__ import annotations

import pytest
from testing import Company


def test_a_new_lead_is_entered_and_its_clock_starts(company: Company) -> None:
    rep = company.member("小周").says("新线索:佛山锦绣陶瓷有限公司,黄经理,预算大概30万,想看分拣设备")
    rep.hears("新线索记好了", "锦绣陶瓷", "黄经理", "30 万元", "线索", "24 小时", choices=["撤回"], kind="receipt")
    rep.says("锦绣陶瓷现在什么情况").hears("锦绣陶瓷", "黄经理", "线索")


def test_undo_takes_the_customer_away_again(company: Company) -> None:
    rep = company.member("小周").says("新线索:佛山锦绣陶瓷有限公司,黄经理,预算大概30万")
    rep.hears("新线索记好了")
    rep.taps("撤回").hears("已撤回")
    rep.says("锦绣陶瓷现在什么情况").hears("没有「")


def test_ones_own_customer_gets_another_deal_if_wanted(company: Company) -> None:
    rep = company.member("小周").says("新线索:杭州鼎新超市,薛总,想上能耗终端,预算8万")
    rep.hears("鼎新", "已经在你名下", choices=["再开一单", "不用,是同一单", "是另一家"])
    rep.taps("再开一单").hears("新线索记好了", "鼎新")


def test_a_colleagues_customer_is_decided_by_the_supervisor(company: Company) -> None:
    rep, owner, boss = company.member("小周"), company.member("小吴"), company.member("赵琳")
    rep.says("新线索:宁波海川物流,侯总,想看分拣设备")
    rep.hears("^这个客户已有同事在跟,已请主管确认。$")
    boss.hears("小周", "海川", "小吴", choices=["转给小周", "仍归小吴"], kind="alert")
    boss.taps("转给小周").hears("归小周")
    rep.hears("转给你了", kind="receipt")
    owner.hears("转给小周", kind="receipt")
    rep.says("海川现在什么情况").hears("海川", "方案确认")
    owner.says("海川现在什么情况").hears("转给小周跟了,不归你看了", never=["方案确认"])


def test_it_is_decided_once(company: Company) -> None:
    rep, boss = company.member("小周"), company.member("赵琳")
    rep.says("新线索:宁波海川物流,侯总,想看分拣设备")
    rep.hears("已请主管确认")
    boss.hears("海川")
    boss.taps("仍归小吴").hears("归小吴")
    rep.hears("还是由原来的同事跟")
    boss.taps("转给小周").hears("已经点过「仍归小吴」了,没有再动")


def test_across_teams_the_manager_decides(company: Company) -> None:
    company.member("小郑").says("新线索:宁波海川物流,侯总,想看分拣设备").hears("已请主管确认")
    company.member("老板").hears("小郑", "海川", "小吴", kind="alert")


def test_who_was_told_hears_that_it_was_taken_back(company: Company) -> None:
    rep, owner, boss = company.member("小周"), company.member("小吴"), company.member("赵琳")
    rep.says("新线索:宁波海川物流,侯总,想看分拣设备")
    rep.hears("已请主管确认")
    boss.hears("海川")
    boss.taps("转给小周").hears("归小周")
    rep.hears("转给你了")
    owner.hears("由赵琳转给小周", kind="receipt")
    boss.taps("撤回").hears("已撤回")
    rep.hears("赵琳撤回了这条", kind="receipt")
    owner.hears("赵琳撤回了这条", kind="receipt")
    owner.says("海川现在什么情况").hears("海川", "方案确认")


def test_a_form_still_open_records_nothing_on_what_is_a_colleagues_now(company: Company) -> None:
    rep, owner, boss = company.member("小周"), company.member("小吴"), company.member("赵琳")
    owner.says("刚跟海川侯总打完电话,周三下午再去").hears("异议")
    rep.says("新线索:宁波海川物流,侯总,想看分拣设备").hears("已请主管确认")
    boss.hears("海川")
    boss.taps("转给小周").hears("归小周")
    company.ignore("小周")
    owner.hears("转给小周", kind="receipt")
    owner.taps("暂无异议").hears("现在由同事跟了,没有动")


def test_a_lead_whose_name_is_like_a_customers_can_be_another_company(company: Company) -> None:
    rep = company.member("小周")
    rep.says("新线索:郝经理,预算18万").hears("叫什么名字")
    rep.says("创电子")
    rep.hears("创电子", "是另一家吗", choices=["是另一家,新建", "就是这家"])
    rep.taps("是另一家,新建").hears("新线索记好了", "创电子", "郝经理", "18 万元")
    rep.says("苏州联创电子有限公司现在什么情况").hears("孙总", never=["郝经理"])


def test_a_lead_whose_name_is_like_a_customers_can_be_that_customer(company: Company) -> None:
    rep = company.member("小周")
    rep.says("新线索:郝经理,预算18万").hears("叫什么名字")
    rep.says("创电子").hears("是另一家吗")
    rep.says("就是这家").hears("已经在你名下", choices=["再开一单", "不用,是同一单", "是另一家"])
    rep.taps("不用,是同一单").hears("没有新建", "郝经理")


def test_what_was_taken_for_a_customer_is_put_right_in_words(company: Company) -> None:
    rep = company.member("小周")
    rep.says("新线索:鼎新,郝经理,预算18万").hears("已经在你名下")
    rep.says("不是鼎新,是鼎新盛餐饮,新客户").hears("新线索记好了", "鼎新盛餐饮", "郝经理", "18 万元")
    rep.says("鼎新超市现在什么情况").hears("薛总", never=["郝经理"])


def test_another_companys_name_is_asked_for_where_it_was_not_said(company: Company) -> None:
    rep = company.member("小周")
    rep.says("新线索:鼎新,郝经理,预算18万").hears("已经在你名下")
    rep.taps("是另一家").hears("全名叫什么")
    rep.says("叫鼎新盛餐饮").hears("新线索记好了", "鼎新盛餐饮", "郝经理")


def test_a_colleagues_customer_with_such_a_name_is_not_shown(company: Company) -> None:
    rep = company.member("小周")
    rep.says("新线索:方总,预算9万").hears("叫什么名字")
    rep.says("川物流")
    rep.hears("有同事在跟", "「川物流」是另一家吗", never=["宁波", "小吴", "侯总"])
    rep.taps("是另一家,新建").hears("新线索记好了", "川物流", "方总")


def test_it_may_be_the_colleagues_customer_after_all(company: Company) -> None:
    rep = company.member("小周")
    rep.says("新线索:方总,预算9万").hears("叫什么名字")
    rep.says("川物流").hears("有同事在跟")
    rep.taps("就是这家").hears("已请主管确认")
    company.member("赵琳").hears("撞单", "海川", kind="alert")


def test_what_is_told_next_without_a_name_is_added_to_the_lead(company: Company) -> None:
    rep = company.member("小周").says("新客户:湖州南浔旧馆屠宰场,场长姓仉,想看分拣设备")
    rep.hears("新线索记好了", "旧馆屠宰场", "仉场长")
    rep.says("联系人是朴经理,微信还没加").hears("补进刚才那条线索", "旧馆屠宰场", "仉场长、朴经理", kind="receipt")
    rep.says("手机13700002222 预算40到60万").hears("旧馆屠宰场", "50 万元", never=["新客户叫什么"])


def test_a_lead_needs_no_announcement_where_owner_and_wish_are_told(company: Company) -> None:
    rep = company.member("小周").says("运河边新开的火锅店 叫辣得跳 老板问咱们机器")
    rep.hears("新线索记好了", "辣得跳")
    rep.says("老板姓尉 电话没留").hears("补进刚才那条线索", "辣得跳", "联系人:尉")


def test_what_names_nobody_long_after_a_lead_asks_for_the_name(company: Company) -> None:
    rep = company.member("小周").says("新线索:湖州南浔旧馆屠宰场,想看分拣设备")
    rep.hears("新线索记好了")
    company.advance("25m")
    rep.says("联系人是朴经理,微信还没加").hears("叫什么名字")


def test_two_leads_of_one_message_are_two(company: Company) -> None:
    company.member("小周").says("展会上认识了绿源环保的王总和顺通物流的刘总,都是新客户").hears(
        r"绿源环保\n联系人:王总", r"(?m)^顺通物流\n联系人:刘总"
    )


@pytest.mark.parametrize("words", ["金鼎食品改叫金鼎生物", "金鼎食品改名金鼎生物了"])
def test_a_new_lead_is_renamed(company: Company, words: str) -> None:
    zhou = company.member("小周").says("新加了个客户金鼎食品,赵总")
    zhou.hears("金鼎食品")
    zhou.says(words).hears("已撤回")
    zhou.hears(r"金鼎生物\n联系人:赵总")
