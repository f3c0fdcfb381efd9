"""what comes into the script library: files brought in and taken back, recordings that wait

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime, json_type

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("script", sa.Column("transcript", sa.String(), nullable=True))
    op.create_table(
        "scriptimport",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), sa.ForeignKey("member.id"), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("run_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_scriptimport_member_id", "scriptimport", ["member_id"])
    op.create_table(
        "scriptimportrow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), sa.ForeignKey("scriptimport.id"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("before", json_type(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_scriptimportrow_import_id", "scriptimportrow", ["import_id", "id"])
    op.create_table(
        "recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), sa.ForeignKey("member.id"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("item", json_type(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.Integer(), sa.ForeignKey("member.id"), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_recording_member_id", "recording", ["member_id"])


def downgrade() -> None:
    op.drop_table("recording")
    op.drop_table("scriptimportrow")
    op.drop_table("scriptimport")
    op.drop_column("script", "transcript")
