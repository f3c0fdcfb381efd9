"""exams, recorded calls that are checked, appeals against what was found in them, unlocked rights

Revision ID: 0028
Revises: 0027
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime, json_type

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exam",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("questions", json_type(), nullable=False),
        sa.Column("marks", json_type(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("ended", sa.String(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("run_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_exam_started_at", "exam", ["started_at"])
    op.create_index("ix_exam_member_id", "exam", ["member_id", "id"])
    op.create_table(
        "examrecording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("transcript", json_type(), nullable=False),
        sa.Column("violations", json_type(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("member_id", "media"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_examrecording_at", "examrecording", ["at"])
    op.create_table(
        "recordingappeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["recording_id"], ["examrecording.id"]),
        sa.ForeignKeyConstraint(["asked_id"], ["member.id"]),
        sa.ForeignKeyConstraint(["settled_by_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("recording_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "unlock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("names", json_type(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"]),
        sa.ForeignKeyConstraint(["asked_id"], ["member.id"]),
        sa.ForeignKeyConstraint(["decided_by_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_unlock_member_id", "unlock", ["member_id"])


def downgrade() -> None:
    op.drop_table("unlock")
    op.drop_table("recordingappeal")
    op.drop_table("examrecording")
    op.drop_table("exam")
