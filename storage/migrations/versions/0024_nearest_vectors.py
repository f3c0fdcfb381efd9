"""vectors among which PostgreSQL finds the nearest, where its server has pgvector

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

from alembic import op

from storage.migrate import make_nearest

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_nearest(op.get_bind())


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SCHEMA IF EXISTS nearest CASCADE")
