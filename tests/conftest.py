"""What every test has: `needs_<program>` marks and the test company."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest
from testing import WORLD, Company, found, silent_runs
from watching import watched

from config import policy as policies
from nlu.intent.examples import DATA
from storage.engine import open_database

pytest_plugins = ["needs", "databases", "book"]

EXAMPLES_ONE_IN, EXAMPLES_AT_LEAST = 10, 10  # of each intent


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The migrated, seeded database that each test company is a copy of."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    db = open_database(f"sqlite:///{path}")
    found(db, WORLD, policies.load())
    with db.engine.connect() as connection:
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


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
def company(tmp_path: Path, template: Path) -> Iterator[Company]:
    company = Company(tmp_path, template)
    with watched() as violations:
        yield company
    rest, silent = company.unheard(), silent_runs(company.db)
    company.db.close()
    assert not violations, f"inside a write transaction: {violations}"
    assert not silent, f"these conversations ended without a word: {silent}"
    assert not rest, "nobody listened to:\n" + "\n".join(f"{message.to}: {message.text}" for message in rest)
