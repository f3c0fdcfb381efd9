"""How long departments take to answer is told from the tickets, with numbers and days, to whoever may ask."""

from __future__ import annotations

import pytest
from testing import Company


def answered(company: Company) -> None:
    """法务 takes three working hours; a second ticket waits."""
    company.member("小周").says("请法务看一下安宁医院的合同能不能改").hears("已交给法务")
    company.until("2026-11-23 14:05")
    company.ignore()
    company.member("法务小何").says("可以改,第三条不动").hears("已经答复")
    company.ignore()
    company.member("小周").says("请法务看一下联创的保密条款").hears("已交给法务")
    company.until("2026-11-24 10:05")
    company.ignore()


@pytest.mark.parametrize("words", ["法务平均多久回", "哪个部门回工单最慢", "各部门的响应时长", "本月工单平均多久回"])
def test_a_leader_hears_the_figures(company: Company, words: str) -> None:
    answered(company)
    company.member("老板").says(words).hears(
        "11月24日|11月30日", "法务:平均 \\d[.]\\d 小时.答复 1 次;时限 8 小时", "还有 1 张没答复,工单2"
    )


def test_whose_they_are(company: Company) -> None:
    answered(company)
    company.member("小周").says("法务平均多久回").hears("你提的工单", "法务:平均")
    company.member("小郑").says("法务平均多久回").hears("没有交给部门的工单")
    company.member("老板").says("财务平均多久回").hears("没有交给部门的工单", never=["法务"])
    company.member("老板").says("10月份法务平均多久回").hears("10月1日到10月31日", "没得算")


def test_other_questions_are_not_taken_for_it(company: Company) -> None:
    answered(company)
    company.member("小周").says("法务什么时候回").hears(never=["平均"])
