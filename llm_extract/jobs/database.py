"""The database behind a store: opened, tuned and migrated; its errors become ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from llm_extract.errors import StoreError
from llm_extract.jobs.tables import VERSION_TABLE, metadata

DEFAULT_URL = "sqlite:///llm_extract.db"


class Database:
    """A database by its SQLAlchemy URL, or a path to a SQLite file.

    With `create` (the default) the tables are made where there are none; without, and
    wherever another program's tables are in the way, nothing is written.

    Raises:
        StoreError: it cannot be opened, or is not ours.
    """

    def __init__(self, url: str | Path = DEFAULT_URL, *, create: bool = True) -> None:
        text = str(url)
        if not text.strip():
            raise StoreError(f"--store is empty: give a file or a URL such as {DEFAULT_URL}")
        self.url = text if "://" in text else f"sqlite:///{text}"
        try:
            self.engine = sa.create_engine(self.url)
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise StoreError(
                f"--store {text}: {error}; give a file or a URL such as {DEFAULT_URL}, and "
                "install the database's driver"
            ) from None
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _tune_sqlite)
        self._shown_url = self.engine.url.render_as_string(hide_password=True)
        self._migrate(create=create)

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()

    def is_file(self, path: str) -> bool:
        """Whether this is the file that the database lies in."""
        name = self.engine.url.database
        if self.engine.dialect.name != "sqlite" or not name:
            return False
        return Path(path).exists() and Path(path).samefile(name)

    @contextmanager
    def begun(self) -> Iterator[sa.Connection]:
        """A transaction; a database's own error comes out as ours."""
        try:
            with self.engine.begin() as db:
                yield db
        except SQLAlchemyError as error:
            raise StoreError(f"--store {self._shown_url}: {_cause(error)}") from error

    @contextmanager
    def connected(self) -> Iterator[sa.Connection]:
        """A connection to read from; a database's own error comes out as ours."""
        try:
            with self.engine.connect() as db:
                yield db
        except SQLAlchemyError as error:
            raise StoreError(f"--store {self._shown_url}: {_cause(error)}") from error

    def _migrate(self, *, create: bool) -> None:
        config = Config()
        config.set_main_option("script_location", "llm_extract.jobs:migrations")
        head = ScriptDirectory.from_config(config).get_current_head()
        with self.connected() as db:
            names = set(sa.inspect(db).get_table_names())
            if VERSION_TABLE in names:
                context = MigrationContext.configure(db, opts={"version_table": VERSION_TABLE})
                if context.get_current_revision() == head:
                    return
            elif not create or names & set(metadata.tables):
                raise StoreError(
                    f"--store {self._shown_url}: is not a store of llm-extract; name the one "
                    "that `llm-extract run` made, or a new file"
                )
        if self.engine.dialect.name == "sqlite":
            with self.connected() as db:  # readers and a writer side by side, from now on
                db.exec_driver_sql("PRAGMA journal_mode=WAL")
        with self.begun() as db:
            config.attributes["connection"] = db
            command.upgrade(config, "head")


def _tune_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    """Wait for a busy file, keep references true, and tell PER from per as other databases do."""
    cursor = connection.cursor()
    for pragma in ("synchronous=NORMAL", "busy_timeout=10000", "foreign_keys=ON",
                   "case_sensitive_like=ON"):  # fmt: skip
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _cause(error: SQLAlchemyError) -> str:
    said = " ".join(str(getattr(error, "orig", None) or error).split())
    hints = {
        "unable to open": "check that the folder exists and may be written",
        "readonly": "check that file and folder may be written",
        "not a database": "name another file, or the store that `llm-extract run` made",
        "malformed": "the file is damaged; take a copy of it before anything else",
        "locked": "another program holds it; try again when that has ended",
    }
    hint = next((text for sign, text in hints.items() if sign in said), None)
    return f"{said}; {hint}" if hint else said
