"""What Alembic runs: the migrations, on the connection that watchfloor.store.upgrade gives it."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
