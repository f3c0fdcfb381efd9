"""messages that wait for their reader to write again, and when a send began; when somebody wrote last from an address

Revision ID: 0040
Revises: 0039
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("began_at", UtcDateTime(), nullable=True))
    op.add_column("outbox", sa.Column("held_at", UtcDateTime(), nullable=True))
    op.create_index("ix_inbox_address", "inbox", ["channel", "address", "at"])


def downgrade() -> None:
    op.drop_index("ix_inbox_address", table_name="inbox")
    op.drop_column("outbox", "held_at")
    op.drop_column("outbox", "began_at")
