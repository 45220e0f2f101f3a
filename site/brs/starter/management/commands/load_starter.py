"""Loads the starter catalogue; running it again adds what is missing and changes nothing else."""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Locale
from wagtail.signal_handlers import disable_reference_index_auto_update

from brs.starter.pages import PageTree
from brs.starter.reading import LANGUAGES
from brs.starter.terms import load_certificate_kinds, load_parties, load_terms
from brs.taxonomy.classification import rebuild as rebuild_classification


class Command(BaseCommand):
    help = "Loads the starter catalogue: terms, Parties, pages, courses in all languages that they have."

    def handle(self, **options) -> None:
        for language in LANGUAGES:
            Locale.objects.get_or_create(language_code=language)
        self.stdout.write("Terms and Parties …")
        # The index of references is made once at the end: row by row it takes most of the time.
        with transaction.atomic(), disable_reference_index_auto_update():
            load_terms()
            load_parties()
            load_certificate_kinds()
        self.stdout.write("Courses …")
        with transaction.atomic(), disable_reference_index_auto_update():
            loaded_any = PageTree(self.stdout.write).load()
        if loaded_any:
            call_command("rebuild_references_index", verbosity=0)
            rebuild_classification()
