"""customers stored without a region are in that of their owner's team, as those are that have been stored since

Revision ID: 0044
Revises: 0043
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.types import json_type

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

LATELY = 1_000  # change sets that may still be taken back
CUSTOMER = sa.table("customer", sa.column("id"), sa.column("region"), sa.column("owner_id"))
MEMBER = sa.table("member", sa.column("id"), sa.column("team_id"))
TEAM = sa.table("team", sa.column("id"), sa.column("region"))
DEED = sa.table("deed", sa.column("id"), sa.column("undone_at"), sa.column("changes", json_type()))


def upgrade() -> None:
    connection = op.get_bind()
    regions = sa.select(TEAM.c.region).join(MEMBER, MEMBER.c.team_id == TEAM.c.id)
    region = regions.where(MEMBER.c.id == CUSTOMER.c.owner_id).scalar_subquery()
    is_empty = sa.or_(CUSTOMER.c.region.is_(None), CUSTOMER.c.region == "")
    empty = connection.execute(sa.select(CUSTOMER.c.id, region).where(is_empty, region.is_not(None)))
    filled = {key: str(name) for key, name in empty}
    connection.execute(sa.update(CUSTOMER).where(is_empty, region.is_not(None)).values(region=region))
    lately = sa.select(DEED.c.id, DEED.c.changes).where(DEED.c.undone_at.is_(None)).order_by(DEED.c.id.desc())
    for key, changes in connection.execute(lately.limit(LATELY)).all():
        of_filled = [change for change in changes if _is_of(change, filled)]
        for _table, customer, _before, after in of_filled:  # what was recorded can be taken back as before
            after["region"] = filled[customer]
        if of_filled:
            connection.execute(sa.update(DEED).where(DEED.c.id == key).values(changes=changes))


def _is_of(change: list[Any], filled: dict[int, str]) -> bool:
    """Whether the change left one of these customers without a region."""
    table, key, _before, after = change
    return table == "customer" and key in filled and bool(after) and "region" in after


def downgrade() -> None:
    """Which customers had none is not known any more."""
