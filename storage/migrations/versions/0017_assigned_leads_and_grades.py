"""who was given a lead and when, grades of customers and their own nudges, alerts that were acknowledged

Revision ID: 0017
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NEW = (
    ("opportunity", "assigned_at", UtcDateTime()),
    ("opportunity", "assigned_by_id", sa.Integer()),
    ("limitpass", "acknowledged_at", UtcDateTime()),
    ("limitpass", "acknowledged_by_id", sa.Integer()),
    ("customer", "grade", sa.String()),
    ("customer", "silence_nudged_at", UtcDateTime()),
)


def upgrade() -> None:
    for table, name, kind in NEW:
        op.add_column(table, sa.Column(name, kind, nullable=True))
    sellers = "SELECT id FROM member WHERE role IN ('rep', 'new_hire')"
    op.execute(f"UPDATE opportunity SET assigned_at = stage_entered_at WHERE owner_id IN ({sellers})")


def downgrade() -> None:
    for table, name, _kind in reversed(NEW):
        op.drop_column(table, name)
