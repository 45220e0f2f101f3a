"""Django's command of this name, on a machine that has nothing yet."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from brs.core import dumps


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection: Any = connections[options["database"]]
        if connection.vendor == "sqlite" and not connection.is_in_memory_db():
            dumps.place().parent.mkdir(parents=True, exist_ok=True)  # SQLite makes the file, not its folder
        super().handle(*args, **options)
