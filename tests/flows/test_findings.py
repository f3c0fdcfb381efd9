"""谁踩线了: what was said in drills that may not be, to who leads and to oneself."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company

from storage.coaching import Drill
from storage.people import Member

CARD = {"violations": [{"words": "私下给您两个点", "rule": "回扣与好处", "turn": 1}], "dimensions": {}}


@pytest.fixture
def practised(company: Company) -> Company:
    with company.db.write() as session:
        for number, name in enumerate(("小周", "小吴")):
            member = session.exec(select(Member).where(Member.name == name)).one()
            session.add(
                Drill(
                    member_id=member.id,
                    run_id=900 + number,
                    scenario="s",
                    title="嫌贵",
                    card=CARD if name == "小周" else {**CARD, "violations": []},
                    total=300,
                    outcome="stopped",
                    at=company.clock.now(),
                )
            )
    return company


@pytest.mark.parametrize("words", ["谁踩线了", "最近谁碰红线了", "踩线最多的是谁", "小周违规了几次", "今天谁违规了"])
def test_who_leads_hears_of_their_own_people_with_the_words_and_when(practised: Company, words: str) -> None:
    practised.member("赵琳").says(words).hears("踩线 1 句", "今天.*陪练:「私下给您两个点」——回扣与好处")


def test_others_hear_of_nobody_but_themselves(practised: Company) -> None:
    practised.member("小周").says("我踩线了几次").hears("你踩线 1 句", "私下给您两个点")
    practised.member("小吴").says("谁踩线了").hears("你的陪练和考核录音里没有踩线的话")
    practised.member("小吴").says("小周违规了几次").hears("只有本人和主管能看", never=["两个点"])
    practised.member("赵琳").says("上周谁踩线了").hears("没有踩线的话")
