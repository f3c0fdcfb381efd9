"""by when somebody is to have learnt the path of new hires; unlocked rights that were taken away again

Revision ID: 0039
Revises: 0038
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pathdeadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("member_id"),
        sqlite_autoincrement=True,
    )
    op.add_column("unlock", sa.Column("revoked_at", UtcDateTime(), nullable=True))
    op.add_column("unlock", sa.Column("revoked_why", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("unlock", "revoked_why")
    op.drop_column("unlock", "revoked_at")
    op.drop_table("pathdeadline")
