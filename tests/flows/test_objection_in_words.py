"""The question for the objection takes whatever words answer it."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("没啥意见就是赶着开工", "暂无异议"),
        ("暂无 他们催着装机", "暂无异议"),
        ("还没问到", "暂无异议"),
        ("他们觉得滤芯换得太勤", "异议先空着"),
    ],
)
def test_free_words_answer_and_are_kept(company: Company, words: str, kept: str) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议")
    rep.says(words).hears("已记录", kept)


def test_a_second_answer_that_names_none_saves_the_record(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("异议")
    rep.says("资料放在前台那里了").hears("记下了", "异议")
    rep.says("车也停得挺远").hears("已记录", "资料放在前台那里了", "异议先空着")
