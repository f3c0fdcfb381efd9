"""A name that somebody has just entered is understood in the very next message, also while all names are being built
anew; one that was taken back or changed is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlmodel import col, select
from testing import CACHE, Company, Person

from bot.app import App, build
from bot.turn.names import Built, CompanyEngine
from nlu.entities.names import index_of
from sales.names import LEXICON, all_names_changed, lexicon_of, names_changed
from storage import revisions
from storage.deals import Customer, CustomerAlias
from storage.engine import Database

LEAD = "新线索:衢州星辉数控有限公司,潘总,预算大概30万,想看分拣设备"
FULL = "衢州星辉数控有限公司"


@dataclass
class HeldBeside:
    """Builds names as another process does, the first time at once, later ones when `let_go` is called."""

    db: Database
    not_worth: int = -1
    started: int = 0
    waiting: list[Built] = field(default_factory=list)
    ready: list[Built] = field(default_factory=list)

    def start(self) -> None:
        if self.waiting:
            return
        self.started += 1
        with self.db.read() as session:
            lexicon = lexicon_of(session)
            self.waiting.append(Built(revisions.number(session.connection(), LEXICON), lexicon.key))
        index_of(lexicon, CACHE)

    def let_go(self) -> None:
        self.ready, self.waiting = self.waiting, []

    def result(self, *, wait: bool = False) -> Built | None:
        if wait:
            self.let_go()
        return self.ready.pop() if self.ready else None


class LargeCompany(Company):
    """A company whose names are built beside the turns, in one process that goes on."""

    def rebuild(self) -> App:
        self.beside = HeldBeside(self.db)
        return build(self.db, self.policy, self.engine, self.clock, self.media, beside=self.beside)


@pytest.fixture
def large(tmp_path: Path, template: Path) -> LargeCompany:
    return LargeCompany(tmp_path, template, restarts=False)


def nothing(_company: LargeCompany) -> None:
    """All names were built before the lead was entered."""


def going_on(company: LargeCompany) -> None:
    """They are being built, without the lead."""
    company.say("小吴", {"text": "在吗"})  # the first message brings the names
    company.ignore()
    company.beside.start()


def imported(company: LargeCompany) -> None:
    """They are being built, because so many changed."""
    going_on(company)
    with company.db.write() as session:
        all_names_changed(session)


@pytest.mark.parametrize("state", [nothing, going_on])
@pytest.mark.parametrize(
    "said",
    [
        f"刚跟{FULL}的人打完电话,嫌价格高,周三下午我再去一趟",
        "刚跟星辉数控打完电话,嫌价格高,周三下午我再去一趟",
        "刚跟衢州星辉的潘总打完电话,嫌价格高,周三下午我再去一趟",
        "刚跟兴辉数控潘总打完电话,嫌价格高,周三下午我再去一趟",
        "刚跟潘总打完电话,嫌价格高,周三下午我再去一趟",
    ],
)
def test_a_new_customer_is_understood_in_the_next_message(
    large: LargeCompany, state: Callable[[LargeCompany], None], said: str
) -> None:
    state(large)
    rep = entered(large)
    rep.says(said).hears("已记录", FULL)
    large.beside.let_go()
    rep.says("刚才那条撤回").hears("已撤回")
    rep.says(said).hears("已记录", FULL)


@pytest.mark.parametrize("state", [nothing, going_on])
def test_a_lead_that_was_taken_back_is_not_known_any_more(
    large: LargeCompany, state: Callable[[LargeCompany], None]
) -> None:
    state(large)
    rep = entered(large)
    rep.taps("撤回").hears("已撤回")
    assert not understood(large.simulation.app.engine, "刚跟星辉数控打完电话", large)
    large.beside.let_go()
    assert not understood(large.simulation.app.engine, "刚跟星辉数控打完电话", large)


@pytest.mark.parametrize("state", [nothing, going_on])
def test_a_customer_with_another_name_is_known_by_that_one(
    large: LargeCompany, state: Callable[[LargeCompany], None]
) -> None:
    state(large)
    entered(large)
    renamed(large, FULL, "温岭金桥机床有限公司")
    for _ in range(2):
        assert not understood(large.simulation.app.engine, "刚跟星辉数控打完电话", large)
        assert understood(large.simulation.app.engine, "刚跟金桥机床打完电话", large) == "温岭金桥机床有限公司"
        large.beside.let_go()


def test_what_was_imported_is_known_when_it_is_built_and_turns_go_on_till_then(large: LargeCompany) -> None:
    imported(large)
    rep = large.member("小周").says("刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟")
    rep.hears("已记录", "联创")
    assert large.beside.waiting
    large.beside.let_go()
    entered(large)
    rep.says("刚跟星辉数控打完电话,嫌价格高,周三下午我再去一趟").hears("已记录", FULL)


def test_much_that_changed_is_built_anew_and_not_for_each_turn(large: LargeCompany) -> None:
    engine = large.simulation.app.engine
    engine.refresh()
    assert large.beside.started == 1
    with large.db.write() as session:
        names_changed(session, range(1, 400))
    engine.refresh()
    assert large.beside.started == 1
    for first in (1_000, 2_000):
        with large.db.write() as session:
            names_changed(session, range(first, first + 200))
        engine.refresh()
    assert large.beside.started == 2
    large.beside.let_go()
    engine.refresh()
    assert large.beside.started == 2


def entered(company: LargeCompany) -> Person:
    rep = company.member("小周").says(LEAD)
    rep.hears("新线索记好了", "星辉数控")
    company.ignore("小吴", "赵琳")
    return rep


def renamed(company: LargeCompany, before: str, after: str) -> None:
    with company.db.write() as session:
        customer = session.exec(select(Customer).where(col(Customer.name) == before)).one()
        assert customer.id is not None
        customer.name = after
        session.add(customer)
        for row in session.exec(select(CustomerAlias).where(col(CustomerAlias.customer_id) == customer.id)):
            session.delete(row)
        names_changed(session, (customer.id,))


def understood(engine: CompanyEngine, words: str, company: LargeCompany) -> object:
    """The customer that these words are understood to name, if it is one that is known."""
    named = engine.parse(words, company.clock.now().astimezone(company.policy.zone)).slots.get("customer")
    with company.db.read() as session:
        return session.exec(select(Customer.name).where(col(Customer.name) == named)).first()
