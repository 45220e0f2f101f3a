"""Pictures and PO files that editors upload, taken only after a trial (`trials.py`) has come to an end with them."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail_localize.views.edit_translation import upload_pofile

from . import bounds, trials
from .apart import Busy, TooMuch, read_apart

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


@require_POST
@require_admin_access
def upload_translation(request: HttpRequest, translation_id: int) -> HttpResponse:
    """wagtail-localize's, which asks who may and takes the texts."""
    file = request.FILES.get("file")
    try:
        if file is None:
            raise trials.NotATranslation
        if (file.size or 0) > bounds.TRANSLATION_FILE:
            raise TooMuch
        read_apart(trials.translation, file.read(), bounds.TRANSLATION_READING)
    except tuple(TRANSLATION_NOT_TAKEN) as error:
        messages.error(request, TRANSLATION_NOT_TAKEN[type(error)])
        return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
    file.seek(0)
    return upload_pofile(request, translation_id)
