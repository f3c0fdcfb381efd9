"""New leads: which customer is meant, whose it is, what is entered, and what a decision between two people changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from book import POLICY, Book, at, name_of
from sqlalchemy import select
from sqlmodel import col

from nlu.understanding import Understanding
from sales import leads
from sales.errors import Changed
from sales.leads import AlreadyMine, LeadDraft, Registered, Similar, Taken
from sales.leads.company_match import match
from storage.background import Revision
from storage.deals import Contact, Customer, CustomerAlias, FollowUp, LeadClaim, StageChange

NOW = at("23 10:00")


@pytest.fixture
def full(book: Book) -> Book:
    """小周's and 小吴's customers, and one without an owner. At 海川, which is 小吴's, 小周 has a deal."""
    book.customer("佛山市恒泰瓷砖有限公司", "小周", "恒泰")
    book.customer("苏州联创电子有限公司", "小吴", "联创", "联创电子")
    book.customer("杭州鼎新超市有限公司", None, "鼎新超市")
    book.customer("宁波海川物流有限公司", "小吴", "海川")
    book.customer("100%咖啡", "小吴")
    book.customer("黑龙江农垦粮油集团", "小吴", "大鹰")
    book.customer("上海启明软件有限公司", "小吴", "鹰眼科技公司")
    book.deal("恒泰一", "小周", customer="佛山市恒泰瓷砖有限公司")
    book.deal("恒泰旧", "小周", "lost", customer="佛山市恒泰瓷砖有限公司")
    book.deal("联创一", "小吴", customer="苏州联创电子有限公司")
    book.deal("联创二", "小吴", "needs", customer="苏州联创电子有限公司")
    book.deal("联创旧", "小吴", "won", customer="苏州联创电子有限公司")
    book.deal("联创别人的", "小郑", customer="苏州联创电子有限公司")
    book.deal("海川小周的", "小周", customer="宁波海川物流有限公司")
    return book


def register(book: Book, author: str, draft: LeadDraft | str) -> Registered | AlreadyMine | Taken | Similar:
    draft = LeadDraft(customer=draft, said="原话") if isinstance(draft, str) else draft
    return leads.register(book.session, book.actor(author), draft, NOW, POLICY.zone)


def rows(book: Book, model: type[Any]) -> list[Any]:
    book.session.flush()
    return list(book.session.execute(select(model).order_by(model.id)).scalars())


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("佛山恒泰瓷砖", "佛山市恒泰瓷砖有限公司"),
        ("恒泰", "佛山市恒泰瓷砖有限公司"),
        ("苏州联创电子股份有限公司", "苏州联创电子有限公司"),
        ("联创电子", "苏州联创电子有限公司"),
        (" 杭州鼎新超市有限公司 ", "杭州鼎新超市有限公司"),
        ("恒泰物流", None),
        ("北京联创电子", None),
        ("泰", None),  # too short to tell companies apart
        ("有限公司", None),
        ("大鹰粮油", "黑龙江农垦粮油集团"),  # an alias and a word of the name
        ("鹰眼科技", "上海启明软件有限公司"),  # an alias without its legal form
        ("100%咖啡", "100%咖啡"),
        ("%咖啡", "100%咖啡"),  # % is a character, and part of one name
        ("1%啡", None),  # and no pattern
        ("__咖啡", None),
        ("", None),
    ],
)
def test_the_customer_of_the_whole_company_that_is_meant(full: Book, words: str, means: str | None) -> None:
    found = match(full.session, words)
    assert name_of(full.customers, found and found.customer_id) == means


