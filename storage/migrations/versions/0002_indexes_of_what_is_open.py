"""indexes of what is open

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

UNSENT = sa.text("status IN ('pending', 'sending')")
MAYBE = sa.text("status = 'maybe'")


def upgrade() -> None:
    op.drop_index("ix_outbox_open", "outbox")
    op.create_index("ix_outbox_open", "outbox", ["priority", "id"], sqlite_where=UNSENT, postgresql_where=UNSENT)
    op.create_index("ix_outbox_address", "outbox", ["channel", "address"], sqlite_where=UNSENT, postgresql_where=UNSENT)
    op.create_index("ix_outbox_maybe", "outbox", ["conversation_id", "id"], sqlite_where=MAYBE, postgresql_where=MAYBE)
    op.create_index("ix_timer_member_at", "timer", ["member_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_timer_member_at", "timer")
    op.drop_index("ix_outbox_maybe", "outbox")
    op.drop_index("ix_outbox_address", "outbox")
    op.drop_index("ix_outbox_open", "outbox")
    op.create_index("ix_outbox_open", "outbox", ["id"], sqlite_where=UNSENT, postgresql_where=UNSENT)
