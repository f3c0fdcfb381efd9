"""what is said of contacts, each claim a row; a person may be a contact of several customers

Revision ID: 0012
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("contact", table_kwargs={"sqlite_autoincrement": True}) as contact:
        contact.add_column(sa.Column("attitude", sa.String(), nullable=True))
        contact.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        contact.create_foreign_key("fk_contact_person", "person", ["person_id"], ["id"])
        contact.create_index("ix_contact_person_id", ["person_id"])
    op.add_column("opportunity", sa.Column("decider_asked_at", UtcDateTime(), nullable=True))
    op.create_table(
        "decisionclaim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("aspect", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decisionclaim_customer_id", "decisionclaim", ["customer_id"])
    op.create_index("ix_decisionclaim_contact_id", "decisionclaim", ["contact_id"])


def downgrade() -> None:
    op.drop_table("decisionclaim")
    op.drop_column("opportunity", "decider_asked_at")
    with op.batch_alter_table("contact", table_kwargs={"sqlite_autoincrement": True}) as contact:
        contact.drop_index("ix_contact_person_id")
        contact.drop_constraint("fk_contact_person", type_="foreignkey")
        contact.drop_column("person_id")
        contact.drop_column("attitude")
    op.drop_table("person")
