"""What every test has: `needs_<program>` marks and the test company."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from zlib import crc32

import pytest
from testing import WORLD, WORLDS, Company, found, keep_figures, silent_runs, unasked
from watching import watched

from config import policy as policies
from nlu.intent.examples import DATA
from storage import engine as storage_engine
from storage.engine import open_database

pytest_plugins = ["needs", "databases", "book"]
storage_engine.SYNCHRONOUS = "OFF"  # nothing here outlives a power cut
gc.set_threshold(50_000, 20, 50)  # models and word lists, loaded once, are not to be traversed at every turn

EXAMPLES_ONE_IN, EXAMPLES_AT_LEAST = 10, 10  # of each intent


@pytest.fixture(scope="session")
def template_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """The migrated database with a world's members, customers and deals, made once for each world."""

    @cache
    def made(world: Path) -> Path:
        path = tmp_path_factory.mktemp("template") / "template.db"
        db = open_database(f"sqlite:///{path}")
        policy = unasked(policies.load())
        keep_figures(db, policy, found(db, world, policy))
        with db.engine.connect() as connection:
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        return path

    return made


@pytest.fixture(scope="session")
def template(template_of: Callable[[Path], Path]) -> Path:
    """The migrated, seeded database that each test company is a copy of."""
    return template_of(WORLD)


@pytest.fixture(scope="session")
def few_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of the training data, so that learning takes a second and not ten. Whether an example is in it is decided
    by its own words: the same in every run, and whatever else is added to the data."""
    folder = tmp_path_factory.mktemp("data")
    for file in sorted(DATA.glob("*.yml")):
        *head, examples = file.read_text("utf-8").partition("examples: |\n")
        lines = examples.splitlines(keepends=True)
        step = EXAMPLES_ONE_IN if len(lines) > EXAMPLES_ONE_IN * EXAMPLES_AT_LEAST else 1
        kept = [line for line in lines if crc32(line.encode()) % step == 0]  # a new example displaces no other
        (folder / file.name).write_text("".join([*head, *kept]), "utf-8")
    return folder


@pytest.fixture
def company(request: pytest.FixtureRequest, tmp_path: Path, template_of: Callable[[Path], Path]) -> Iterator[Company]:
    """The test company, or the one in tests/worlds that the mark `world` names; where the test has the mark `daily`, by
    the policy as it is shipped and with everything heard that a day brings."""
    marked = request.node.get_closest_marker("world")
    world = WORLDS / f"{marked.args[0]}.yaml" if marked else WORLD
    policy = policies.load() if request.node.get_closest_marker("daily") else None
    company = Company(tmp_path, template_of(world), policy, world=world)
    with watched() as violations:
        yield company
    rest, silent = company.unheard(), silent_runs(company.db)
    company.close()
    assert not violations, f"inside a write transaction: {violations}"
    assert not silent, f"these conversations ended without a word: {silent}"
    assert not rest, "nobody listened to:\n" + "\n".join(f"{message.to}: {message.text}" for message in rest)
