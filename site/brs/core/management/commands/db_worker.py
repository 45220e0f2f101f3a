"""The worker of django-tasks-db, which also says that it lives, and does what is due by the clock."""

from threading import Event, Thread
from typing import Any

from django_tasks_db.management.commands import db_worker

from brs.core import background
from brs.core.periodic import keep_time


class Command(db_worker.Command):
    help = "Does what waits in the queue, and what is due by the clock."

    def handle(self, *, batch: bool, worker_id: str, **options: Any) -> None:
        if not batch:  # a batch ends when the queue is empty
            # Beside the queue: making a folder for half an hour delays nothing. It ends with the process.
            Thread(target=keep_time, name="periodic", daemon=True).start()
        ended = Event()
        background.say_alive(worker_id)
        Thread(target=background.keep_saying_alive, args=(worker_id, ended), name="worker's beat", daemon=True).start()
        try:
            super().handle(batch=batch, worker_id=worker_id, **options)
        finally:
            ended.set()
            background.say_gone(worker_id)
