"""The tables. Ids of people, servers and channels never stand here, only pseudonyms; times are Unix milliseconds.

A change here needs a migration: `migrations/versions` is what makes tables, and a test compares both.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from bot.store.keys import DIGITS

METADATA = MetaData()
ITEM_LENGTH, ROUND_LENGTH = 16, 16

KEY_CHECK = Table(
    "key_check",
    METADATA,
    Column("fingerprint", String(DIGITS), primary_key=True),
    comment="tells whether the pseudonyms here were made under the key at hand",
)

SERVER = Table(
    "server",
    METADATA,
    Column("server", String(DIGITS), primary_key=True),
    Column("channels", JSON, nullable=False),
    Column("public", Boolean, nullable=False),
    Column("season", Integer, nullable=False),
    Column("country", String(2), nullable=False),
    comment="what the admins of a server chose",
)

ROUND = Table(
    "round",
    METADATA,
    Column("id", String(ROUND_LENGTH), primary_key=True),
    Column("server", String(DIGITS), nullable=False),
    Column("channel", String(DIGITS), nullable=False),
    Column("host", String(DIGITS), nullable=False),
    Column("season", Integer, nullable=False),
    Column("items", JSON, nullable=False),
    Column("position", Integer, nullable=False),
    Column("phase", String(8), nullable=False),
    Column("asked", Integer, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Index("round_by_season", "server", "season"),
    Index("round_by_host", "host"),
    comment="a quiz: which questions, and how far it got; alone, or for a channel",
)

SCORE = Table(
    "score",
    METADATA,
    Column("round", String(ROUND_LENGTH), ForeignKey("round.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("person", String(DIGITS), primary_key=True),
    Column("choice", Integer, nullable=False),
    Column("points", Integer, nullable=False),
    Column("event", BigInteger, nullable=False),
    UniqueConstraint("event", name="score_event"),
    Index("score_by_person", "person"),
    comment="one answer of one person; event is the number of the press that gave it",
)

CARD = Table(
    "card",
    METADATA,
    Column("person", String(DIGITS), primary_key=True),
    Column("item", String(ITEM_LENGTH), primary_key=True),
    Column("due", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("begun", BigInteger, nullable=False),
    Column("state", Integer, nullable=False),
    Column("step", Integer, nullable=True),
    Column("stability", Float, nullable=False),
    Column("difficulty", Float, nullable=False),
    Column("reviews", Integer, nullable=False),
    Index("card_by_due", "person", "due"),
    comment="where a person's card stands in its schedule",
)

REVIEW = Table(
    "review",
    METADATA,
    Column("event", BigInteger, primary_key=True, autoincrement=False),
    Column("person", String(DIGITS), nullable=False),
    Column("item", String(ITEM_LENGTH), nullable=False),
    Column("rating", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("review_by_person", "person", "at"),
    comment="one rating of one card; event is the number of the press that gave it",
)

LISTED = Table(
    "listed",
    METADATA,
    Column("server", String(DIGITS), primary_key=True),
    Column("person", String(DIGITS), primary_key=True),
    Index("listed_by_person", "person"),
    comment="who chose to stand on a server's leaderboard",
)
