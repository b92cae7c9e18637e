"""What editors may want of a story, who undid it, how much stories were read, and what fills a thin day."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NAMES = {
    "mark": ("note", "pair_id", "undone_by"),
    "pick": ("breaking", "evergreen", "sponsor"),
    "mailinglist": ("caps", "evergreen"),
}


def upgrade() -> None:
    """Add the columns of editors' work and the table of what was read."""
    op.add_column("mark", sa.Column("note", sa.String(), nullable=True))
    op.add_column("mark", sa.Column("pair_id", sa.Integer(), nullable=True))
    op.add_column("mark", sa.Column("undone_by", sa.String(), nullable=True))
    op.add_column("pick", sa.Column("breaking", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("pick", sa.Column("evergreen", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("pick", sa.Column("sponsor", sa.String(), nullable=True))
    op.add_column("mailinglist", sa.Column("caps", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("mailinglist", sa.Column("evergreen", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "engagement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("story_id", "day", "kind"),
    )
    op.create_index(op.f("ix_engagement_day"), "engagement", ["day"], unique=False)
    op.create_index(op.f("ix_engagement_story_id"), "engagement", ["story_id"], unique=False)


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("engagement")
    for table, names in _NAMES.items():
        for name in names:
            op.drop_column(table, name)
