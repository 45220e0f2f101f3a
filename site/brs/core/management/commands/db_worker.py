"""The worker of django-tasks-db, which also does what is due by the clock."""

from threading import Thread
from typing import Any

from django_tasks_db.management.commands import db_worker

from brs.core.periodic import keep_time


class Command(db_worker.Command):
    help = "Does what waits in the queue, and what is due by the clock."

    def handle(self, *, batch: bool, **options: Any) -> None:
        if not batch:  # a batch ends when the queue is empty
            # Beside the queue: making a folder for half an hour delays nothing. It ends with the process.
            Thread(target=keep_time, name="periodic", daemon=True).start()
        super().handle(batch=batch, **options)
