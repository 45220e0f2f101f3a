"""Makes records of translations that have none: made by version 1.0, or without wagtail-localize."""

from django.core.management.base import BaseCommand
from django.db import transaction

from brs.core.translation_records import record_translations


class Command(BaseCommand):
    help = "Puts translations that have no record under the screen that shows both texts. Changes none of them."

    @transaction.atomic
    def handle(self, **options) -> None:
        for translation in record_translations():
            language = translation.locale.language_code
            self.stdout.write(f"Built otherwise than its source, edited by itself: {translation} ({language})")
