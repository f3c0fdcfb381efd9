"""reminders that repeat or were cancelled, and until when a nudge was snoozed

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime, json_type

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reminder", sa.Column("repeats", json_type(), nullable=True))
    op.add_column("reminder", sa.Column("cancelled_at", UtcDateTime(), nullable=True))
    op.add_column("limitpass", sa.Column("snoozed_until", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("limitpass", "snoozed_until")
    op.drop_column("reminder", "cancelled_at")
    op.drop_column("reminder", "repeats")
