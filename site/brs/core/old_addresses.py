"""A page that is renamed or moved is found at its old addresses for good, and so is all below it, in every language.

An old address leads to the page by its key, so that renaming once more makes no chain.
"""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move

from .pages import HOME_DEPTH, path_below_home


@receiver(page_slug_changed)
def _renamed(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    remember(instance, instance_before.url_path)


@receiver(post_page_move)
def _moved(instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    if url_path_before != url_path_after:
        remember(instance, url_path_before)


def remember(page: Page, url_path_before: str) -> None:
    """Let the old addresses of a page, and of those below it, lead on. Four queries, however many there are."""
    if page.depth <= HOME_DEPTH or url_path_before.count("/") < HOME_DEPTH + 1:
        return
    now = Page.objects.get(pk=page.pk).url_path
    were_public = Q(live=True) | Q(first_published_at__isnull=False)
    family = Page.objects.descendant_of(page, inclusive=True).filter(were_public)
    places = list(family.values_list("url_path", "translation_key"))
    leading = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for url_path, key in places:
                old = Redirect.normalise_path(
                    f"/{code}/{path_below_home(url_path_before + url_path.removeprefix(now))}"
                )
                leading[old] = reverse("go", args=[key])
    Redirect.objects.filter(old_path__in=leading, site=None).delete()
    Redirect.objects.bulk_create(
        [
            Redirect(old_path=old, redirect_link=link, is_permanent=True, automatically_created=True)
            for old, link in leading.items()
        ],
        batch_size=500,
    )
