"""In place of Django's command of this name, which needs the gettext programs: pip alone is enough for ours."""

from django.core.management.base import BaseCommand

from brs.core.translations import compile_stale


class Command(BaseCommand):
    help = "Compiles the translations of the interface that have changed."
    requires_system_checks: list[str] = []

    def handle(self, **options) -> None:
        for source in compile_stale():
            self.stdout.write(f"Compiled {source.parts[-3]}")
