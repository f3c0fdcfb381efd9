"""Who sees whose customers, deals and figures; who hears of whose stuck deals; who decides between two."""

from __future__ import annotations

import pytest
from book import Book, name_of
from sqlalchemy import ColumnElement, select
from sqlmodel import SQLModel

from bot import access
from bot.access import STRANGER, Speaker
from bot.messaging import inbox
from bot.turn import situation
from storage.deals import Customer, Opportunity
from storage.people import Member

# Name, role, team, administrator, still there.
MEMBERS = [
    ("赵琳", "supervisor", "东区", False, True),
    ("小周", "rep", "东区", False, True),
    ("阿新", "new_hire", "东区", False, True),
    ("走了的", "rep", "东区", False, False),
    ("顾强", "supervisor", "南区", False, True),
    ("小郑", "rep", "南区", False, True),
    ("独行", "rep", None, False, True),
    ("老板", "manager", None, False, True),
    ("旧老板", "manager", None, True, False),
    ("法务小何", "legal", None, False, True),
    ("小管", "service", None, True, True),
]
EVERY_CUSTOMER = ["周的客户", "新的客户", "走了的客户", "郑的客户", "独行的客户", "没人的客户"]
EVERY_DEAL = ["周的单", "新的单", "走了的单", "郑的单", "独行的单", "周在郑的客户那里"]


@pytest.fixture
def full(book: Book) -> Book:
    """Everybody with a customer and a deal there; 小周 has another one at 小郑's customer."""
    for name, role, team, admin, active in MEMBERS:
        book.member(name, role, team, admin=admin, active=active)
    for owner, customer in (("小周", "周"), ("阿新", "新"), ("走了的", "走了"), ("小郑", "郑"), ("独行", "独行")):
        book.deal(f"{customer}的单", owner, customer=f"{customer}的客户")
    book.deal("周在郑的客户那里", "小周", customer="郑的客户")
    book.customer("没人的客户")
    return book


def speaker(book: Book, name: str) -> Speaker:
    member = book.session.get_one(Member, book.members[name])
    return Speaker(member.id, member.name, member.role, member.team_id, member.admin)


def seen(book: Book, model: type[SQLModel], condition: ColumnElement[bool]) -> set[int]:
    return set(book.session.execute(select(model.id).where(condition)).scalars())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "customers", "deals", "members"),
    [
        ("小周", ["周的客户", "郑的客户"], ["周的单", "周在郑的客户那里"], ["小周"]),  # a colleague's by the deal there
        ("阿新", ["新的客户"], ["新的单"], ["阿新"]),
        ("小郑", ["郑的客户"], ["郑的单"], ["小郑"]),
        ("独行", ["独行的客户"], ["独行的单"], ["独行"]),
        (
            "赵琳",
            ["周的客户", "新的客户", "走了的客户", "郑的客户"],
            ["周的单", "新的单", "走了的单", "周在郑的客户那里"],
            ["赵琳", "小周", "阿新", "走了的"],  # whoever left stays in the team's figures
        ),
        ("顾强", ["郑的客户"], ["郑的单"], ["顾强", "小郑"]),
        ("老板", EVERY_CUSTOMER, EVERY_DEAL, [name for name, *_ in MEMBERS]),
        ("小管", EVERY_CUSTOMER, EVERY_DEAL, [name for name, *_ in MEMBERS]),  # an administrator of any role
        ("法务小何", [], [], []),
        (None, [], [], []),  # a stranger
    ],
)
def test_who_sees_whose(
    full: Book, name: str | None, customers: list[str], deals: list[str], members: list[str]
) -> None:
    who = STRANGER if name is None else speaker(full, name)
    assert seen(full, Customer, access.customers(who)) == {full.customers[customer] for customer in customers}
    assert seen(full, Opportunity, access.deals(who)) == {full.deals[deal] for deal in deals}
    assert seen(full, Member, access.members(who)) == {full.members[member] for member in members}
    scope = who
    assert (scope.customers, scope.deals) == (access.customers(who), access.deals(who))


def test_a_supervisor_without_a_team_sees_what_is_his_own(full: Book) -> None:
    full.deal("自己的单", "独行", customer="独行的客户")
    key = full.members["独行"]
    full.session.get_one(Member, key).role = "supervisor"
    full.session.flush()
    assert seen(full, Customer, access.customers(speaker(full, "独行"))) == {full.customers["独行的客户"]}
    assert seen(full, Member, access.members(speaker(full, "独行"))) == {key}


