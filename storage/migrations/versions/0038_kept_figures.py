"""what questions about figures are answered from: facts of the funnel and their sums by month; looks of deals

Revision ID: 0038
Revises: 0037
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.figures import triggers
from storage.types import UtcDateTime, json_type

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "funnelfact",
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("deal_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("lost_in", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("product_line", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("at", "deal_id", "stage"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_funnelfact_deal_id", "funnelfact", ["deal_id"])
    op.create_table(
        "funnelcell",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("lost_in", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("product_line", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("deals", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("month", "owner_id", "stage", "lost_in", "reason", "product_line", "region"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "funnelstale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "funnelstate",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("filled_to", sa.Integer(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )

    op.create_table(
        "deallook",
        sa.Column("deal_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=True),
        sa.Column("seen", json_type(), nullable=True),
        sa.PrimaryKeyConstraint("deal_id"),
    )
    op.create_table(
        "forecastbasis",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("stages", json_type(), nullable=False),
        sa.Column("known", json_type(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )

    still_open = sa.text("stage <> 'won' AND stage <> 'lost'")
    op.create_index(
        "ix_opportunity_open",
        "opportunity",
        ["owner_id", "stage", "stage_entered_at"],
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def downgrade() -> None:
    op.drop_index("ix_opportunity_open", "opportunity")
    triggers.drop(op.get_bind())
    for table in ("forecastbasis", "deallook", "funnelstate", "funnelstale", "funnelcell", "funnelfact"):
        op.drop_table(table)
