"""What all commands share: the database that is meant, sentences and JSON lines on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from config.settings import settings

if TYPE_CHECKING:
    from storage.engine import Database
Db = Annotated[str | None, typer.Option("--db", help="数据库地址,例:sqlite:///var/xiaoban.db。不写就用设置里的。")]


def database(url: str | None, *, writes: bool = True) -> Database:
    """A command that only reads may stand beside a running process, unless the database must be upgraded for it."""
    from storage.engine import open_database
    from storage.migrate import is_current
    from storage.migrate import migrate as upgrade

    db = open_database(url or settings().company_db)
    if writes or not is_current(db):
        db.hold()
    upgrade(db)
    return db


def answer(lines: Iterable[Mapping[str, Any]]) -> NoReturn:
    """Write JSON lines as they come; the exit status says whether each line was carried out."""
    from bot.runtime.json_lines import write

    raise SystemExit(write(lines, sys.stdout))


def say(text: str) -> None:
    """Write a sentence."""
    typer.echo(text)
