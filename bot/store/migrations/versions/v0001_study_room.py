"""The first tables: settings of a server, rounds, scores, cards and their reviews, the leaderboard's list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PSEUDONYM, SHORT = sa.String(32), sa.String(16)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "key_check",
        sa.Column("fingerprint", PSEUDONYM, primary_key=True),
        comment="tells whether the pseudonyms here were made under the key at hand",
    )
    op.create_table(
        "server",
        sa.Column("server", PSEUDONYM, primary_key=True),
        sa.Column("channels", sa.JSON, nullable=False),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("season", sa.Integer, nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        comment="what the admins of a server chose",
    )
    _make_rounds()
    _make_cards()
    op.create_table(
        "listed",
        sa.Column("server", PSEUDONYM, primary_key=True),
        sa.Column("person", PSEUDONYM, primary_key=True),
        comment="who chose to stand on a server's leaderboard",
    )
    op.create_index("listed_by_person", "listed", ["person"])


def downgrade() -> None:
    """Remove them, with all that they hold."""
    for table in ("listed", "review", "card", "score", "round", "server", "key_check"):
        op.drop_table(table)


def _make_rounds() -> None:
    op.create_table(
        "round",
        sa.Column("id", SHORT, primary_key=True),
        sa.Column("server", PSEUDONYM, nullable=False),
        sa.Column("channel", PSEUDONYM, nullable=False),
        sa.Column("host", PSEUDONYM, nullable=False),
        sa.Column("season", sa.Integer, nullable=False),
        sa.Column("items", sa.JSON, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("phase", sa.String(8), nullable=False),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
        comment="a quiz: which questions, and how far it got; alone, or for a channel",
    )
    op.create_index("round_by_season", "round", ["server", "season"])
    op.create_index("round_by_host", "round", ["host"])
    op.create_table(
        "score",
        sa.Column("round", SHORT, sa.ForeignKey("round.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("person", PSEUDONYM, primary_key=True),
        sa.Column("choice", sa.Integer, nullable=False),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("event", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("event", name="score_event"),
        comment="one answer of one person; event is the number of the press that gave it",
    )
    op.create_index("score_by_person", "score", ["person"])


def _make_cards() -> None:
    op.create_table(
        "card",
        sa.Column("person", PSEUDONYM, primary_key=True),
        sa.Column("item", SHORT, primary_key=True),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("begun", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Integer, nullable=False),
        sa.Column("step", sa.Integer, nullable=True),
        sa.Column("stability", sa.Float, nullable=False),
        sa.Column("difficulty", sa.Float, nullable=False),
        sa.Column("reviews", sa.Integer, nullable=False),
        comment="where a person's card stands in its schedule",
    )
    op.create_index("card_by_due", "card", ["person", "due"])
    op.create_table(
        "review",
        sa.Column("event", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("person", PSEUDONYM, nullable=False),
        sa.Column("item", SHORT, nullable=False),
        sa.Column("rating", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        comment="one rating of one card; event is the number of the press that gave it",
    )
    op.create_index("review_by_person", "review", ["person", "at"])
