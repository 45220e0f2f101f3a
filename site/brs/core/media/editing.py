"""The screens on which one picture or document is edited: what became of a new file is said after saving."""

from typing import Any

from wagtail.documents.views import documents
from wagtail.images.views import images

from . import replacing


class SaysWhatBecame:
    """It stands before one of Wagtail's views."""

    form: Any
    object: Any

    def get_success_message(self) -> str:
        if "file" not in self.form.changed_data:
            return super().get_success_message()  # type: ignore[misc, no-any-return]
        return " ".join(filter(None, [replacing.replaced(self.object), getattr(self.object, "became", "")]))


class EditImage(SaysWhatBecame, images.EditView):
    pass


class EditDocument(SaysWhatBecame, documents.EditView):
    pass
