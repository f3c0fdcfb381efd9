"""Customers and deals as rows of a file, for whoever may see them, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from config.policy import Policy
from sales.deals import IS_OPEN, LOST
from storage.deals import Contact, Customer, FollowUp, Opportunity, StageChange
from storage.people import Member

AT_ONCE = 1000
WRITTEN = datetime(2020, 1, 1)  # noqa: DTZ001 - as a workbook says it: the same rows are the same file
CUSTOMERS = ("客户", "行业", "大区", "等级", "负责人", "联系人", "电话", "最近跟进")
DEALS = ("客户", "产品线", "金额(元)", "阶段", "进入阶段", "负责人", "大区", "预计成交")
REASON = "丢单原因"
OPEN, LATE = "open", "late"  # in place of a stage: any that is neither won nor lost, those over their limit
_FORMULA = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")  # what a spreadsheet would calculate


def customers(session: Session, scope: ColumnElement[bool], zone: tzinfo) -> Iterator[tuple[Any, ...]]:
    """The customers in scope, in the order of their ids."""
    key = col(Customer.id)
    people = select(func.min(col(Contact.name))).where(col(Contact.customer_id) == key).scalar_subquery()
    phone = select(func.min(col(Contact.phone))).where(col(Contact.customer_id) == key).scalar_subquery()
    last = select(func.max(col(FollowUp.at))).where(col(FollowUp.customer_id) == key).scalar_subquery()
    columns = (col(Customer.name), col(Customer.industry), col(Customer.region), col(Customer.grade), col(Member.name))
    query = select(*columns, people, phone, last).outerjoin(Member, col(Member.id) == col(Customer.owner_id))
    query = query.select_from(Customer).where(scope).order_by(key).execution_options(yield_per=AT_ONCE)
    for *known, at in session.execute(query):
        yield (*known, _day(at, zone))


def deals(session: Session, scope: ColumnElement[bool], policy: Policy) -> Iterator[tuple[Any, ...]]:
    """The deals in scope, open and closed, in the order of their ids."""
    query = (
        select(Opportunity, col(Customer.name), col(Customer.region), col(Member.name))
        .join(Customer, col(Customer.id) == col(Opportunity.customer_id))
        .join(Member, col(Member.id) == col(Opportunity.owner_id))
        .where(scope)
        .order_by(col(Opportunity.id))
        .execution_options(yield_per=AT_ONCE)
    )
    for deal, customer, region, owner in session.execute(query):
        yield _row(deal, customer, region, owner, policy)


def lost_deals(session: Session, scope: ColumnElement[bool], policy: Policy) -> Iterator[tuple[Any, ...]]:
    """The lost deals in scope, and for which objections they were lost."""
    lost = (col(StageChange.deal_id) == col(Opportunity.id), col(StageChange.at) == col(Opportunity.stage_entered_at))
    query = (
        select(Opportunity, col(Customer.name), col(Customer.region), col(Member.name), col(StageChange.reason))
        .join(Customer, col(Customer.id) == col(Opportunity.customer_id))
        .join(Member, col(Member.id) == col(Opportunity.owner_id))
        .outerjoin(StageChange, and_(*lost, col(StageChange.stage_to) == LOST))
        .where(scope)
        .order_by(col(Opportunity.id))
        .execution_options(yield_per=AT_ONCE)
    )
    for deal, customer, region, owner, reasons in session.execute(query):
        said = "、".join(policy.say("objections", key) for key in reasons or ())
        yield *_row(deal, customer, region, owner, policy), said


def narrowed(scope: ColumnElement[bool], stage: str, span: tuple[datetime, datetime] | None) -> ColumnElement[bool]:
    """Of the deals in scope those in a stage (or OPEN); within a span, those that came to it then."""
    where = [scope, IS_OPEN if stage == OPEN else col(Opportunity.stage) == stage]
    if span is not None:
        where.append(col(Opportunity.stage_entered_at).between(*span))
    return and_(*where)


def with_deals(customers: ColumnElement[bool], deals: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of these customers those that have one of these deals."""
    return and_(customers, col(Customer.id).in_(select(col(Opportunity.customer_id)).where(deals)))


def write_csv(path: Path, headings: Iterable[str], rows: Iterable[Iterable[Any]]) -> int:
    """Write a CSV file that spreadsheets open as UTF-8, row by row; returns how many rows it has below the headings. No
    cell of it is a formula."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        for row in rows:
            writer.writerow([harmless(cell) for cell in row])
            count += 1
    return count


def write_excel(path: Path, headings: Iterable[str], rows: Iterable[Iterable[Any]]) -> int:
    """Write a workbook row by row; returns how many rows it has below the headings. Cells are text and numbers: none is
    a formula or a link."""
    from xlsxwriter import Workbook

    as_said = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with Workbook(path, as_said) as book:
        book.set_properties({"created": WRITTEN})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, headings)
        for count, row in enumerate(rows, 1):
            sheet.write_row(count, 0, [_as_cell(value) for value in row])
        sheet.freeze_panes(1, 0)
    return count


def _as_cell(value: Any) -> str | int | float:
    return value if isinstance(value, int | float) else "" if value is None else str(value)


def harmless(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else "" if cell is None else cell


def _row(deal: Opportunity, customer: str, region: str | None, owner: str, policy: Policy) -> tuple[Any, ...]:
    yuan = None if deal.amount_fen is None else deal.amount_fen / 100
    since, stage = _day(deal.stage_entered_at, policy.zone), policy.stage_name(deal.stage)
    return customer, deal.product_line, yuan, stage, since, owner, region, deal.expected_close


def _day(at: datetime | None, zone: tzinfo) -> str:
    return "" if at is None else at.astimezone(zone).date().isoformat()
