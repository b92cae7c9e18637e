"""How sources fare, what was refused, other addresses of a story, push, pictures by use."""

import sqlalchemy as sa
from alembic import op

from distrib.errors import BadInput
from distrib.wording import urls

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_AT_ONCE = 500
_COLUMNS = {
    "source": ("zone", "moved_to", "usual_per_day", "wait_until", "gone_since"),
    "story": (
        "why",
        "quarantined_at",
        "quarantine_why",
        "retracted_at",
        "retraction_why",
        "retracted_by",
        "checked_at",
        "paywalled",
        "key",
        "unlisted",
    ),
    "revision": ("why",),
}


def upgrade() -> None:
    """Add the columns and tables of reading sources well."""
    with op.batch_alter_table("source") as table:
        table.add_column(sa.Column("zone", sa.String(), nullable=True))
        table.add_column(sa.Column("moved_to", sa.String(), nullable=True))
        table.add_column(sa.Column("usual_per_day", sa.Float(), nullable=False, server_default="0"))
        table.add_column(sa.Column("wait_until", _MOMENT, nullable=True))
        table.add_column(sa.Column("gone_since", _MOMENT, nullable=True))
    with op.batch_alter_table("story") as table:
        table.add_column(sa.Column("why", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("quarantined_at", _MOMENT, nullable=True))
        table.add_column(sa.Column("quarantine_why", sa.String(), nullable=True))
        table.add_column(sa.Column("retracted_at", _MOMENT, nullable=True))
        table.add_column(sa.Column("retraction_why", sa.String(), nullable=True))
        table.add_column(sa.Column("retracted_by", sa.String(), nullable=True))
        table.add_column(sa.Column("checked_at", _MOMENT, nullable=True))
        table.add_column(sa.Column("paywalled", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("key", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("unlisted", sa.Boolean(), nullable=True))
    op.create_index(op.f("ix_story_quarantined_at"), "story", ["quarantined_at"], unique=False)
    _fill_keys()
    op.create_index(op.f("ix_story_key"), "story", ["key"], unique=False)
    with op.batch_alter_table("revision") as table:
        table.add_column(sa.Column("why", sa.String(), nullable=False, server_default=""))
    _make_tables()
    op.drop_table("picture")  # no release has ever written a row of it
    _make_pictures()


def _fill_keys() -> None:
    """Give the stories that are there their keys, else each would come once more under another spelling."""
    story = sa.table(
        "story", sa.column("id", sa.Integer()), sa.column("url", sa.String()), sa.column("key", sa.String())
    )
    known = story.update().where(story.c.id == sa.bindparam("story_id")).values(key=sa.bindparam("twin"))
    connection, last = op.get_bind(), 0
    while rows := connection.execute(
        sa.select(story.c.id, story.c.url).where(story.c.id > last).order_by(story.c.id).limit(_AT_ONCE)
    ).all():
        connection.execute(known, [{"story_id": row.id, "twin": _twin(row.url)} for row in rows])
        last = rows[-1].id


def _twin(url: str) -> str:
    try:
        return str(urls.twin(url))
    except BadInput:
        return ""


def _make_tables() -> None:
    op.create_table(
        "sourceday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("gathers", "failures", "entries", "new", "changed", "refused", "quarantined", "ahead")
        ),
        sa.Column("guids_changed", sa.Integer(), nullable=False),
        sa.Column("slowest_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source_id", "day"),
    )
    op.create_index(op.f("ix_sourceday_day"), "sourceday", ["day"], unique=False)
    op.create_index(op.f("ix_sourceday_source_id"), "sourceday", ["source_id"], unique=False)
    op.create_table(
        "refusedentry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("first_at", _MOMENT, nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source_id", "key"),
    )
    op.create_index(op.f("ix_refusedentry_last_at"), "refusedentry", ["last_at"], unique=False)
    op.create_index(op.f("ix_refusedentry_source_id"), "refusedentry", ["source_id"], unique=False)
    op.create_table(
        "hub",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("hub_url", sa.String(), nullable=False),
        sa.Column("topic_url", sa.String(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=True),
        sa.Column("pushed_at", _MOMENT, nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source_id"),
    )
    op.create_table(
        "hookcall",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("said_at", _MOMENT, nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("due_at", "received_at", "url"):
        op.create_index(op.f(f"ix_hookcall_{name}"), "hookcall", [name], unique=False)
    op.create_table(
        "storyaddress",
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"]),
        sa.PrimaryKeyConstraint("url"),
    )
    op.create_index(op.f("ix_storyaddress_story_id"), "storyaddress", ["story_id"], unique=False)


def _make_pictures() -> None:
    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("use", sa.String(24), nullable=False),
        sa.Column("hash", sa.String(), nullable=True),
        sa.Column("extension", sa.String(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("broken", sa.Boolean(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source_url", "use"),
    )
    op.create_index(op.f("ix_picture_hash"), "picture", ["hash"], unique=False)
    op.create_table(
        "editionpicture",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"]),
        sa.PrimaryKeyConstraint("edition_id", "hash"),
    )
    op.create_index(op.f("ix_editionpicture_hash"), "editionpicture", ["hash"], unique=False)


def downgrade() -> None:
    """Take them away again; pictures go back to the form nobody wrote."""
    op.drop_table("editionpicture")
    op.drop_table("picture")
    op.create_table(
        "picture",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("hash"),
        sa.UniqueConstraint("source_url"),
    )
    for name in ("storyaddress", "hookcall", "hub", "refusedentry", "sourceday"):
        op.drop_table(name)
    op.drop_index(op.f("ix_story_quarantined_at"), table_name="story")
    op.drop_index(op.f("ix_story_key"), table_name="story")
    for table, names in _COLUMNS.items():  # not in a batch: that would drop a table other rows point to
        for name in names:
            op.drop_column(table, name)
