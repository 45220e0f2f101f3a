"""No page is another one's alias: what is learned, shared and planned is kept by a page's own translation key.

An alias would have a key of its own and no questions, tasks or register behind it. A page that is not translated needs
none either: its source is served in its place. Nothing offers to make one, and none is made.
"""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page
from wagtail_localize.locales.components import LOCALE_COMPONENTS
from wagtail_localize.models import LocaleSynchronization

MENU_ITEM = "localize-convert-to-alias"


class PageCopyForm(CopyForm):
    """Wagtail's, without its switch "Alias"."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields.pop("alias", None)


def hide_synchronisation_of_trees() -> None:
    """Nothing in the form of a language offers to fill its tree with aliases of another's."""
    LOCALE_COMPONENTS[:] = [
        component for component in LOCALE_COMPONENTS if component["model"] is not LocaleSynchronization
    ]


def refuse_conversion(request: HttpRequest, page_id: int) -> HttpResponse:
    messages.error(
        request, _("A translation cannot be turned into an alias. Unpublish it: readers see the source then.")
    )
    return redirect("wagtailadmin_pages:edit", page_id)


@receiver(pre_save)
def _refuse_a_new_alias(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Also where a program asks for one. An alias of older days may be saved, and made a page of its own."""
    if not isinstance(instance, Page) or not instance.alias_of_id:
        return
    if not Page.objects.filter(pk=instance.pk, alias_of=instance.alias_of_id).exists():
        raise ValueError(
            f"“{instance.title}” would be an alias of page {instance.alias_of_id}: see brs/core/aliases.py."
        )
