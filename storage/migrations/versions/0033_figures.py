"""what questions about figures are answered by: indexes on changes of stage and on deals; targets of people

Revision ID: 0033
Revises: 0032
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_stagechange_at", "stagechange", ["at", "deal_id"])
    op.create_index("ix_stagechange_way", "stagechange", ["deal_id", "stage_to", "at", "stage_from"])
    op.create_index("ix_opportunity_entered", "opportunity", ["stage", "stage_entered_at"])
    op.create_table(
        "salestarget",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("member_id", "month"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("salestarget")
    op.drop_index("ix_opportunity_entered", "opportunity")
    op.drop_index("ix_stagechange_way", "stagechange")
    op.drop_index("ix_stagechange_at", "stagechange")
