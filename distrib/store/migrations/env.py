"""How Alembic runs a migration of ours: over the connection that `store.schema` hands it."""

from alembic import context

from distrib.model import tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=tables.metadata(),
    render_as_batch=True,  # SQLite can't change a column in place
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
connection.commit()
