"""Whether a member may still reverse changes: what was recorded about a customer or deal that is out of their scope by
now is not theirs to take back or to restore, nor is a limit theirs that they may no longer change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select, true
from sqlmodel import Session, SQLModel, col

from bot import access
from bot.access import Speaker
from config.policy import Policy
from knowledge.trust import care
from sales import customers, deals, tickets
from sales.errors import Changed
from sales.teamwork import people
from storage.background import StageLimit
from storage.changes import Change
from storage.deals import Customer, LeadClaim, Opportunity, Reminder
from storage.library import Script
from storage.people import Member
from storage.statements import fetch, table_of
from storage.tables import METADATA
from storage.teamwork import Instruction, Ticket, TicketNote, TicketStep

OF_PATH = frozenset({"required_at", "required_by"})  # columns of an item that say that new hires learn it
AT_STEP = frozenset({"ended", "asked_at"})  # columns of a ticket's step that say what was done there
# What may be about a customer of anybody.
OWN = frozenset(table_of(own).name for own in (LeadClaim, Instruction, Ticket))


def check(session: Session, by: Speaker, policy: Policy, changes: Sequence[Change]) -> None:
    """Lock the customers, deals and tickets that the changes are about. Raises Changed if one is out of scope, or if
    others have gone on from what was said at a ticket."""
    rows = [(change.table, change.key, _row(session, change)) for change in changes]
    if not access.may_change_limits(by, policy) and any(table == table_of(StageLimit).name for table, *_ in rows):
        raise Changed("limit", None, "decides")
    _check_scripts(session, by, changes)
    owners = {row["owner_id"] for table, _key, row in rows if table == table_of(Ticket).name}
    if not people.all_of(session, or_(_is_self(by), by.members), owners):
        raise Changed("ticket", None, "ticket_passed_on")
    tickets.check_not_relied_on(
        session,
        by,
        raised=_of(changes, Ticket, lambda change: change.before is None),
        closed=_of(changes, Ticket, lambda change: change.before is not None and "closed_at" in (change.after or {})),
        steps=_of(
            changes, TicketStep, lambda change: change.before is None or not AT_STEP.isdisjoint(change.after or {})
        ),
        notes=_of(changes, TicketNote, lambda change: change.before is None),
    )
    for key, owner_id in sorted(_keys(by, rows, table_of(Customer), "customer_id").items()):
        if customers.get(session, true(), key) is not None:
            customers.locked(session, key, by.customers)
        elif owner_id is not None and not people.all_of(session, by.members, {owner_id}):
            raise Changed("customer", key, "not_in_scope")
    for key, owner_id in sorted(_keys(by, rows, table_of(Opportunity), "deal_id").items()):
        if deals.get(session, true(), key) is not None:
            deals.locked_in_any_stage(session, key, by.deals)
        elif owner_id is not None and not people.all_of(session, by.members, {owner_id}):
            raise Changed("deal", key, "not_in_scope")


def _check_scripts(session: Session, by: Speaker, changes: Sequence[Change]) -> None:
    """Raises Changed if an item of the script library that was changed is out of scope; that new hires learn it is a
    leader's to take back."""
    for change in changes:
        if change.table != table_of(Script).name:
            continue
        of_path = by.leads and (change.after or {}).keys() <= OF_PATH
        if not of_path and not care.is_within(session, access.scripts(by), int(change.key)):
            raise Changed("script", None, "script_not_yours")


def _of(changes: Sequence[Change], table: type[SQLModel], fits: Callable[[Change], bool]) -> set[int]:
    """The keys of the rows of a table with a change that fits."""
    return {int(change.key) for change in changes if change.table == table_of(table).name and fits(change)}


def _is_self(by: Speaker) -> ColumnElement[bool]:
    """The condition that a member is who acts."""
    return col(Member.id) == by.member_id


def _keys(
    by: Speaker, rows: Sequence[tuple[str, int | str, Mapping[str, Any]]], table: Table, reference: str
) -> dict[int, int | None]:
    """The customers, or the deals, that rows are or refer to, with their owners where these are gone themselves."""
    found: dict[int, int | None] = {}
    for name, key, row in rows:
        if name == table.name:
            found[int(key)] = row.get("owner_id")
        elif name not in OWN and row.get(reference) is not None and not _is_own_reminder(by, name, row):
            found.setdefault(row[reference], None)
    return found


def _is_own_reminder(by: Speaker, table: str, row: Mapping[str, Any]) -> bool:
    return table == table_of(Reminder).name and bool(row.get("member_id") == by.member_id)


def _row(session: Session, change: Change) -> Mapping[str, Any]:
    """The row as it is now; where it is gone, as it was or is to be."""
    table = METADATA.tables[change.table]
    (key,) = table.primary_key.columns
    row = fetch(session, select(table).where(key == change.key), {}).mappings().first()
    return dict(row) if row is not None else {**(change.before or {}), **(change.after or {})}
