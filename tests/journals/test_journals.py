"""What a company's database held under each release is understood, and goes on, with the bot as it is today."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import BOTH, Postgres
from journals.opening import HERE, fill, fixtures, go_on, open_recorded, read, transcript_of, unlike
from testing import engine

from storage.engine import Database, open_database
from storage.migrate import migrate

FIXTURES = fixtures()
PYPROJECT = HERE.parents[1] / "pyproject.toml"


@pytest.fixture(scope="session")
def sqlite_at(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A SQLite file without rows for every recorded revision."""
    folder = tmp_path_factory.mktemp("revisions")
    files: dict[str, Path] = {}
    for revision in {read(path)["revision"] for path in FIXTURES}:
        files[revision] = folder / f"{revision}.db"
        db = open_database(f"sqlite:///{files[revision]}")
        migrate(db, revision)
        with db.engine.connect() as connection:
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
    return files


@pytest.fixture
def recorded_db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without rows at the revision of the file in question."""
    kind, path = request.param
    revision = read(path)["revision"]
    if kind == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        db = open_database(server.at(revision))
        yield db
        server.drop(db)
    else:
        shutil.copyfile(request.getfixturevalue("sqlite_at")[revision], tmp_path / "company.db")
        db = open_database(f"sqlite:///{tmp_path}/company.db")
        yield db
        db.close()


def on_both() -> list[object]:
    """(database, file), the file's name as the test's: each on SQLite, and one of each flow on PostgreSQL, where it is
    the migrations and the JSON of journals that differ."""
    of_each_flow = {path.stem.partition("-")[0]: path for path in reversed(FIXTURES)}
    return [
        pytest.param((kind, path), path, id=f"{kind}-{path.parent.name}/{path.stem}", marks=marks)
        for kind, marks, paths in (
            ("sqlite", (), FIXTURES),
            ("postgres", BOTH[1].marks, of_each_flow.values()),  # type: ignore[attr-defined]
        )
        for path in paths
    ]


@pytest.mark.parametrize(("recorded_db", "path"), on_both(), indirect=["recorded_db"])
def test_it_goes_on(recorded_db: Database, path: Path, tmp_path: Path) -> None:
    recorded = read(path)
    fill(recorded_db, recorded)
    simulation = open_recorded(recorded_db, recorded, path.parent, engine(), tmp_path / "media")
    transcript: list[str] = []
    for line in recorded["goes_on"]:
        heard = go_on(simulation, line)
        transcript.append(f"{ {key: value for key, value in line.items() if key != 'hears'} }\n{transcript_of(heard)}")
        wrong = unlike(heard, line["hears"])
        assert not wrong, "\n".join([*wrong, "--- transcript", *transcript])


def test_this_release_is_recorded() -> None:
    version = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["version"]
    release = version.rpartition(".")[0]
    assert list((HERE / release).glob("*.json")), f"record it: PYTHONPATH=tests python -m journals.record {release}"
