"""the words in which somebody says whether a script was of use

Revision ID: 0029
Revises: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("scriptuse", sa.Column("words", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("scriptuse", "words")
