"""tickets: requests that walk through the departments

Revision ID: 0014
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OPEN_TICKET, IN_HAND = sa.text("closed_at IS NULL"), sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("needed_at", UtcDateTime(), nullable=True),
        sa.Column("needed_on", sa.Date(), nullable=True),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("solved", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["raised_by_id"], ["member.id"]),
        sa.ForeignKeyConstraint(["owner_id"], ["member.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["deal_id"], ["opportunity.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticket_owner_id", "ticket", ["owner_id"])
    op.create_index("ix_ticket_open", "ticket", ["owner_id"], sqlite_where=OPEN_TICKET, postgresql_where=OPEN_TICKET)
    op.create_table(
        "ticketstep",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("arrived_at", UtcDateTime(), nullable=False),
        sa.Column("in_hand_at", UtcDateTime(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("paused_seconds", sa.Integer(), nullable=False),
        sa.Column("paused_before", sa.Integer(), nullable=False),
        sa.Column("nudged_at", UtcDateTime(), nullable=True),
        sa.Column("alerted_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticketstep_ticket_id", "ticketstep", ["ticket_id"])
    op.create_index(
        "ix_ticketstep_in_hand", "ticketstep", ["member_id"], sqlite_where=IN_HAND, postgresql_where=IN_HAND
    )
    op.create_table(
        "ticketnote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["ticketstep.id"]),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticketnote_step_id", "ticketnote", ["step_id"])


def downgrade() -> None:
    op.drop_table("ticketnote")
    op.drop_table("ticketstep")
    op.drop_table("ticket")
