"""Names are built in another process, and what one process enters the others know at their next message."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from testing import engine

from bot.runtime.names_beside import NamesBeside
from bot.turn.names import BuildFailed, Built, CompanyEngine
from sales.names import LEXICON, all_names_changed, lexicon_of, members_changed, names_changed
from storage import revisions
from storage.deals import Contact, Customer, CustomerAlias, Opportunity
from storage.engine import Database, open_database
from storage.migrate import migrate
from storage.people import Member

NOW = datetime.fromisoformat("2026-11-23T10:03:00+08:00")


@pytest.fixture
def company(db: Database) -> Database:
    with db.write() as session:
        session.add(Member(name="陆子航", role="rep"))
        session.add(Customer(name="潍坊鲁岳铸造有限公司", created_at=NOW, industry="铸造"))
        all_names_changed(session)
    return db


def entered(db: Database) -> None:
    with db.write() as session:
        customer = Customer(name="衢州星辉数控有限公司", created_at=NOW, owner_id=1)
        session.add(customer)
        session.flush()
        assert customer.id is not None
        session.add(CustomerAlias(customer_id=customer.id, alias="星辉数控"))
        session.add(Contact(customer_id=customer.id, name="车间欧阳工", title="设备总监"))
        moments = {"stage_entered_at": NOW, "clock_started_at": NOW}
        session.add(
            Opportunity(customer_id=customer.id, owner_id=1, product_line="净航空气消毒机", stage="lead", **moments)
        )
        names_changed(session, (customer.id,))


def slots(known: CompanyEngine, words: str) -> dict[str, object]:
    return dict(known.parse(words, NOW).slots)


def test_a_name_entered_by_one_process_is_known_to_another_at_its_next_message(company: Database) -> None:
    other = CompanyEngine(company, engine())
    assert slots(other, "星辉数控买了净航").get("customer") != "衢州星辉数控有限公司"
    entered(company)
    known = slots(other, "星辉数控买了净航")
    assert (known["customer"], known["product"]) == ("衢州星辉数控有限公司", "净航空气消毒机")
    with company.write() as session:
        session.add(Member(name="贺丽莎", role="rep"))
        members_changed(session)
    assert "贺丽莎" in slots(other, "丽莎本周跟了几家客户").values()


def test_only_what_changed_is_read(company: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    other = CompanyEngine(company, engine())
    other.refresh()
    monkeypatch.setattr("bot.turn.names.lexicon_of", lambda _session: pytest.fail("all names are read"))
    entered(company)
    other.refresh()


def test_another_process_builds_what_this_one_goes_on_with(tmp_path: Path) -> None:
    db = open_database(f"sqlite:///{tmp_path / 'company.db'}")
    migrate(db)
    with db.write() as session:
        session.add(Member(name="陆子航", role="rep"))
    entered(db)
    beside = NamesBeside(db, tmp_path / "cache")
    assert beside.result(wait=True) is None
    beside.start()
    built = beside.result(wait=True)
    assert built is not None
    with db.read() as session:
        assert (built.revision, built.key) == (revisions.number(session.connection(), LEXICON), lexicon_of(session).key)
    (kept,) = (tmp_path / "cache").iterdir()
    assert built.key in kept.name
    db.close()


class FailingBeside:
    not_worth = 0

    def start(self) -> None:
        pass

    def result(self, *, wait: bool = False) -> Built | None:
        if wait:
            raise BuildFailed("killed")
        return None


def test_what_cannot_be_built_beside_is_built_here(company: Database) -> None:
    known = CompanyEngine(company, engine(), FailingBeside())
    assert slots(known, "刚跟鲁岳铸造打完电话")["customer"] == "潍坊鲁岳铸造有限公司"


def test_a_process_that_ends_without_an_answer_is_a_failure(tmp_path: Path) -> None:
    beside = NamesBeside(open_database(f"sqlite:///{tmp_path / 'without_tables.db'}"), tmp_path)
    beside.start()
    with pytest.raises(BuildFailed):
        beside.result(wait=True)
    assert beside.result(wait=True) is None
