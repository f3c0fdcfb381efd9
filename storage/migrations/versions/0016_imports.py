"""customer lists that are brought along, their staged rows, and the customers' own codes

Revision ID: 0016
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime, json_type

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customer", sa.Column("code", sa.String(), nullable=True))
    op.create_index("ix_customer_code", "customer", ["code"])
    op.create_table(
        "customerimport",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), sa.ForeignKey("member.id"), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("staging_no", sa.Integer(), nullable=False),
        sa.Column("only_good", sa.Boolean(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("facts", json_type(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_customerimport_member_id", "customerimport", ["member_id"])
    op.create_table(
        "importrow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), sa.ForeignKey("customerimport.id"), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("code", "industry", "region")),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("known_owner_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("alias", "contact", "title")),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("deal_owner_id", sa.Integer(), nullable=True),
        sa.Column("product_line", sa.String(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("stage_entered_at", UtcDateTime(), nullable=True),
        sa.Column("expected_close", sa.Date(), nullable=True),
        sa.Column("problems", json_type(), nullable=True),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_importrow_import_id", "importrow", ["import_id", "id"])
    op.create_index("ix_importrow_customer_id", "importrow", ["customer_id"])


def downgrade() -> None:
    op.drop_table("importrow")
    op.drop_table("customerimport")
    op.drop_index("ix_customer_code", "customer")
    op.drop_column("customer", "code")