@pytest.mark.parametrize(
    ("author", "words", "outcome", "customer", "owner"),
    [
        ("小周", "恒泰物流", Registered, "恒泰物流", "小周"),  # new
        ("小周", "佛山恒泰瓷砖", AlreadyMine, "佛山市恒泰瓷砖有限公司", "小周"),  # own
        ("小周", "联创电子", Taken, "苏州联创电子有限公司", "小吴"),  # a colleague's
        (
            "小周",
            "海川物流",
            AlreadyMine,
            "宁波海川物流有限公司",
            "小吴",
        ),  # a colleague's, but with a deal of one's own
        ("小周", "鼎新超市", Registered, "杭州鼎新超市有限公司", "小周"),  # nobody's: taken over
        ("小吴", "佛山恒泰瓷砖", Taken, "佛山市恒泰瓷砖有限公司", "小周"),
        ("小吴", "海川物流", AlreadyMine, "宁波海川物流有限公司", "小吴"),  # own, without a deal
        ("小郑", "联创电子", AlreadyMine, "苏州联创电子有限公司", "小吴"),
    ],
)
def test_whose_a_lead_is(full: Book, author: str, words: str, outcome: type[Any], customer: str, owner: str) -> None:
    found = register(full, author, words)
    assert (type(found), found.customer) == (outcome, customer)
    row = full.session.get_one(Customer, found.customer_id, populate_existing=True)
    assert name_of(full.members, row.owner_id) == owner


@pytest.mark.parametrize(
    ("author", "words", "open_deals"),
    [
        ("小周", "恒泰", ["恒泰一"]),
        ("小周", "海川", ["海川小周的"]),
        ("小吴", "海川", []),
        ("小郑", "联创", ["联创别人的"]),
    ],
)
def test_ones_own_customer_comes_with_ones_own_open_deals(
    full: Book, author: str, words: str, open_deals: list[str]
) -> None:
    found = register(full, author, words)
    assert isinstance(found, AlreadyMine)
    assert [name_of(full.deals, deal.id) for deal in found.deals] == open_deals


@pytest.mark.parametrize("name", [None, "", "  "])
def test_a_lead_needs_a_name(full: Book, name: str | None) -> None:
    with pytest.raises(ValueError, match="name"):
        register(full, "小周", LeadDraft(customer=name))


def test_a_new_customer_is_entered_with_its_short_name_and_a_deal(full: Book) -> None:
    draft = LeadDraft(
        customer="温州市东方电器有限公司",
        contacts=("王经理", "小李"),
        buyer_role="采购经理",
        industry="电器",
        region="浙南",
        budget_fen=(20000000, 40000000),
        product="分拣设备",
        said="原话",
    )
    found = register(full, "小周", draft)
    assert isinstance(found, Registered)
    deal = found.deal
    assert (deal.owner, deal.stage, deal.amount_fen, deal.product_line) == ("小周", "lead", 30000000, "分拣设备")
    assert deal.stage_entered_at == deal.clock_started_at == NOW and deal.clock_no == 1
    customer = full.session.get_one(Customer, found.customer_id)
    assert (customer.industry, customer.region, customer.created_at) == ("电器", "浙南", NOW)
    aliases = [alias.alias for alias in rows(full, CustomerAlias) if alias.customer_id == customer.id]
    assert aliases == ["东方电器"]
    contacts = [(person.name, person.title) for person in rows(full, Contact)]
    assert contacts == [("王经理", "采购经理"), ("小李", None)] and found.contacts == ("王经理", "小李")
    moves = [(move.deal_id, move.stage_from, move.stage_to) for move in rows(full, StageChange)]
    assert moves == [(deal.id, None, "lead")]
    assert full.session.get_one(Revision, "lexicon").number > 0


PLAIN = LeadDraft(customer="新客户公司", said="原话")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, None),  # a name alone
        ({"contacts": ("王总",)}, None),  # and who is there
        ({"budget_fen": (1, 2), "product": "分拣设备"}, None),  # the deal's
        ({"method": "phone"}, {"method": "phone", "details": {}}),  # a contact took place
        ({"objections": ("price",)}, {"objections": ["price"], "details": {}}),
        ({"occurred_on": date(2026, 11, 20)}, {"occurred_on": date(2026, 11, 20), "details": {}}),
        ({"next_action": "去一趟"}, {"next_action": "去一趟", "details": {"entry": True}}),  # no contact yet
        ({"next_on": date(2026, 11, 25)}, {"next_on": date(2026, 11, 25), "details": {"entry": True}}),
        ({"next_at": at("25 14:00")}, {"next_at": at("25 14:00"), "details": {"entry": True}}),
        ({"buyer_role": "采购经理"}, {"contacts": ["采购经理"], "details": {"entry": True}}),  # somebody without a name
        ({"buyer_role": "采购经理", "contacts": ("王总",)}, None),
        ({"method": "phone", "contacts": ("王总",), "budget_fen": (1, 2)}, {"contacts": ["王总"], "details": {}}),
    ],
)
def test_what_is_kept_as_a_first_follow_up(full: Book, given: dict[str, Any], kept: dict[str, Any] | None) -> None:
    found = register(full, "小周", replace(PLAIN, **given))
    assert isinstance(found, Registered)
    followups = rows(full, FollowUp)
    assert [row.id for row in followups] == ([] if kept is None else [found.followup_id])
    for row in followups:
        assert (row.deal_id, row.at, row.said, row.version) == (found.deal.id, NOW, "原话", 1)
        assert {"occurred_on": NOW.date(), **{name: getattr(row, name) for name in kept or {}}} == {
            "occurred_on": row.occurred_on,
            **(kept or {}),
        }


