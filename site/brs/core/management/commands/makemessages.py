"""Django's command for all our languages at once, whose output changes only where a string has changed."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands import makemessages
from django.utils.translation import to_locale


class Command(makemessages.Command):
    help = "Brings the .po files of all languages up to date with the strings in Python and templates."
    # The other names that our modules give to gettext, where «_» is taken.
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_lazy", "--keyword=_t"]
    # A guess at a translation is more trouble than none.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(
            locale=[to_locale(code) for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE],
            ignore_patterns=[".venv", "var", "tests"],
            no_location=True,
            no_wrap=True,
            no_obsolete=True,
        )

    def write_po_file(self, potfile: str, locale: str) -> None:
        super().write_po_file(potfile, locale)
        for source in Path(potfile).parent.glob(f"{locale}/LC_MESSAGES/{self.domain}.po"):
            text = source.read_text(encoding="utf-8")
            source.write_text(re.sub(r'"POT-Creation-Date:.*\n?', "", text), encoding="utf-8")
