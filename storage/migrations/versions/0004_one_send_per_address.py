"""one send per address

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import json_type

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None
UNDER_WAY = "status = 'sending' AND retry_at IS NULL"
LEFT_BEHIND = """
UPDATE outbox SET retry_at = claimed_at
WHERE status = 'sending' AND retry_at IS NULL AND EXISTS (
    SELECT 1 FROM outbox AS later
    WHERE later.channel = outbox.channel AND later.address = outbox.address AND later.id > outbox.id
      AND later.status = 'sending' AND later.retry_at IS NULL
)
"""  # two sends to one address, of which a process died over the first: it is over


def upgrade() -> None:
    op.execute(LEFT_BEHIND)
    op.create_index(
        "ix_outbox_sending",
        "outbox",
        ["channel", "address"],
        unique=True,
        sqlite_where=sa.text(UNDER_WAY),
        postgresql_where=sa.text(UNDER_WAY),
    )
    op.add_column("outbox", sa.Column("attachments", json_type(), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox", "attachments")
    op.drop_index("ix_outbox_sending", "outbox")
