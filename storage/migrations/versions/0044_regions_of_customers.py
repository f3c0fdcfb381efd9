"""customers stored without a region are in that of their owner's team, as those are that have been stored since

Revision ID: 0044
Revises: 0043
"""

from __future__ import annotations

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE customer SET region = ("
        " SELECT team.region FROM member JOIN team ON team.id = member.team_id WHERE member.id = customer.owner_id"
        ") WHERE (region IS NULL OR region = '') AND owner_id IN ("
        " SELECT member.id FROM member JOIN team ON team.id = member.team_id WHERE team.region IS NOT NULL)"
    )


def downgrade() -> None:
    """Which customers had none is not known any more."""
