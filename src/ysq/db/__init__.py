"""The database ground: the packaged server, migrations, the event log and the pool."""
