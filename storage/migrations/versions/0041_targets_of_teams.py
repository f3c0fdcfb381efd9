"""what teams are to sell; customers without a region get that of their owner's team

Revision ID: 0041
Revises: 0040
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "teamtarget",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team_id", "month"),
        sqlite_autoincrement=True,
    )
    op.execute(
        "UPDATE customer SET region = (SELECT team.region FROM member JOIN team ON team.id = member.team_id"
        " WHERE member.id = customer.owner_id) WHERE region IS NULL AND owner_id IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_table("teamtarget")
