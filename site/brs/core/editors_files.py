"""Pictures and PO files that editors upload, taken only after a trial (`trials.py`) has come to an end with them."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail_localize.views.edit_translation import upload_pofile

from . import bounds, trials
from .apart import Busy, TooMuch, read_apart
from .po_checks import BrokenLine, Wrong, broken_lines

BUSY = _("The files of others are being read. Send yours again in a minute.")
PICTURE_NOT_TAKEN: dict[type[Exception], Any] = {
    trials.NotAPicture: _("This picture cannot be read. Save it anew, as JPEG or PNG."),
    trials.TooManyPixels: _("This picture has too many pixels: more than 50 million. Save it smaller."),
    TooMuch: _("This picture takes too long to be drawn. Save it anew, as a smaller JPEG or PNG."),
    Busy: BUSY,
}
TRANSLATION_NOT_TAKEN: dict[type[Exception], Any] = {
    trials.NotATranslation: _("This is no PO file that was downloaded here."),
    TooMuch: _("This PO file is too large to be read."),
    Busy: BUSY,
}


class PictureField(WagtailImageField):
    """Wagtail's, which draws a picture to look at it, for one that can be drawn to its end within the bounds."""

    def to_python(self, data: Any) -> Any:
        file = forms.FileField.to_python(self, data)
        if file is not None and file.size <= settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            try:
                read_apart(trials.picture, file.read(), bounds.PICTURE_READING)
            except tuple(PICTURE_NOT_TAKEN) as error:
                raise forms.ValidationError(PICTURE_NOT_TAKEN[type(error)]) from None
            file.seek(0)
        return super().to_python(data)


class PictureForm(BaseImageForm):
    file = PictureField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "title" in self.fields:
            self.fields["title"].help_text = _("For editors, who find the picture by it. Readers do not see it.")
        if "description" in self.fields:
            self.fields["description"].help_text = _(
                "What the picture shows, for people who cannot see it. A page can say it in other words."
            )


WRONG_IN_A_LINE = {
    Wrong.PLACEHOLDERS: _("Line %(line)s: placeholders are not the same as in the source: %(parts)s."),
    Wrong.TAGS: _("Line %(line)s: tags are not closed in turn: %(parts)s."),
    Wrong.NEW_TAGS: _("Line %(line)s: the source has no such tags: %(parts)s."),
    Wrong.LINKS: _("Line %(line)s: the source has no such links: %(parts)s."),
}
LINES_NAMED = 20
LONGEST_PART = 200


@require_POST
@require_admin_access
def upload_translation(request: HttpRequest, translation_id: int) -> HttpResponse:
    """wagtail-localize's, which asks who may and takes the texts: all of them, or none where a line is broken."""
    file = request.FILES.get("file")
    try:
        if file is None:
            raise trials.NotATranslation
        if (file.size or 0) > bounds.TRANSLATION_FILE:
            raise TooMuch
        data = file.read()
        read_apart(trials.translation, data, bounds.TRANSLATION_READING)
    except tuple(TRANSLATION_NOT_TAKEN) as error:
        messages.error(request, TRANSLATION_NOT_TAKEN[type(error)])
        return _back(request)
    broken = list(broken_lines(trials.read_po(data)))
    if broken:
        _name_lines(request, broken)
        return _back(request)
    file.seek(0)
    return upload_pofile(request, translation_id)


def _name_lines(request: HttpRequest, broken: list[BrokenLine]) -> None:
    lines = [
        WRONG_IN_A_LINE[wrong.wrong] % {"line": wrong.line, "parts": wrong.parts[:LONGEST_PART]}
        for wrong in broken[:LINES_NAMED]
    ]
    if len(broken) > LINES_NAMED:
        more = ngettext("And %(n)s more line.", "And %(n)s more lines.", len(broken) - LINES_NAMED)
        lines.append(more % {"n": len(broken) - LINES_NAMED})
    heading = _("Nothing was taken from the PO file. Correct these lines and send it again.")
    messages.error(request, format_html_join(mark_safe("<br>"), "{}", ((line,) for line in [heading, *lines])))


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
