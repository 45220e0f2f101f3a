"""Loads the starter catalogue; running it again adds what is missing and changes nothing else."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Locale, Page

from brs.core.translation_records import record_translations
from brs.reports.disclosure.monthly_closing import close_months
from brs.review.scheduling import begin_missing
from brs.review.workflows import set_up
from brs.starter import people
from brs.starter.activities import load_demonstrations, load_templates
from brs.starter.figures import can_write
from brs.starter.indexing import make_indexes, without_indexing
from brs.starter.needs import load_questionnaires
from brs.starter.pages import PageTree
from brs.starter.plan import load_plan
from brs.starter.reading import LANGUAGES
from brs.starter.terms import load_certificate_kinds, load_parties, load_surveys, load_terms
from brs.starter.validation import InvalidCatalogue, validate


class Command(BaseCommand):
    help = "Loads the starter catalogue: terms, Parties, pages, courses in all languages that they have."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ground", action="store_true", help="terms, Parties, home and sections only: no courses")
        parser.add_argument("--demo", action="store_true", help="also make the demo accounts, with some progress")

    def handle(self, *, ground: bool, demo: bool, **options) -> None:
        self.stdout.write("Checking the catalogue's files …")
        try:
            validate()
        except InvalidCatalogue as invalid:
            raise CommandError(f"{len(invalid.problems)} problems, nothing was loaded:\n{invalid}") from invalid
        self._say_which_fonts_are_missing()
        for language in LANGUAGES:
            Locale.objects.get_or_create(language_code=language)
        with transaction.atomic(), without_indexing():
            self.stdout.write("Terms and Parties …")
            load_terms()
            set_up()  # the terms come in one statement, without a signal
            load_parties()
            load_certificate_kinds()
            load_surveys()
            before = Page.objects.count()
            tree = PageTree(self.stdout.write)
            tree.load_ground()
            if not ground:
                self.stdout.write("Tools and courses …")
                tree.load_library()
                load_templates(tree)
                self.stdout.write("Questionnaires …")
                load_questionnaires()
                load_plan(tree.home())
            self.stdout.write("Records of translations …")
            record_translations()
            begin_missing()  # of reviews: pages that are loaded are published without a signal
            if demo:
                self.stdout.write("Demo accounts …")
                people.make_accounts()
                if not ground:
                    load_demonstrations(tree)
        if Page.objects.count() != before:
            self.stdout.write("Indexes …")
            make_indexes()
        if demo and not ground:
            close_months()  # what activities count for is known from the indexes

    def _say_which_fonts_are_missing(self) -> None:
        missing = [language for language in LANGUAGES if not can_write(language)]
        if missing:
            self.stderr.write(
                f"No Noto font found for: {', '.join(missing)}. Figures are shown in English there. On Debian install "
                "fonts-noto-core and fonts-noto-cjk, or set BRS_FONTS, before the catalogue is loaded."
            )
