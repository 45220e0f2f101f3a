"""Pictures that editors upload, taken only after a trial (`trials.py`) has come to an end with them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from . import bounds, trials
from .apart import Busy, TooMuch, read_apart

BUSY = _("The files of others are being read. Send yours again in a minute.")
PICTURE_NOT_TAKEN: dict[type[Exception], Any] = {
    trials.NotAPicture: _("This picture cannot be read. Save it anew, as JPEG or PNG."),
    trials.TooManyPixels: _("This picture has too many pixels: more than 50 million. Save it smaller."),
    TooMuch: _("This picture takes too long to be drawn. Save it anew, as a smaller JPEG or PNG."),
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
