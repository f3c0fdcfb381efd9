"""A question of yes or no waits, and a colleague's request too: words answer the one that they are plainly said to."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company, Person

from storage.deals import Customer


def owners(company: Company) -> dict[str, int | None]:
    """Whose the customers are."""
    with company.db.read() as session:
        return {one.name: one.owner_id for one in session.exec(select(Customer)).all()}


def asked_then_wanted(company: Company) -> Person:
    """赵琳 has been asked something, and 小周 then wants something of her."""
    boss = company.member("赵琳").says("小吴的客户都给阿新")
    boss.hears("都转给阿新吗", choices=["都转", "不转"])
    company.member("小周").says("联创这家以后让阿新跟").hears("赵琳点头")
    company.advance("2m")
    boss.hears("小周想把苏州联创.*同意吗", choices=["同意", "不同意"])
    return boss


@pytest.mark.parametrize("words", ["好", "可以", "是的", "行吧", "不行"])
def test_which_is_meant_is_asked(company: Company, words: str) -> None:
    boss, before = asked_then_wanted(company), owners(company)
    label = "不同意" if words == "不行" else "同意"
    boss.says(words).hears("回哪一个", choices=["小吴的客户都转给阿新吗", f"{label}·苏州联创电子有限公司→阿新"])
    assert owners(company) == before
    boss.taps("小吴的客户都转给阿新吗").hears("没转" if words == "不行" else "1 家客户、1 单都转给阿新")
    company.ignore()


def test_its_own_label_decides_what_was_shown_last(company: Company) -> None:
    boss, before = asked_then_wanted(company), owners(company)
    boss.says("同意").hears("苏州联创电子有限公司转给阿新跟了")
    boss.hears("还等你一句.*都转给阿新吗")
    changed = {name for name, owner in owners(company).items() if owner != before[name]}
    assert changed == {"苏州联创电子有限公司"}
    boss.says("都转").hears("都转给阿新跟了")
    company.ignore()


def test_the_question_put_last_is_answered_by_a_plain_yes(company: Company) -> None:
    company.member("小周").says("联创这家以后让阿新跟").hears("赵琳点头")
    company.advance("2m")
    boss = company.member("赵琳")
    boss.hears("小周想把苏州联创")
    boss.says("小吴的客户都给阿新").hears("都转给阿新吗")
    before = owners(company)
    boss.says("同意").hears("回哪一个", choices=["小吴的客户都转给阿新吗", "同意·苏州联创电子有限公司→阿新"])
    assert owners(company) == before
    boss.says("小吴的客户都给阿新").hears("都转给阿新吗")
    boss.says("好").hears("都转给阿新跟了")
    company.ignore()
