"""Questions about people in free words get a short true answer from what the leader may see."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("小周最近怎么样", "小周11月17日到11月23日还没记过跟进。\n手上 4 单,合计 107 万元,没有超时的"),
        ("小周昨天干嘛了", "小周昨天.*还没记过跟进"),
        ("小周这周跑了几家", "小周11月23日到11月29日还没记过跟进"),
        ("小周的单子总额多少", "小周手上 4 单,合计 107 万元"),
        ("小周和小吴谁的单子多", "小周最多:\n·小周:4 单,107 万元\n·小吴:1 单,80 万元"),
        ("组里现在一共多少钱的单子", "一共 5 单,187 万元"),
        ("阿新在哪个组", "阿新在东区,主管是赵琳"),
    ],
)
def test_short_and_true(company: Company, words: str, answer: str) -> None:
    company.member("赵琳").says(words).hears(answer)


def test_who_has_most_where_two_have_as_many(company: Company) -> None:
    company.member("赵琳").says("把安宁转给小吴").hears("转给小吴")
    company.ignore()
    company.member("赵琳").says("鼎新丢了").hears("丢单")
    company.ignore()
    company.member("赵琳").says("谁手上单子最多").hears("小吴最多:")
