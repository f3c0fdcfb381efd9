"""Work in a process of its own, so that it does not hold up the turns of this one; its memory is given back whole."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any

from storage.engine import Database, open_database

NICENESS = 5  # turns come first


class Ended(Exception):
    """The other process ended without a result."""


def run(db: Database, imports: Any, name: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the method `name` of `imports`, which another process can be handed, gives there. Raises Ended."""
    context = multiprocessing.get_context("spawn")
    answer, theirs = context.Pipe(duplex=False)
    url = db.engine.url.render_as_string(hide_password=False)
    process = context.Process(target=_work, args=(url, imports, name, args, theirs), name=name, daemon=True)
    process.start()
    theirs.close()
    try:
        result: Mapping[str, Any] | str = answer.recv()
    except EOFError:
        process.join()
        raise Ended(f"exit status {process.exitcode}") from None
    process.join()
    if isinstance(result, str):
        raise Ended(result)
    return result


def _work(url: str, imports: Any, name: str, args: Mapping[str, Any], answer: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that waits for this one
    if name == "read":  # what holds the database for long must not be held up itself
        os.nice(NICENESS)
    db = open_database(url)
    try:
        answer.send(getattr(imports, name)(db, args))
    except Exception as error:
        answer.send(f"{type(error).__name__}: {error}")
    finally:
        db.close()
