"""What can go wrong between ysq and its database, each with the line that people see."""


class DatabaseUnavailable(Exception):
    """The database can't be reached or can't write now; the attempt may be repeated.

    When it is raised on leaving a transaction, nobody knows whether the commit happened: repeat with the same
    identifiers (`submission_id`, expected version), which makes the repetition harmless.
    """


class DatabaseMisused(Exception):
    """The database is reachable but set up in a way that would void its protections."""


class VersionConflict(Exception):
    """Somebody else appended to this stream first; load it again and decide again."""


class StartError(Exception):
    """The packaged PostgreSQL can't start or go on; the message is one line with the reason and what to do."""


class DataFolderInUse(StartError):
    """Another process holds the data folder."""


class MigrationError(Exception):
    """The schema can't be brought up to date; the message says which file and what to do."""
