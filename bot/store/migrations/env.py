"""Called by Alembic: runs the steps on the connection that `bot.store.upgrade` holds, in its transaction."""

from __future__ import annotations

from alembic import context

from bot.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
