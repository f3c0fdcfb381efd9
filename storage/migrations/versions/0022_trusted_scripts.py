"""who answers for an item of the script library, who was shown and has learnt it, and what is wanted

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime, json_type

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MEMBERS = ("owner_id", "verified_by", "required_by")
MOMENTS = ("verified_at", "retired_at", "required_at")


def upgrade() -> None:
    with op.batch_alter_table("script", table_kwargs={"sqlite_autoincrement": True}) as script:
        script.add_column(sa.Column("file_hash", sa.String(), nullable=True))
        script.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
        for name in MOMENTS:
            script.add_column(sa.Column(name, UtcDateTime(), nullable=True))
        for name in MEMBERS:
            script.add_column(sa.Column(name, sa.Integer(), nullable=True))
            script.create_foreign_key(f"fk_script_{name}_member", "member", [name], ["id"])
    op.create_index("ix_script_owner_id", "script", ["owner_id"])
    op.execute("UPDATE script SET file_hash = content_hash")
    for table in ("scriptshown", "scriptlearnt"):
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("code", sa.String(), nullable=False),
            sa.Column("member_id", sa.Integer(), nullable=False),
            sa.Column("at", UtcDateTime(), nullable=False),
            sa.ForeignKeyConstraint(["code"], ["script.code"]),
            sa.ForeignKeyConstraint(["member_id"], ["member.id"]),
            sa.PrimaryKeyConstraint("id"),
            sa.UniqueConstraint("code", "member_id"),
            sqlite_autoincrement=True,
        )
    op.create_index("ix_scriptshown_at", "scriptshown", ["at"])
    op.create_index("ix_scriptlearnt_member_id", "scriptlearnt", ["member_id"])
    op.create_table(
        "wantedscript",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("same", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("industry", json_type(), nullable=False),
        sa.Column("buyer_role", json_type(), nullable=False),
        sa.Column("budget_from", sa.BigInteger(), nullable=True),
        sa.Column("budget_to", sa.BigInteger(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["script.code"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("same"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "scriptwish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wanted_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["wanted_id"], ["wantedscript.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("wanted_id", "member_id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("contribution", table_kwargs={"sqlite_autoincrement": True}) as contribution:
        contribution.add_column(sa.Column("wanted_id", sa.Integer(), nullable=True))
        contribution.create_foreign_key("fk_contribution_wanted_id_wantedscript", "wantedscript", ["wanted_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("contribution", table_kwargs={"sqlite_autoincrement": True}) as contribution:
        contribution.drop_constraint("fk_contribution_wanted_id_wantedscript", type_="foreignkey")
        contribution.drop_column("wanted_id")
    for table in ("scriptwish", "wantedscript", "scriptlearnt", "scriptshown"):
        op.drop_table(table)
    op.drop_index("ix_script_owner_id", "script")
    with op.batch_alter_table("script", table_kwargs={"sqlite_autoincrement": True}) as script:
        for name in MEMBERS:
            script.drop_constraint(f"fk_script_{name}_member", type_="foreignkey")
        for name in ("file_hash", "edition", *MOMENTS, *MEMBERS):
            script.drop_column(name)
