"""What a report says is what is written: sums reach the deal, what is taken back goes, and nothing else comes in."""

from __future__ import annotations

import pytest
from testing import Company

QUOTED = "刚给联创孙总打了电话,他说价格太高"


@pytest.mark.parametrize(
    ("words", "was", "now"),
    [
        ("联创金额41万", "36", "41"),
        ("联创报价降了 从36降到33", "36", "33"),
        ("联创的报价我们又调到34.5了", "36", "34.5"),
        ("联创总价让到30万", "36", "30"),
        ("联创降到33万", "36", "33"),
        ("联创改成34万5", "36", "34.5"),
        ("联创金额36万改34万8", "36", "34.8"),
        ("联创给到32", "36", "32"),
        ("联创又降了 35", "36", "35"),
    ],
)
def test_a_sum_by_itself_is_the_deals(company: Company, words: str, was: str, now: str) -> None:
    company.member("小周").says(words).hears("改好了", f"{was} 万元 → {now} 万元", kind="receipt")


def test_a_price_that_fell_by_or_to_a_small_sum_is_asked(company: Company) -> None:
    rep = company.member("小周").says("联创又降了 2")
    rep.hears("36 万元,是哪种", choices=["降了 2 万元,到 34 万元", "降到 2 万元"])
    rep.taps("降了 2 万元,到 34 万元").hears("36 万元 → 34 万元", kind="receipt")


@pytest.mark.parametrize(
    "words",
    [
        "客户说联创降到33万",
        "联创要不要降到33万",
        "联创如果降到33万呢",
        "联创先别降到33万",
        "「联创降到33万」",
        "联创降到33万合适吗",
        "联创降到33万了吗",
        "联创他们要降到33万",
        "联创改成33万行不行",
    ],
)
def test_a_sum_that_is_only_weighed_changes_no_deal(company: Company, words: str) -> None:
    company.member("小周").says(words).hears(".", never=["改好了"])


def test_a_visit_told_with_a_new_sum_is_kept(company: Company) -> None:
    rep = company.member("小周").says("鼎新昨天去的 薛总说要两套 金额改成20万")
    rep.hears("已记录", "拜访", "发生在:昨天", choices=["撤回", "金额改成 20 万元"], never=["改好了"])
    rep.taps("金额改成 20 万元").hears("12 万元 → 20 万元", kind="receipt")


def test_a_sum_said_after_a_record_is_the_deals(company: Company) -> None:
    rep = company.member("小周").says(QUOTED)
    rep.hears("已记录")
    rep.says("金额改成32").hears("联创电子.*36 万元 → 32 万元", kind="receipt")


def test_the_sum_of_a_record_that_waits_is_the_deals_when_ordered(company: Company) -> None:
    rep = company.member("小周").says("刚从联创出来,孙总要的35万")
    rep.hears("金额 35 万元", "异议是哪一类")
    rep.says("金额改成35万").hears("联创电子.*36 万元 → 35 万元", kind="receipt")
    rep.hears("还等你一句")
    rep.says("暂无异议").hears("已记录", "「刚从联创出来,孙总要的35万」", choices=["撤回", "谁拍板"])


