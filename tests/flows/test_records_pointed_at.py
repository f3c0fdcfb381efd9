"""Words that point at a record by its customer or contact put it right or add to it, whatever was said since."""

from __future__ import annotations

import pytest
from testing import Company

CALL, VISIT = "刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟", "上午拜访了鼎新薛总,挺感兴趣"


@pytest.fixture
def both(company: Company) -> Company:
    rep = company.member("小周").says(CALL)
    rep.hears("已记录", "联创")
    rep.says(VISIT).hears("已记录", "鼎新")
    return company


@pytest.mark.parametrize(
    "words, changed",
    [
        ("联创那条打错了,是上门拜访不是打电话", "方式:电话 → 拜访"),
        ("孙总那个是微信聊的不是电话", "方式:电话 → 微信"),
        ("孙总那条错了 不是嫌贵 是预算没下来", "情况:价格敏感 → 预算未定"),
        ("联创那条人搞错了,是钟经理不是孙总", "联系人:孙总 → 钟经理"),
        ("联创那个写错了 是周四下午再去", "周四"),
    ],
)
def test_the_record_named_is_put_right_and_no_new_one_begun(both: Company, words: str, changed: str) -> None:
    both.member("小周").says(words).hears("改好了", changed, "联创电子", never=["鼎新", "已记录"])


def test_a_form_of_another_customer_goes_on_waiting(company: Company) -> None:
    rep = company.member("小周").says(VISIT)
    rep.hears("已记录", "鼎新")
    rep.says("刚和联创孙总通完电话").hears("异议")
    rep.says("薛总那个是电话不是拜访").hears("改好了", "方式:拜访 → 电话", "鼎新超市")
    rep.hears("还等你一句", "联创")
    rep.says("鼎新那单金额不是12万是21万").hears("改好了", "12 万元 → 21 万元")
    rep.says("暂无异议").hears("已记录", "联创", never=["薛总", "21"])


@pytest.mark.parametrize(
    "words, added",
    [
        ("联创那个补一下,预算还没定", "预算未定"),
        ("孙总那条再加一句,他们在看别家", "竞品对比"),
        ("联创那边忘说了,钟经理也在场", "钟经理"),
        ("给联创补一条备注:门卫要提前报备", "门卫要提前报备"),
    ],
)
def test_what_was_left_out_is_put_into_the_record_of_today(both: Company, words: str, added: str) -> None:
    both.until("2026-11-23 11:30")
    both.ignore()
    both.member("小周").says(words).hears("补进苏州联创", added, never=["鼎新", "已记录"])
    both.ignore()


def test_into_an_older_record_words_are_put_by_one_tap(both: Company) -> None:
    both.until("2026-11-24 10:00")
    both.ignore()
    rep = both.member("小周").says("联创那条补一下,他们预算80万")
    rep.hears("联创电子有限公司今天还没记过", choices=["补进昨天(11月23日)那条", "另记一条"])
    rep.taps("补进昨天(11月23日)那条").hears("补进苏州联创", "预算 80 万元", kind="receipt")
    rep.says("鼎新那条漏了一句 薛总想先试用").hears("另记一条")
    rep.taps("另记一条").hears("已记录", "鼎新", "薛总想先试用", kind="receipt")


def test_which_of_two_deals_is_one_tap(company: Company) -> None:
    rep = company.member("小周").says("安宁仓储系统打电话给温主任,嫌贵")
    rep.hears("已记录", "仓储系统")
    rep.says("安宁能耗终端也拜访了温主任,没异议").hears("已记录", "能耗终端")
    rep.says("安宁那条错了,是微信不是电话").hears(
        "改哪一条", choices=["上海安宁医院·能耗终端", "上海安宁医院·仓储系统"]
    )
    rep.taps("上海安宁医院·仓储系统").hears("改好了", "电话 → 微信", "仓储系统")


def test_the_newest_record_is_put_right_by_what_is_wrong_of_it(both: Company) -> None:
    both.member("小周").says("刚才那条人错了 是林主管").hears("改好了", "薛总 → 林主管", "鼎新超市")


def test_no_budget_denies_no_objection_to_the_budget(company: Company) -> None:
    rep = company.member("小周").says("拜访了鼎新薛总,说今年没钱了")
    rep.hears("已记录", "预算未定")
    rep.says("鼎新丢单吧 没预算").hears(never=["改好了"])
    company.ignore()


def test_when_they_are_back_is_not_the_step(company: Company) -> None:
    rep = company.member("小周").says(CALL)
    rep.hears("周三")
    rep.says("联创那条补一句,他们老板下周回来").hears("补进", "老板下周回来", never=["下一步"])
    rep.says("联创现在什么情况").hears("周三", "再去一趟")
