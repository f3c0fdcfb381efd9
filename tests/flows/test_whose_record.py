"""A record goes to the customer it is about, whatever was tapped or said first."""

from __future__ import annotations

from testing import Company

SAID = "刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟"


def test_a_record_of_nothing_but_the_customer_is_asked_for(company: Company) -> None:
    rep = company.member("小周").says("记一条跟进")
    rep.hears("是哪家客户")
    rep.says("鼎新").hears("跟杭州鼎新超市有限公司怎么聊的")
    rep.says("薛总微信说挺感兴趣").hears("已记录", "鼎新", "薛总", "感兴趣")


def test_what_is_said_with_the_customers_name_is_kept(company: Company) -> None:
    rep = company.member("小周").says("记一条跟进")
    rep.hears("是哪家客户")
    rep.says("鼎新薛总,他挺感兴趣").hears("已记录", "鼎新", "薛总", "感兴趣")


def test_what_is_said_before_the_customers_name_is_kept(company: Company) -> None:
    rep = company.member("小周").says("电话里说再考虑考虑")
    rep.hears("是哪家客户")
    rep.says("下周二再聊").hears("是哪家客户")
    rep.says("鼎新").hears("已记录", "鼎新", "还在考虑", r"12月1日")


def test_a_report_that_names_another_customer_is_not_put_on_the_first(company: Company) -> None:
    company.until("2026-11-25 11:00")
    rep = company.member("小周")
    rep.hears("鼎新", choices=["已跟进", "缓一缓", "需要支持"])
    rep.taps("已跟进").hears("跟杭州鼎新超市有限公司怎么聊的")
    rep.says(SAID).hears("已记录", "联创", "价格敏感", never=["鼎新"])
    rep.hears("跟杭州鼎新超市有限公司怎么聊的")
    rep.says("薛总看了样机挺满意").hears("已记录", "鼎新", "薛总")


def test_the_wrong_customer_is_put_right_in_an_open_form(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创通完电话,周三下午再去")
    rep.hears("联创", "异议")
    rep.says("不是联创,是鼎新").hears("已记录", "鼎新", "电话", never=["苏州联创"])


def test_the_wrong_customer_is_put_right_after_saving(company: Company) -> None:
    rep = company.member("小周").says(SAID)
    rep.hears("已记录", "联创")
    rep.says("不是联创,是鼎新").hears("改好了,苏州联创电子有限公司那条已经拿掉", "鼎新", "价格敏感", choices=["撤回"])
    rep.says("联创现在什么情况").hears("联创", "还没有跟进记录")
    rep.says("撤回").hears("已撤回")
    rep.says("鼎新现在什么情况").hears("鼎新", "还没有跟进记录")


def test_a_record_of_two_customers_is_not_torn_apart(company: Company) -> None:
    rep = company.member("小周").says("上午去了鼎新见薛总,他挺感兴趣,下周一发方案;联创孙总还在考虑")
    rep.hears("异议")
    rep.taps("暂无异议").hears("已记录", "鼎新", "联创")
    rep.says("不是联创,是安宁").hears("哪一单")
    rep.says("2").hears("换不了客户了", choices=["给这家补记一条"])


def test_a_colleagues_customer_is_nobodys_to_put_it_on(company: Company) -> None:
    rep = company.member("小周").says(SAID)
    rep.hears("已记录", "联创")
    rep.says("不是联创,是海川").hears("你名下没有「海川」")
    rep.says("取消").hears("不弄了")


def test_a_budget_is_no_objection(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("异议")
    rep.says("预算是50万").hears("预算 50 万", "异议")
    rep.taps("价格敏感").hears("已记录", "价格敏感", "预算 50 万", never=["预算未定"])


def test_another_request_is_no_answer_to_which_customer(company: Company) -> None:
    rep = company.member("小周").says("价格太高,选了别家")
    rep.hears("是哪家客户")
    rep.says("联创签了,38万").hears("恭喜成交", "联创", "38 万元", never=["流失"])
    rep.hears("是哪家客户")
    rep.says("鼎新").hears("鼎新", "流失")


def test_a_report_is_no_customers_name(company: Company) -> None:
    rep = company.member("小周").says("新线索")
    rep.hears("新客户叫什么名字")
    rep.says("孙总电话里嫌贵,周三再去").hears("已记录", "联创")
    rep.hears("新客户叫什么名字")
    rep.says("取消").hears("不弄了")


def test_what_was_saved_before_an_open_form_is_one_tap_away(company: Company) -> None:
    rep = company.member("小周").says(SAID)
    rep.hears("已记录", "联创")
    rep.says("刚跟安宁温主任通完电话").hears("哪一单")
    rep.says("撤回").hears("还没存,已经放下了", choices=["撤回之前存好的"])
    rep.taps("撤回之前存好的").hears("已撤回")
    rep.says("联创现在什么情况").hears("还没有跟进记录")


def test_a_report_of_two_customers_is_two_records(company: Company) -> None:
    company.until("2026-11-25 11:00")
    rep = company.member("小周")
    rep.hears("鼎新", choices=["已跟进", "缓一缓", "需要支持"])
    rep.taps("已跟进").hears("跟杭州鼎新超市有限公司怎么聊的")
    rep.says("薛总电话里挺感兴趣,联创孙总说太贵了").hears(
        "已记录", "鼎新", "薛总", "感兴趣", "联创", "孙总", "价格敏感"
    )
