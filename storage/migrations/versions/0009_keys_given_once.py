"""on SQLite every key is given once: buttons, journals, events and change sets name rows by them

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None
TABLES = (
    "audit",
    "candidate",
    "company",
    "team",
    "member",
    "conversation",
    "identity",
    "invite",
    "inbox",
    "job",
    "outbox",
    "run",
    "deed",
)  # all others have been so from the start


def upgrade() -> None:
    _make_anew(once=True)


def downgrade() -> None:
    _make_anew(once=False)


def _make_anew(once: bool) -> None:
    """SQLite cannot change this of a table; PostgreSQL's sequences need no change."""
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": once}):
                pass