def test_another_deal_with_ones_own_customer(full: Book) -> None:
    customer_id = full.customers["佛山市恒泰瓷砖有限公司"]
    draft = LeadDraft(customer="恒泰", amount_fen=100, product="分拣设备", method="phone", said="原话")
    found = leads.another_deal(full.session, full.actor("小周"), customer_id, draft, NOW, POLICY.zone)
    assert (found.customer_id, found.deal.stage, found.deal.amount_fen) == (customer_id, "lead", 100)
    assert found.followup_id is not None
    with pytest.raises(Changed):
        leads.another_deal(full.session, full.actor("小周"), 999, draft, NOW, POLICY.zone)


# ---- a colleague's customer


def claim(book: Book, author: str = "小周", words: str = "联创电子") -> Taken:
    taken = register(book, author, words)
    assert isinstance(taken, Taken)
    return taken


def test_a_claim_waits_once(full: Book) -> None:
    first, again, other = claim(full), claim(full), claim(full, "小周", "100%咖啡")
    assert (first.first, again.first, other.first) == (True, False, True)
    assert first.claim_id == again.claim_id != other.claim_id
    assert (first.owner, len(rows(full, LeadClaim))) == ("小吴", 2)
    full.member("赵琳", "manager")
    leads.decide(full.session, full.actor("赵琳"), first.claim_id, False, NOW)
    assert claim(full).first  # decided, it may be claimed anew


def test_what_a_claim_says(full: Book) -> None:
    fact = leads.claim_facts(full.session, claim(full).claim_id)
    assert fact is not None
    assert (fact.customer, fact.owner, fact.claimant, fact.said) == ("苏州联创电子有限公司", "小吴", "小周", "原话")
    assert (fact.granted, fact.decided_by, fact.decided_at) == (None, None, None)
    assert leads.claim_facts(full.session, 999) is None


@pytest.mark.parametrize(
    ("granted", "owner", "deals"),
    [
        (True, "小周", {"联创一": "小周", "联创二": "小周", "联创旧": "小吴", "联创别人的": "小郑"}),
        (False, "小吴", {"联创一": "小吴", "联创二": "小吴", "联创旧": "小吴", "联创别人的": "小郑"}),
    ],
)
def test_a_decision(full: Book, granted: bool, owner: str, deals: dict[str, str]) -> None:
    """The open deals of whoever had the customer go with it; what was done about their limits no longer counts."""
    full.member("赵琳", "manager")
    before = {name: full.row(name).clock_no for name in deals}
    started: dict[str, datetime] = {name: full.row(name).clock_started_at for name in deals}
    done = leads.decide(full.session, full.actor("赵琳"), claim(full).claim_id, granted, NOW)
    assert (done.already, done.claim.granted, done.claim.decided_by) == (False, granted, "赵琳")
    customer = full.session.get_one(Customer, full.customers["苏州联创电子有限公司"], populate_existing=True)
    assert name_of(full.members, customer.owner_id) == owner and name_of(full.members, done.former_id) == "小吴"
    assert {name: name_of(full.members, full.row(name).owner_id) for name in deals} == deals
    passed_on = {"联创一", "联创二"} if granted else set()
    assert {name_of(full.deals, key) for key in done.deal_ids} == passed_on
    assert {name: full.row(name).clock_no - before[name] for name in deals} == {
        name: int(name in passed_on) for name in deals
    }
    assert {name: full.row(name).clock_started_at for name in deals} == started


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True), (True, True)])
def test_a_second_decision_changes_nothing(full: Book, first: bool, second: bool) -> None:
    claim_id = claim(full).claim_id
    for manager in ("赵琳", "老板"):
        full.member(manager, "manager")
    leads.decide(full.session, full.actor("赵琳"), claim_id, first, NOW)
    again = leads.decide(full.session, full.actor("老板"), claim_id, second, at("24 10:00"))
    assert (again.already, again.claim.granted, again.claim.decided_by) == (True, first, "赵琳")
    customer = full.session.get_one(Customer, full.customers["苏州联创电子有限公司"], populate_existing=True)
    assert name_of(full.members, customer.owner_id) == ("小周" if first else "小吴")


