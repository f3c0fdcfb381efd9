"""What the bot says about itself: examples of the person's own customers, and short answers to how and why."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company

from bot.admin import invitations
from storage.people import Member

OTHERS_NAMES = ["宏远", "李总"]


def test_a_reps_examples_are_the_reps_own(company: Company) -> None:
    rep = company.member("小郑").says("你能干嘛")
    rep.hears(
        "米果.*尹总",
        "米果推进到方案确认",
        "新线索",
        choices=["今天我该跟谁", "记一条跟进"],
        never=["联创", *OTHERS_NAMES],
    )


def test_who_has_no_customer_yet_is_shown_how_to_enter_one(company: Company) -> None:
    company.member("阿新").says("帮助").hears(
        "先加一个客户", "新线索:公司名", never=["联创", "海川", "米果", *OTHERS_NAMES]
    )


def test_a_leaders_examples_are_a_leaders(company: Company) -> None:
    leader = company.member("顾强").says("帮助")
    leader.hears("米果现在什么情况", "再给两天", choices=["今天我该跟谁"], never=["通完电话", "联创"])


def test_who_has_joined_sees_an_own_customer(company: Company) -> None:
    with company.db.write() as session:
        member = session.exec(select(Member).where(Member.name == "小郑")).one()
        assert member.id is not None
        code = invitations.invite(session, member.id, company.clock.now())
    phone = company.member("小郑的手机").says(f"加入 {code}")
    phone.hears("小郑")
    phone.taps("同意并加入").hears("加入好了", "米果尹总")


@pytest.mark.parametrize(
    ("who", "question", "answer"),
    [
        ("小周", "怎么新建客户", "新线索:公司名"),
        ("小周", "客户在哪里添加", "新线索:公司名"),
        ("小周", "谁看得到我记的东西", "别的销售看不到"),
        ("顾强", "谁能看到我们的记录", "本团队"),
        ("小周", "为什么总是催我", "需求确认 48 小时.*缓一缓"),
        ("小周", "什么叫需求确认", "第 2 步:.*48 小时.*方案报价"),
        ("小周", "合同审批是什么意思", "第 5 步:.*120 小时.*成交"),
        ("小周", "记错了在哪改", "10 分钟内说「撤回」"),
        ("小周", "怎么设置提醒", "提醒我给"),
        ("小周", "怎么推进阶段", "线索→需求确认→方案报价→方案确认→合同审批"),
        ("小周", "怎么记跟进", "通完电话"),
        ("小周", "你会干什么", "直接说给我听就记好了"),  # no topic: the overview
    ],
)
def test_a_question_is_answered_by_its_topic(company: Company, who: str, question: str, answer: str) -> None:
    company.member(who).says(question).hears(f"(?s){answer}")