def test_another_sum_in_a_report_is_one_tap_from_the_deal(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通电话,报价我降到31了,他说还是贵")
    rep.hears("已记录", "金额 31 万元", choices=["撤回", "金额改成 31 万元", "谁拍板"])
    rep.taps("金额改成 31 万元").hears("36 万元 → 31 万元", choices=["撤回"], kind="receipt")
    rep.says("降到29 他才松口").hears("补进", "同意了", choices=["撤回", "金额改成 29 万元"])


def test_the_sum_that_the_deal_has_is_not_offered(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通电话,报价36万,他说贵")
    rep.hears("已记录", choices=["撤回", "谁拍板"])


@pytest.mark.parametrize(
    ("told", "then", "left", "gone"),
    [
        ("联创孙总嫌功能少,钱也还没批下来", "不对 钱批了 就是功能的事", "功能疑虑", "预算未定"),
        ("联创孙总嫌贵,还要等老板点头", "说错了 老板已经点头了", "价格敏感", "决策链未齐"),
        ("联创孙总嫌贵,又说精度不够", "等等 精度没问题", "价格敏感", "功能疑虑"),
        ("联创孙总觉得价格高,功能也不够用", "口误 只是价格的问题", "价格敏感", "功能疑虑"),
    ],
)
def test_what_does_not_stand_in_the_way_is_taken_out(
    company: Company, told: str, then: str, left: str, gone: str
) -> None:
    rep = company.member("小周").says(told)
    rep.hears("已记录", left, gone)
    rep.says(then).hears("改好了", f"情况:{left}\n", kind="receipt")


@pytest.mark.parametrize("words", ["哦不 他是催发货", "不对,客户其实是问安装时间", "不是 他是想早点装"])
def test_they_meant_something_else(company: Company, words: str) -> None:
    rep = company.member("小周").says(QUOTED)
    rep.hears("已记录", "价格敏感")
    rep.says(words).hears("改好了", "价格敏感 → 没记", kind="receipt")


@pytest.mark.parametrize(
    "words",
    [
        "鼎新薛总答应周四下午给准话",
        "鼎新薛总同意下周三给个答复",
        "鼎新薛总答应帮我约他们店长",
        "鼎新薛总答应了明天回我消息",
    ],
)
def test_a_promised_answer_agrees_to_nothing(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("已记录", never=["同意了"])


@pytest.mark.parametrize("words", ["鼎新薛总没来 放我鸽子了", "鼎新薛总人没到场 爽约了"])
def test_who_did_not_come_refused_nothing(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("已记录", "没联系上", never=["拒绝见面"])


def test_a_quote_without_an_answer_reached_somebody(company: Company) -> None:
    company.member("小周").says("鼎新昨天报了12万 今天还没下文").hears("已记录", never=["没联系上"])


def test_how_it_was_is_put_right_and_is_no_step(company: Company) -> None:
    rep = company.member("小周").says("鼎新薛总电话里聊了,挺感兴趣")
    rep.hears("已记录", "电话")
    rep.says("不对 是上午在现场聊的").hears("改好了", "电话 → 拜访", never=["下一步"], kind="receipt")


def test_who_called_in_the_morning_is_no_step(company: Company) -> None:
    company.member("小周").says("鼎新薛总上午打来电话 问了下安装").hears("已记录", "电话", never=["下一步"])


def test_what_is_told_again_closes_no_other_deal(company: Company) -> None:
    rep = company.member("小周").says("联创丢单了,选了竞品")
    rep.hears("已记丢单", "联创")
    rep.says("对 丢了").hears("联创.*已经记过了", never=["已记丢单"])


def test_somebody_who_speaks_again_was_reached(company: Company) -> None:
    rep = company.member("小周").says("打鼎新薛总电话没人接")
    rep.hears("没联系上")
    rep.says("薛总说元旦后第一天下午三点见").hears("已记录", "周一.*1月4日.*下午三点", never=["补进"])


def test_a_report_long_after_the_question_is_another_contact(company: Company) -> None:
    rep = company.member("小周").says("联创孙总约了又说没空")
    rep.hears("异议是哪一类")
    company.advance("2h")
    rep.says("联创孙总还是不肯见").hears("听到的是", "拒绝见面", never=["记下了"])
    rep.says("价格").hears("已记录", "价格敏感,拒绝见面", "「联创孙总还是不肯见;价格」")
    rep.hears("还等你一句:苏州联创电子")


def test_an_appointment_is_told_of_without_its_customer(company: Company) -> None:
    rep = company.member("小周").says("约了鼎新薛总今天下午两点过去谈")
    rep.hears("已记录")
    company.until("2026-11-23 15:30")
    company.ignore()
    rep.says("谈完了 他说下周三签").hears("已记录", "鼎新", "下一步:周三.*签")


def test_what_closes_a_deal_is_asked_for_after_an_appointment(company: Company) -> None:
    rep = company.member("小周").says("约了鼎新薛总今天下午两点过去签合同")
    rep.hears("已记录")
    company.until("2026-11-23 15:30")
    company.ignore()
    rep.says("签了").hears("是杭州鼎新超市有限公司吗", choices=["杭州鼎新超市有限公司"])


@pytest.mark.parametrize(
    "words", ["刚才那条是鼎新薛总的不是联创", "上一条记错客户了 是鼎新的", "把刚才那条挪到鼎新那边"]
)
def test_a_record_goes_to_the_customer_it_is_of(company: Company, words: str) -> None:
    rep = company.member("小周").says(QUOTED)
    rep.hears("已记录", "联创")
    rep.says(words).hears("改好了,苏州联创.*那条已经拿掉", "鼎新", kind="receipt")


def test_what_is_taken_out_says_who_decides(company: Company) -> None:
    rep = company.member("小周").says("联创孙总说还要等总部审批")
    rep.hears("已记录", "决策链未齐")
    rep.says("总部审批那个去掉 他自己就能定").hears("改好了", "决策链未齐 → 没记", "孙总是拍板人", kind="receipt")


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("鼎新拍板的是他们店长姓穆", "穆店长是拍板人"),
        ("鼎新薛总不是拍板的 拍板的是老板娘", "老板娘是拍板人"),
        ("鼎新薛总挺有话语权 不太待见我们", "薛总是影响者,态度反对"),
        ("鼎新薛总很反感我们 去年机器坏过", "薛总态度反对"),
    ],
)
def test_what_is_said_of_people_is_no_contact(company: Company, words: str, who: str) -> None:
    company.member("小周").says(words).hears("决策链", who, never=["已记录"])


def test_both_customers_are_said_to_be_heard(company: Company) -> None:
    rep = company.member("小周").says("上午去了鼎新,薛总挺感兴趣,顺便把联创孙总也拜访了,他问了安装")
    rep.hears("杭州鼎新超市有限公司那条记好了", "听到的是:苏州联创电子")


def test_a_paper_sent_needs_no_words_of_the_customer(company: Company) -> None:
    company.member("小周").says("上午给联创发了报价单").hears("已记录", "联创", never=["怎么聊的", "哪一类"])


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("联创孙总说要跟集团采购部再商量", "决策链未齐"),
        ("联创孙总说先看看,隔壁一家也报了价", "竞品对比"),
        ("联创孙总说价格还要再压", "价格敏感"),
        ("联创孙总说预算得年后才批", "预算未定"),
        ("联创孙总又提到德立 说便宜一成", "竞品对比"),
    ],
)
def test_an_objection_in_other_words_is_not_asked_for(company: Company, words: str, what: str) -> None:
    company.member("小周").says(words).hears("已记录", what, never=["哪一类"])
