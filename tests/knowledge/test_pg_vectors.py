"""The nearest of the database are those of memory: the same items in the same order, for any question, filter and k."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest
from databases import Postgres
from sqlalchemy import text

from bot.admin.library import embed_new, embed_some
from bot.runtime.library_keeper import LibraryKeeper
from knowledge import importing, pg_vectors, search
from knowledge.calibrating import questions, starter_items
from knowledge.embedding.word_vectors import WordVectors
from knowledge.filters import ANY_FEN, Filters
from knowledge.items import Item
from knowledge.library import Library
from knowledge.pg_vectors import PgVectors
from knowledge.search import Index
from knowledge.vectors import FaissVectors
from storage import migrate as migrations
from storage.engine import Database, open_database
from storage.migrate import migrate

pytestmark = pytest.mark.needs_postgres
NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
EMBEDDER = WordVectors()
KS = (1, 3, 10, 50)
LETTERS = "嫌贵价高低新旧车机人手货仓租课钱"


@pytest.fixture
def grown(postgres: Postgres) -> Iterator[Database]:
    db = open_database(postgres.emptied())
    yield db
    db.close()


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = open_database(f"sqlite:///{tmp_path_factory.mktemp('small')}/library.db")
    migrate(db)
    yield db
    db.close()


def put(db: Database, items: Sequence[Item], now: datetime = NOW) -> None:
    with db.write() as session:
        importing.put(session, items, now)
    embed_new(db, EMBEDDER)


def found(index: Index, query: str, filters: Filters, k: int) -> list[tuple[str, float]]:
    return [(hit.item.code, hit.score) for hit in index.nearest(query, filters, k)]


def in_both(grown: Database, small: Database) -> tuple[Index, Index]:
    """The library as PostgreSQL and as memory find it."""
    theirs, ours = Library(EMBEDDER).index(grown), Library(EMBEDDER).index(small)
    assert isinstance(theirs._vectors, PgVectors) and isinstance(ours._vectors, FaissVectors)
    return theirs, ours


def library() -> list[Item]:
    """The starter library, with versions beside their newer ones, others for somebody else, and copies."""
    items = starter_items()
    siblings = [
        replace(item, code=f"{item.code}-{number}", body=f"{item.body}第{number}版。", product_version=f"{number}.0",
                industry=item.industry[number - 1:], budget_max_fen=number * 10_000_000)
        for item in items[::9] for number in (1, 2)
    ]  # fmt: skip
    copies = [replace(item, code=f"{item.code}-copy", product_line="别的") for item in items[::7]]
    return [*items, *siblings, *copies]


def filters_of(items: Sequence[Item]) -> list[Filters]:
    industries = sorted({value for item in items for value in item.industry})
    roles = sorted({value for item in items for value in item.buyer_role})
    return [
        Filters(),
        *(Filters(industry=(value,)) for value in industries[:2]),
        Filters(industry=(*industries[2:4], "没有的行业"), buyer_role=(roles[0],)),
        Filters(industry=("没有的行业",)),
        Filters(budget_fen=(0, 5_000_000)),
        Filters(budget_fen=(15_000_000, ANY_FEN), kinds=("script", "case")),
        Filters(kinds=("faq",), buyer_role=tuple(roles[1:3])),
    ]


@pytest.mark.parametrize("first", [1, search.FIRST])
def test_the_same_in_the_same_order(
    grown: Database, small: Database, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    monkeypatch.setattr(search, "FIRST", first)
    items = library()
    for db in (grown, small):
        put(db, items)
    theirs, ours = in_both(grown, small)
    asked = [*(question.query for question in questions()[::10]), "第1版的价格", "2.0版嫌贵怎么回"]
    filters = filters_of(items)
    for number, (query, k) in enumerate(product(asked, KS)):
        chosen = filters[number % len(filters)]
        assert found(theirs, query, chosen, k) == found(ours, query, chosen, k), (query, chosen, k)
    for item in items[::11]:
        said = f"{item.body[::-1]}{item.title}"
        assert theirs.same(said) == ours.same(said)


@pytest.mark.parametrize("seed", range(5))
def test_the_same_after_any_changes(grown: Database, small: Database, seed: int) -> None:
    random, items = Random(seed), {}
    for day in range(4):
        now = NOW + timedelta(days=day)
        some = [some_item(random) for _ in range(60)]
        items |= {item.code: item for item in some}
        retired = random.sample(sorted(items), 8)
        for db in (grown, small):
            put(db, list({item.code: item for item in some}.values()), now)
            with db.write() as session:
                importing.retire(session, retired, now)
            embed_new(db, EMBEDDER)
        theirs, ours = in_both(grown, small)
        for _ in range(20):
            query, k = "".join(random.choices(LETTERS, k=6)), random.choice(KS)
            chosen = Filters(industry=random.choice([(), ("码头",)]), budget_fen=random.choice([None, (5, 7)]))
            assert found(theirs, query, chosen, k) == found(ours, query, chosen, k)


def some_item(random: Random) -> Item:
    """One of 100 codes: some come again, changed or not, of few titles and with words that others have too."""
    budget = random.randint(0, 9)
    return Item(
        f"{random.randrange(100)}",
        "".join(random.choices(LETTERS, k=1)),
        "".join(random.choices(LETTERS, k=random.choice([1, 12]))),
        "script",
        industry=tuple(random.sample(["码头", "矿山"], random.randint(0, 1))),
        budget_min_fen=random.choice([None, budget]),
        budget_max_fen=random.choice([None, budget + 1]),
        product_version=random.choice([None, "1.0", "2.0"]),
    )


def test_a_changed_item_is_found_by_its_new_words_only_and_a_retired_one_never(grown: Database) -> None:
    before = Item("x", "停机怎么赔", "停一小时赔一小时的工钱。", "script")
    put(grown, [*starter_items(), before])
    theirs = Library(EMBEDDER)
    assert found(theirs.index(grown), "停机赔工钱", Filters(), 1)[0][0] == "x"
    put(grown, [replace(before, title="司机培训", body="师傅跟车五天,考过了才撤。")])
    assert found(theirs.index(grown), "师傅跟车教司机", Filters(), 1)[0][0] == "x"
    old = [hit.item.code for hit in theirs.index(grown).search("停机赔工钱", k=3)]
    assert "x" not in old and isinstance(theirs.index(grown)._vectors, PgVectors)
    with grown.write() as session:
        importing.retire(session, ["x"], NOW)
    assert "x" not in [code for code, _ in found(theirs.index(grown), "师傅跟车教司机", Filters(), 50)]


def test_each_process_finds_what_another_brought_in(grown: Database) -> None:
    put(grown, starter_items())
    libraries = [Library(EMBEDDER), Library(EMBEDDER)]
    keepers = [LibraryKeeper(grown, library) for library in libraries]
    new = [Item(f"n{number}", f"吊机第{number}种", f"赔{number}小时的工钱。", "script") for number in range(80)]
    with grown.write() as session:
        importing.put(session, new, NOW)
    assert found(libraries[1].index(grown), "吊机第7种", Filters(), 1)[0][0] == "n7"  # in memory meanwhile
    working = True
    while working:
        working = any(list(map(LibraryKeeper.work_once, keepers)))
    for number, library in enumerate(libraries):
        index = library.index(grown)
        assert isinstance(index._vectors, PgVectors), number
        assert found(index, "吊机第7种", Filters(), 1)[0][0] == "n7"


def test_vectors_from_before_are_brought_up_in_parts(grown: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    put(grown, starter_items())
    with grown.write_connection() as connection:
        connection.execute(text("DELETE FROM nearest.scriptvector"))
    assert isinstance(Library(EMBEDDER).index(grown)._vectors, FaissVectors)
    monkeypatch.setattr(pg_vectors, "AT_ONCE", len(starter_items()) // 2)
    assert embed_some(grown, EMBEDDER) == 0
    assert isinstance(Library(EMBEDDER).index(grown)._vectors, PgVectors)


def test_what_has_gone_since_the_library_was_opened_is_found_no_more(grown: Database) -> None:
    items = starter_items()
    put(grown, items)
    index = Library(EMBEDDER).index(grown)
    first = index.nearest(items[0].body, k=1)[0].item
    with grown.write_connection() as connection:
        connection.execute(text("DELETE FROM nearest.scriptvector WHERE code = :code"), {"code": first.code})
        connection.execute(text("DELETE FROM scriptvector WHERE code = :code"), {"code": first.code})
    assert first.code not in [hit.item.code for hit in index.nearest(items[0].body, k=50)]


def test_without_the_extension_memory_goes_on_until_it_is_installed(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = open_database(postgres.new())
    with monkeypatch.context() as without:
        without.setattr(migrations, "HAS_PGVECTOR", text("SELECT NULL"))
        migrate(db)
        put(db, starter_items())
        index = Library(EMBEDDER).index(db)
        assert isinstance(index._vectors, FaissVectors) and index.search("嫌贵怎么回")
    migrate(db)
    embed_new(db, EMBEDDER)
    assert isinstance(Library(EMBEDDER).index(db)._vectors, PgVectors)
    db.close()


def test_where_it_may_not_be_installed_nothing_else_fails(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    db = open_database(postgres.new())
    monkeypatch.setattr(migrations, "MAKE_NEAREST", ("CREATE SCHEMA nearest", "SELECT refused"))
    migrate(db)
    assert not pg_vectors.is_in(db)
    with db.read_statement() as connection:
        assert connection.execute(text("SELECT to_regnamespace('nearest')")).scalar() is None
    db.close()
