"""他, 这单, 这家: what was spoken of last is meant."""

from __future__ import annotations

from testing import Company


def test_he_is_the_one_spoken_of_last(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟")
    rep.hears("已记录")
    rep.says("他又发微信说可以谈谈付款方式,还是嫌贵").hears("已记录", "联创", "孙总", "微信", "价格敏感")


def test_this_deal_is_the_one_shown_last(company: Company) -> None:
    rep = company.member("小周").says("鼎新现在什么情况")
    rep.hears("鼎新")
    rep.says("这单推进到方案报价").hears("鼎新", "需求确认 → 方案报价")


def test_a_customer_not_named_at_all_is_offered(company: Company) -> None:
    rep = company.member("小周").says("鼎新现在什么情况")
    rep.hears("鼎新")
    company.advance("15m")
    rep.says("电话里说再考虑考虑").hears("是杭州鼎新超市有限公司吗", choices=["杭州鼎新超市有限公司"])
    rep.taps("杭州鼎新超市有限公司").hears("已记录", "鼎新", "考虑")


def test_it_is_forgotten_after_half_an_hour(company: Company) -> None:
    rep = company.member("小周").says("鼎新现在什么情况")
    rep.hears("鼎新")
    company.advance("31m")
    rep.says("电话里说再考虑考虑").hears("是哪家客户")
    rep.says("取消").hears("不弄了")


def test_what_a_colleague_was_shown_is_not_known_here(company: Company) -> None:
    company.member("小吴").says("海川现在什么情况").hears("海川")
    rep = company.member("小周").says("他电话里说再考虑考虑")
    rep.hears("是哪家客户", never=["海川"])
    rep.says("取消").hears("不弄了")


def test_a_known_contact_is_where_he_is_not_where_was_spoken_of(company: Company) -> None:
    rep = company.member("小周").says("鼎新现在什么情况")
    rep.hears("鼎新")
    rep.says("孙总那边电话里嫌贵,周三再去").hears("已记录", "苏州联创", "孙总", never=["鼎新"])


def test_a_customer_named_in_words_that_came_to_nothing_is_what_is_spoken_of(company: Company) -> None:
    rep = company.member("小周").says("鼎新那边最近换老板了你知道不")
    rep.hears()
    rep.says("推进到方案报价").hears("鼎新", "需求确认 → 方案报价")


def test_the_customer_named_last_counts_not_the_one_recorded_before(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟")
    rep.hears("已记录", "联创")
    rep.says("鼎新那边最近换老板了你知道不").hears()
    rep.says("推进到方案报价").hears("鼎新", "需求确认 → 方案报价", never=["联创"])


def test_an_errand_names_what_is_spoken_of(company: Company) -> None:
    company.member("赵琳").says("让小周今天给鼎新回个电话").hears("已转告小周")
    rep = company.member("小周")
    rep.hears("赵琳交代你")
    rep.says("推进到方案报价").hears("鼎新", "需求确认 → 方案报价")


def test_the_very_sum_of_one_deal_names_it(company: Company) -> None:
    rep = company.member("小周").says("合同收到了 签了 12万")
    rep.hears("恭喜成交", "鼎新", "12 万元")
