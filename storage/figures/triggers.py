"""Triggers that note which deals count differently in the funnel now (FunnelStale), whoever writes the rows: a turn, an
undo, an import, COPY. Made anew after every migration: one that copies a table on SQLite drops what hangs on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

# What the facts of a deal are made of, by table: which columns, and which deals are meant by a row.
DEALS = ("owner_id", "customer_id", "product_line", "amount_fen", "stage", "stage_entered_at")
CHANGES = ("deal_id", "stage_from", "stage_to", "at", "reason")
CUSTOMERS = ("region", "industry")
INTO = "INSERT INTO funnelstale (deal_id)"
OF_CUSTOMER = "SELECT id FROM opportunity WHERE customer_id = NEW.id"


def make(connection: Connection) -> None:
    """Make them as they are in this release."""
    for statement in _sqlite() if connection.dialect.name == "sqlite" else _postgres():
        connection.execute(text(statement))


def drop(connection: Connection) -> None:
    """Drop them, so that the table they write to can go."""
    for name, table in NAMES.items():
        on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}{on}"))
    if connection.dialect.name != "sqlite":
        for name in NAMES:
            connection.execute(text(f"DROP FUNCTION IF EXISTS {name}()"))


NAMES = {
    "stale_change_new": "stagechange",
    "stale_change_other": "stagechange",
    "stale_change_gone": "stagechange",
    "stale_deal": "opportunity",
    "stale_customer": "customer",
}


def _sqlite() -> Iterator[str]:
    for name in NAMES:
        yield f"DROP TRIGGER IF EXISTS {name}"
    yield _on_sqlite("stale_change_new", "AFTER INSERT ON stagechange", f"{INTO} VALUES (NEW.deal_id)")
    both = f"{INTO} VALUES (OLD.deal_id); {INTO} VALUES (NEW.deal_id)"
    yield _on_sqlite("stale_change_other", f"AFTER UPDATE OF {', '.join(CHANGES)} ON stagechange", both)
    yield _on_sqlite("stale_change_gone", "AFTER DELETE ON stagechange", f"{INTO} VALUES (OLD.deal_id)")
    deal = f"AFTER UPDATE OF {', '.join(DEALS)} ON opportunity WHEN {_differs(DEALS, 'IS NOT')}"
    yield _on_sqlite("stale_deal", deal, f"{INTO} VALUES (NEW.id)")
    customer = f"AFTER UPDATE OF {', '.join(CUSTOMERS)} ON customer WHEN {_differs(CUSTOMERS, 'IS NOT')}"
    yield _on_sqlite("stale_customer", customer, f"{INTO} {OF_CUSTOMER}")


def _on_sqlite(name: str, when: str, then: str) -> str:
    return f"CREATE TRIGGER {name} {when} BEGIN {then}; END"


def _postgres() -> Iterator[str]:
    """New changes of stage are noted once for a statement, however many rows it brings."""
    new = f"{INTO} SELECT DISTINCT deal_id FROM brought"
    yield from _on_postgres(
        "stale_change_new", "AFTER INSERT ON stagechange REFERENCING NEW TABLE AS brought FOR EACH STATEMENT", new
    )
    both = f"{INTO} VALUES (OLD.deal_id), (NEW.deal_id)"
    yield from _on_postgres("stale_change_other", "AFTER UPDATE ON stagechange FOR EACH ROW", both)
    yield from _on_postgres(
        "stale_change_gone", "AFTER DELETE ON stagechange FOR EACH ROW", f"{INTO} VALUES (OLD.deal_id)"
    )
    deal = f"AFTER UPDATE OF {', '.join(DEALS)} ON opportunity FOR EACH ROW"
    yield from _on_postgres(
        "stale_deal", f"{deal} WHEN ({_differs(DEALS, 'IS DISTINCT FROM')})", f"{INTO} VALUES (NEW.id)"
    )
    customer = f"AFTER UPDATE OF {', '.join(CUSTOMERS)} ON customer FOR EACH ROW"
    yield from _on_postgres(
        "stale_customer", f"{customer} WHEN ({_differs(CUSTOMERS, 'IS DISTINCT FROM')})", f"{INTO} {OF_CUSTOMER}"
    )


def _on_postgres(name: str, when: str, then: str) -> Iterator[str]:
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {then}; RETURN NULL; END $$"
    )
    yield f"DROP TRIGGER IF EXISTS {name} ON {NAMES[name]}"
    yield f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()"


def _differs(columns: tuple[str, ...], operator: str) -> str:
    return " OR ".join(f"OLD.{name} {operator} NEW.{name}" for name in columns)
