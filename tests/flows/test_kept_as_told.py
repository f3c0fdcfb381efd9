"""What is told of people, deals and days at a customer is kept as it was told, or not at all."""

from __future__ import annotations

from testing import Company


def test_whoever_leaves_is_no_new_customer(company: Company) -> None:
    rep = company.member("小周").says("薛总下个月退休 新来的总监姓禹")
    rep.hears("杭州鼎新超市有限公司的联系人加上了禹总监", never=["新线索", "重新开始算"])


def test_who_decides_by_surname_is_known_and_no_clock_starts(company: Company) -> None:
    rep = company.member("小周").says("鼎新薛总做不了主 店长说了算 姓房")
    rep.hears("薛总不是拍板人", "房.*是拍板人", never=["重新开始算"])


def test_a_report_of_two_deals_is_one_record_of_each(company: Company) -> None:
    rep = company.member("小周")
    rep.says("安宁两个单子 仓储系统那单温主任嫌贵 能耗终端那单要等院长办公会")
    rep.hears("上海安宁医院·仓储系统", "情况:价格敏感", "上海安宁医院·能耗终端", "情况:决策链未齐")


def test_what_is_waited_for_is_no_report(company: Company) -> None:
    rep = company.member("小周")
    company.until("2026-11-25 12:00")
    rep.hears("鼎新.*超时", kind="nudge")
    rep.says("缓一缓").hears("缓到什么时候")
    rep.says("等他回来").hears("说个日子", never=["已记录"])
    rep.says("下周一早上九点").hears("再提醒你")


def test_who_calls_back_was_not_the_one_whose_record_waits(company: Company) -> None:
    rep = company.member("小周").says("联创孙总见了 聊了方案")
    rep.hears("哪一类")
    rep.says("鼎新薛总打了两个电话没接").hears("没找到人")
    company.ignore()
    rep.says("哦刚回过来了 说要1200套")
    rep.hears("已记录:\n杭州鼎新", "说要1200套")
    company.ignore()
