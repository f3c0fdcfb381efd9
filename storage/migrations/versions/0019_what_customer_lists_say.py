"""what customer lists say beside names: how to reach a contact, a customer's note, buying roles by an import; files
with which departments answer

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

REACHED = ("phone", "weixin", "email")
STAGED = ("grade", "note", "known_contact", *REACHED, "role")
FILE = ("file_key", "file_name")


def upgrade() -> None:
    op.add_column("customer", sa.Column("note", sa.String(), nullable=True))
    for name in REACHED:
        op.add_column("contact", sa.Column(name, sa.String(), nullable=True))
    for name in STAGED:
        op.add_column("importrow", sa.Column(name, sa.String(), nullable=True))
    for name in FILE:
        op.add_column("ticketnote", sa.Column(name, sa.String(), nullable=True))
    op.add_column("decisionclaim", sa.Column("import_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("decisionclaim", "import_id")
    for name in FILE:
        op.drop_column("ticketnote", name)
    for name in STAGED:
        op.drop_column("importrow", name)
    for name in REACHED:
        op.drop_column("contact", name)
    op.drop_column("customer", "note")
