"""vectors of the script library

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scriptvector",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("embedder", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("whole", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["script.code"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code", "embedder"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("scriptvector")
