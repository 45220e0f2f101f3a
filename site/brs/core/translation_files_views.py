"""Files of translations, as they come to translators and back: of one translation, and of many in a ZIP."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail_localize.models import Translation

from . import bounds, translation_files
from .apart import Busy, TooMuch, read_apart
from .headers import file_named
from .media.forms import BUSY
from .translating import may_edit, translation_to_edit
from .translation_checks import Wrong, broken_lines
from .translation_exchange import Taken, as_xliff, file_name, take
from .translation_files import NotATranslation, TextsFile

XLIFF = "application/x-xliff+xml"
NOT_TAKEN: dict[type[Exception], Any] = {
    NotATranslation: _("This is no PO or XLIFF file that was downloaded here, nor a ZIP of such files."),
    TooMuch: _("This file is too large to be read."),
    Busy: BUSY,
}
WRONG_IN_A_LINE = {
    Wrong.PLACEHOLDERS: _("Line %(line)s: placeholders are not the same as in the source: %(parts)s."),
    Wrong.TAGS: _("Line %(line)s: tags are not closed in turn: %(parts)s."),
    Wrong.NEW_TAGS: _("Line %(line)s: the source has no such tags: %(parts)s."),
    Wrong.LINKS: _("Line %(line)s: the source has no such links: %(parts)s."),
}
LINES_NAMED = 20
LONGEST_PART = 200


@require_GET
@require_admin_access
def download_xliff(request: HttpRequest, translation_id: int) -> HttpResponse:
    translation = translation_to_edit(request.user, translation_id)
    response = HttpResponse(as_xliff(translation), content_type=XLIFF)
    response["Content-Disposition"] = file_named(file_name(translation))
    return response


@require_POST
@require_admin_access
def upload_translation(request: HttpRequest, translation_id: int) -> HttpResponse:
    """In place of wagtail-localize's: takes all the texts of a PO or XLIFF file, or none where a line is broken."""
    translation = translation_to_edit(request.user, translation_id)
    files = _read(request, bounds.TRANSLATION_FILE)
    if files and [file.key for file in files] != [str(translation.uuid)]:
        messages.error(request, _("Nothing was taken: this file was made for another page or another language."))
    elif files:
        _take_all(request, [(translation, files[0])])
    return _back(request)


@require_POST
@require_admin_access
def upload_archive(request: HttpRequest) -> HttpResponse:
    """Takes the files of many translations, which say themselves whose they are: all that is in them, or nothing."""
    files = _read(request, bounds.TRANSLATION_ARCHIVE) or []
    translations = {
        str(translation.uuid): translation
        for translation in Translation.objects.filter(uuid__in=[file.key for file in files if _is_key(file.key)])
        if may_edit(request.user, translation)
    }
    strange = [file.name for file in files if file.key not in translations]
    if strange:
        names = ", ".join(name[:LONGEST_PART] for name in strange[:LINES_NAMED])
        text = _("Nothing was taken. These files are of no translation that you may edit: %(names)s.")
        messages.error(request, text % {"names": names or _("the one you sent")})
    elif len(translations) < len(files):
        messages.error(request, _("Nothing was taken: there are several files of one translation."))
    elif files:
        _take_all(request, [(translations[file.key], file) for file in files])
    return _back(request)


def _is_key(key: str) -> bool:
    return len(key) == 36 and key.replace("-", "").isalnum() and key.isascii()


def _read(request: HttpRequest, most: int) -> list[TextsFile] | None:
    """The files in the one that was sent; None where it cannot be read, which is said."""
    sent = request.FILES.get("file")
    try:
        if sent is None:
            raise NotATranslation
        if (sent.size or 0) > most:
            raise TooMuch
        return translation_files.files(read_apart(translation_files.read, sent.read(), bounds.TRANSLATION_READING))
    except tuple(NOT_TAKEN) as error:
        messages.error(request, NOT_TAKEN[type(error)])
        return None


def _take_all(request: HttpRequest, pairs: list[tuple[Translation, TextsFile]]) -> None:
    broken = [line for _translation, file in pairs for line in _broken_in(file)]
    if broken:
        heading = _("Nothing was taken from the file. Correct these lines and send it again.")
        messages.error(request, _listed(heading, broken))
        return
    with transaction.atomic():
        taken = [(file, take(translation, file, request.user)) for translation, file in pairs]
    _tell(request, taken)


def _broken_in(file: TextsFile) -> Iterator[str]:
    for broken in broken_lines(file.texts):
        text = WRONG_IN_A_LINE[broken.wrong] % {"line": broken.line, "parts": broken.parts[:LONGEST_PART]}
        yield _in_file(file, text)


def _in_file(file: TextsFile, text: str) -> str:
    return f"{file.name[:LONGEST_PART]}: {text}" if file.name else text


def _tell(request: HttpRequest, taken: list[tuple[TextsFile, Taken]]) -> None:
    changed = sum(of_file.changed for _file, of_file in taken)
    if changed:
        text = ngettext("%(n)s text was taken from the file.", "%(n)s texts were taken from the file.", changed)
        messages.success(request, text % {"n": changed})
    else:
        messages.info(request, _("Nothing is new in this file."))
    unknown = [
        _in_file(file, str(_("Line %(line)s") % {"line": line})) for file, of_file in taken for line in of_file.unknown
    ]
    if unknown:
        heading = _("Left out: texts that the page does not have, or has in other words by now.")
        messages.warning(request, _listed(heading, unknown))


def _listed(heading: Any, lines: list[str]) -> str:
    shown = lines[:LINES_NAMED]
    if len(lines) > LINES_NAMED:
        more = ngettext("And %(n)s more line.", "And %(n)s more lines.", len(lines) - LINES_NAMED)
        shown.append(more % {"n": len(lines) - LINES_NAMED})
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in [heading, *shown]))


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