def test_a_claim_that_is_gone_cannot_be_decided(full: Book) -> None:
    with pytest.raises(Changed) as changed:
        leads.decide(full.session, full.actor("小周"), 999, True, NOW)
    assert changed.value.reason == "gone"
    assert full.session.execute(select(col(LeadClaim.id))).first() is None


@pytest.mark.parametrize(
    ("author", "words", "own"), [("小周", "恒泰瓷砖厂", True), ("小吴", "恒泰瓷砖厂", False), ("小吴", "联创厂", True)]
)
def test_a_name_that_is_only_like_a_customers_enters_nothing(full: Book, author: str, words: str, own: bool) -> None:
    before = len(rows(full, Customer))
    found = register(full, author, words)
    assert isinstance(found, Similar) and found.own is own
    assert len(rows(full, Customer)) == before


def test_two_shops_of_a_chain_are_two_customers(full: Book) -> None:
    east, west = register(full, "小周", "米香餐饮(东湖店)"), register(full, "小周", "米香餐饮(西湖店)")
    again = register(full, "小周", "米香餐饮（东湖店） ")
    assert isinstance(east, Registered) and isinstance(west, Registered) and isinstance(again, AlreadyMine)
    assert again.customer_id == east.customer_id != west.customer_id
    assert isinstance(register(full, "小吴", "☕米香餐饮(西湖店)"), Taken)


@pytest.mark.parametrize(("role", "team"), [("supervisor", "别的组"), ("rep", None), ("legal", None)])
def test_only_who_leads_both_decides(full: Book, role: str, team: str | None) -> None:
    claim_id = claim(full).claim_id
    full.member("外人", role, team)
    for who in ("外人", "小周", "小吴"):
        with pytest.raises(Changed) as changed:
            leads.decide(full.session, full.actor(who), claim_id, True, NOW)
        assert changed.value.reason == "decides"
    fact = leads.claim_facts(full.session, claim_id)
    assert fact is not None and (fact.granted, fact.owner) == (None, "小吴")


def test_another_deal_is_not_entered_with_somebody_elses_customer(full: Book) -> None:
    draft = LeadDraft(customer="联创", said="原话")
    with pytest.raises(Changed) as changed:
        leads.another_deal(
            full.session, full.actor("小周"), full.customers["苏州联创电子有限公司"], draft, NOW, POLICY.zone
        )
    assert changed.value.reason == "not_in_scope"


@pytest.mark.parametrize(
    ("words", "product"),
    [
        ("想做雪道音响", "雪道音响"),
        ("想做音响", "船载音响"),
        ("要3套音响", "船载音响"),
        ("看中船载音响", "船载音响"),
        ("要家庭音响", "家庭音响"),
    ],
)
def test_another_kind_of_what_is_sold_is_kept_in_its_words(words: str, product: str) -> None:
    text = f"新线索:延庆雪场,高经理,{words}"
    typed = "船载音响" if "船载音响" in words else "音响"
    span = [text.index(typed), text.index(typed) + len(typed)]
    draft = LeadDraft.of(Understanding("log_lead", 1.0, {"product": "船载音响"}, {"product": span}, text=text))
    assert draft.product == product