@pytest.mark.parametrize(
    ("member", "superior"),
    [
        ("小周", "赵琳"),
        ("阿新", "赵琳"),
        ("小郑", "顾强"),
        ("赵琳", "老板"),  # never oneself
        ("独行", "老板"),  # no team, so nobody leads it
        ("法务小何", "老板"),
        ("老板", "小管"),  # no other manager: an administrator; one who has left never
        ("小管", "老板"),
    ],
)
def test_who_hears_of_stuck_deals(full: Book, member: str, superior: str) -> None:
    assert name_of(full.members, access.superior(full.session, full.members[member])) == superior


@pytest.mark.parametrize(
    ("gone", "member", "superior"),
    [
        (["赵琳"], "小周", "老板"),
        (["赵琳", "老板"], "小周", "小管"),
        (["赵琳", "老板", "小管"], "小周", None),
        (["小管"], "老板", None),
    ],
)
def test_who_hears_of_them_where_somebody_has_left(
    full: Book, gone: list[str], member: str, superior: str | None
) -> None:
    for name in gone:
        full.session.get_one(Member, full.members[name]).active = False
    full.session.flush()
    assert name_of(full.members, access.superior(full.session, full.members[member])) == superior
    assert access.superior(full.session, 999) is None


@pytest.mark.parametrize(
    ("superior", "owner", "above"),
    [
        ("赵琳", "小周", "老板"),
        ("赵琳", "老板", "小管"),  # never the owner of the deal: an administrator stands in
        ("老板", "小周", None),  # nobody is above the manager
        ("小管", "小周", None),
        ("小周", "阿新", None),  # only supervisors have somebody above them here
        (None, "小周", None),
    ],
)
def test_who_hears_after_the_superior_did(full: Book, superior: str | None, owner: str, above: str | None) -> None:
    key = full.members[superior] if superior else 999
    assert name_of(full.members, access.above(full.session, key, full.members[owner])) == above


@pytest.mark.parametrize(
    ("claimant", "owner", "decider"),
    [
        ("小周", "阿新", "赵琳"),  # the supervisor of both
        ("小周", "小郑", "老板"),  # two teams
        ("小周", "独行", "老板"),
        ("赵琳", "小周", "老板"),  # never one of the two
        ("小周", "赵琳", "赵琳"),  # but a supervisor decides over her own customer
        ("老板", "小周", "小管"),
        ("小周", "老板", "小管"),
        ("独行", "法务小何", "老板"),  # both without a team
        ("小周", None, "老板"),
    ],
)
def test_who_decides_between_two(full: Book, claimant: str, owner: str | None, decider: str) -> None:
    owner_id = full.members[owner] if owner else 999
    assert name_of(full.members, access.decider(full.session, full.members[claimant], owner_id)) == decider


@pytest.mark.parametrize(
    ("but_not", "head"),
    [([], "老板"), (["小周"], "老板"), (["老板"], "小管"), (["小管"], "老板"), (["老板", "小管"], None)],
)
def test_the_head_of_the_company(full: Book, but_not: list[str], head: str | None) -> None:
    assert name_of(full.members, access.head(full.session, {full.members[name] for name in but_not})) == head


def test_the_administrator(full: Book) -> None:
    assert name_of(full.members, access.administrator(full.session)) == "小管"
    full.session.get_one(Member, full.members["小管"]).admin = False
    full.session.flush()
    assert access.administrator(full.session) is None


@pytest.mark.parametrize(("name", "left"), [("小周", False), ("小管", False), ("走了的", True)])
def test_whose_conversation_it_is(full: Book, name: str, left: bool) -> None:
    conversation = inbox.conversation_of_member(full.session, full.members[name])
    found = situation.read(full.session, conversation, None)
    assert (found.speaker, found.has_left) == (STRANGER if left else speaker(full, name), left)


def test_a_strangers_conversation_is_a_strangers(full: Book) -> None:
    found = situation.read(full.session, inbox.conversation_of(full.session, "web", "guest:ab12cd"), None)
    assert (found.speaker, found.has_left) == (STRANGER, False)


def test_a_stranger_is_no_member() -> None:
    with pytest.raises(LookupError):
        _ = STRANGER.member_id


def test_roles() -> None:
    assert {role for _, role, *_ in MEMBERS} <= access.ANY_MEMBER
    assert access.SELLERS | access.LEADERS == access.SALES < access.ANY_MEMBER
