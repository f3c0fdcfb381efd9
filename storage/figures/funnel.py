"""Tables of the funnel, derived from deals and their changes of stage: what each deal counts for, sums of that by
month, and which deals have changed since. No foreign keys: nothing is kept for their sake; undo looks at none of them.

Text that is not there is '' here, so that rows can be told apart by it.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from storage.types import ONCE, UtcDateTime

IN_ORDER = {"sqlite_with_rowid": False}  # rows lie in the order of their keys, so that those of some days lie together


class FunnelFact(SQLModel, table=True):
    """A deal came to `stage` or beyond for the first time at `at`, in the `month` of that first day: by now it has
    `passed` it or is `lost` there. Where `stage` is won or lost, the deal is so since `at`; lost in `lost_in`, for
    `reason` (objections, by lines)."""

    __table_args__ = IN_ORDER
    at: datetime = Field(sa_type=UtcDateTime, primary_key=True)
    deal_id: int = Field(primary_key=True, index=True, sa_column_kwargs={"autoincrement": False})
    stage: str = Field(primary_key=True)
    month: date
    passed: int = 0
    lost: int = 0
    lost_in: str = ""
    reason: str = ""
    owner_id: int
    product_line: str = ""
    region: str = ""
    industry: str = ""
    amount_fen: int = Field(default=0, sa_type=BigInteger)


class FunnelCell(SQLModel, table=True):
    """So many facts (`deals`) are alike in all that it names; some `passed`, some are `lost`; and their sum."""

    __table_args__ = IN_ORDER
    month: date = Field(primary_key=True)
    owner_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    stage: str = Field(primary_key=True)
    lost_in: str = Field(default="", primary_key=True)
    reason: str = Field(default="", primary_key=True)
    product_line: str = Field(default="", primary_key=True)
    region: str = Field(default="", primary_key=True)
    deals: int
    passed: int
    lost: int
    amount_fen: int = Field(sa_type=BigInteger)


class FunnelStale(SQLModel, table=True):
    """A deal has changed since its facts were kept; written by triggers (storage.figures.triggers), one row for each
    change, so that a change which is not committed yet cannot be taken for a known one."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int


class FunnelState(SQLModel, table=True):
    """The only row: facts are kept of deals up to `filled_to`, of all where `is_complete`; with the stages and the zone
    that `signature` names. Whoever changes facts or cells holds it."""

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    signature: str
    filled_to: int = 0
    is_complete: bool = False
