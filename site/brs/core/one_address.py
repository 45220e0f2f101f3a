"""All languages of a page stand at one address below their home pages: they are renamed and moved together.

The page in the source language says where. A page that exists in other languages alone goes its own way.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.signals import post_page_move, pre_page_move

from .languages import SOURCE_LANGUAGE

HOME_DEPTH = 2


def is_source(page: Page) -> bool:
    return page.locale.language_code == SOURCE_LANGUAGE


def source_of(page: Page) -> Page | None:
    """The page in the source language, of which this one is a translation; None for a source. At most one query."""
    if page.locale_id is None or is_source(page):  # one that is just being made takes its parent's when it is saved
        return None
    pages = Page.objects.filter(translation_key=page.translation_key, locale__language_code=SOURCE_LANGUAGE)
    return pages.first()


def translations_of(page: Page) -> PageQuerySet:
    """Its other languages, where it says at which address they stand; a page that is just being made has none."""
    if page.depth is None or page.depth <= HOME_DEPTH or not is_source(page):
        return Page.objects.none()
    return Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).select_related("locale")


def check_slug(page: Page) -> None:
    """Raises ValidationError where the slug is another page's in a language that would be renamed with this one."""
    for translation in translations_of(page):
        if not Page._slug_is_available(page.slug, translation.get_parent(), translation):
            raise ValidationError(
                {
                    "slug": _("Another page has the slug “%(slug)s” in %(language)s. All languages share one address.")
                    % {"slug": page.slug, "language": translation.locale.get_display_name()}
                }
            )


def take_slug(page: Page) -> None:
    """Give a translation the slug of its source, whatever was typed or stood in an old draft."""
    source = source_of(page) if page.depth and page.depth > HOME_DEPTH else None
    if source and page.slug != source.slug:
        page.slug = source.slug
        page.set_url_path(page.get_parent())


def rename_translations(page: Page) -> None:
    """Give all languages of the page its slug. Their drafts follow when they are saved."""
    for translation in translations_of(page).exclude(slug=page.slug):
        specific = translation.specific
        specific.slug = page.slug
        specific.save(clean=False)


def why_not_move(page: Page, parent: Page) -> str:
    """Why the page cannot be moved below this parent in all its languages; empty where it can be."""
    source = source_of(page)
    if source and source.get_parent().translation_key != parent.translation_key:
        return _("All languages of a page move together: move the English page.")
    for translation in translations_of(page):
        parent_there = _parent_in(translation, parent)
        if parent_there and not Page._slug_is_available(page.slug, parent_there, translation):
            return _("Another page has the slug “%(slug)s” below “%(parent)s”.") % {
                "slug": page.slug,
                "parent": parent_there.title,
            }
    return ""


@receiver(pre_page_move)
def _check_move(sender: type[Page], instance: Page, parent_page_after: Page, **details: Any) -> None:
    """Refuses before anything is moved what could not be moved in all languages."""
    reason = why_not_move(instance, parent_page_after)
    if reason:
        raise ValidationError(reason)


@receiver(post_page_move)
def _move_translations(sender: type[Page], instance: Page, parent_page_after: Page, **details: Any) -> None:
    """Move all languages of the page to where it stands now: below the same parent, behind the same sibling."""
    with transaction.atomic():
        for translation in translations_of(instance):
            parent = _parent_in(translation, parent_page_after) or parent_page_after.specific.copy_for_translation(
                translation.locale, copy_parents=True
            )
            _place(translation, parent, instance)


def _parent_in(translation: Page, parent: Page) -> Page | None:
    return Page.objects.filter(translation_key=parent.translation_key, locale=translation.locale).first()


def _place(translation: Page, parent: Page, source: Page) -> None:
    siblings = {page.translation_key: page for page in parent.get_children().not_page(translation)}
    before = source.get_siblings(inclusive=False).filter(path__lt=source.path).order_by("-path")
    keys = before.values_list("translation_key", flat=True)
    predecessor = next((siblings[key] for key in keys if key in siblings), None)
    if predecessor is None:
        translation.move(parent, pos="first-child")
    else:
        translation.move(predecessor, pos="right")
