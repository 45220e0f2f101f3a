"""Django's command of this name, on a machine that has nothing yet."""

from pathlib import Path
from typing import Any

from django.core.management.commands import migrate
from django.db import connections


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> str | None:
        connection: Any = connections[options["database"]]
        if connection.vendor == "sqlite" and not connection.is_in_memory_db():
            # SQLite makes the file, not its folder; the checks before `handle` open it already.
            Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        return super().execute(*args, **options)
