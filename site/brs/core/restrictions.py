"""Who may see a page is the same in all its languages: a restriction set on one is set on all, and taken from all."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction


@receiver(post_save, sender=PageViewRestriction)
def _restrict_all_languages(instance: PageViewRestriction, raw: bool = False, **details: Any) -> None:
    if not raw:
        for page in _translations(instance.page):
            restrict_alike(page, instance)


@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
def _let_the_same_groups_in(instance: Any, action: str, **details: Any) -> None:
    if action.startswith("post_") and isinstance(instance, PageViewRestriction):
        for page in _translations(instance.page):
            restrict_alike(page, instance)


@receiver(post_delete, sender=PageViewRestriction)
def _open_all_languages(instance: PageViewRestriction, origin: Any = None, **details: Any) -> None:
    """Not where its page goes and takes it along: one language that is deleted opens none of the others."""
    if getattr(origin, "model", type(origin)) is PageViewRestriction:
        PageViewRestriction.objects.filter(page__in=_translations(instance.page)).delete()


@receiver(post_save)
def _restrict_a_new_translation(instance: Any, created: bool, raw: bool = False, **details: Any) -> None:
    if created and not raw and isinstance(instance, Page):
        for restriction in PageViewRestriction.objects.filter(page__in=_translations(instance))[:1]:
            restrict_alike(instance, restriction)


def restrict_alike(page: Page, restriction: PageViewRestriction) -> None:
    """Give the page the restriction; nothing is written where it has it already."""
    terms = {"restriction_type": restriction.restriction_type, "password": restriction.password}
    same = PageViewRestriction.objects.filter(page=page).first()
    if same is None:
        same = PageViewRestriction.objects.create(page=page, **terms)
    elif {name: getattr(same, name) for name in terms} != terms:
        for name, value in terms.items():
            setattr(same, name, value)
        same.save()
    groups = set(restriction.groups.all())
    if set(same.groups.all()) != groups:
        same.groups.set(groups)


def _translations(page: Page) -> Any:
    return Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
