"""The next step of a report is the thing and what happens with it; a time at which nothing is to be done is none."""

from __future__ import annotations

import re

import pytest
from testing import Company


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("给鼎新薛总打了电话,元月5号再联系他", "下一步:周二(2027年1月5日),再联系他"),
        ("鼎新薛总打电话说合同下周五能走", "下一步:周五(12月4日),合同下周五能走"),
        ("跟鼎新薛总通了电话,约他12月10号见面", "下一步:周四(12月10日),见面"),
        ("跟鼎新薛总通了电话,下午三点约了线上会议", "下一步:今天(11月23日)下午三点,线上会议"),
        ("鼎新薛总打电话说下周一回来签字", "下一步:周一(11月30日),回来签字"),
        ("鼎新薛总打电话说周五打款", "下一步:周五(11月27日),打款"),
    ],
)
def test_a_step_has_its_time_and_its_words(company: Company, words: str, step: str) -> None:
    company.member("小周").says(words).hears("已记录", re.escape(step))


@pytest.mark.parametrize(
    "words",
    [
        "给鼎新薛总打了电话,他出差到下周三",
        "给鼎新薛总打了电话,他一直忙到年底",
        "给鼎新薛总打了电话,他说95折可以,但要明年一月才付款",
        "给鼎新薛总打了电话,他说明年三月付款",
    ],
)
def test_a_time_at_which_nothing_is_to_be_done_is_no_step(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("已记录", never=["下一步"])
