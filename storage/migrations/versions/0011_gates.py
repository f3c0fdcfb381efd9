"""files kept with deals, moves that wait for what a stage needs, and on what a deal came to a stage

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime, json_type

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stagechange", sa.Column("roles", json_type(), nullable=True))
    op.add_column("stagechange", sa.Column("override", sa.String(), nullable=True))
    op.create_table(
        "dealfile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["opportunity.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_dealfile_deal_id", "dealfile", ["deal_id"])
    op.create_table(
        "stageevidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["stagechange.id"]),
        sa.ForeignKeyConstraint(["file_id"], ["dealfile.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("change_id", "file_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stageevidence_change_id", "stageevidence", ["change_id"])
    op.create_index("ix_stageevidence_file_id", "stageevidence", ["file_id"])
    op.create_table(
        "moverequest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("stage_from", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("reason", json_type(), nullable=False),
        sa.Column("override_asked_at", UtcDateTime(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["opportunity.id"]),
        sa.ForeignKeyConstraint(["owner_id"], ["member.id"]),
        sa.ForeignKeyConstraint(["asked_by_id"], ["member.id"]),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_moverequest_deal_id", "moverequest", ["deal_id"])
    op.create_index("ix_moverequest_asked_by_id", "moverequest", ["asked_by_id"])


def downgrade() -> None:
    op.drop_table("moverequest")
    op.drop_table("stageevidence")
    op.drop_table("dealfile")
    op.drop_column("stagechange", "override")
    op.drop_column("stagechange", "roles")
