"""How a translation begins, goes on after a stop, and goes live: never over what is there, never before its words are.

Pages, questions and questionnaires begin as drafts. Terms, kinds of certificate and surveys have no drafts: they are
made in another language when all their words in it are there (`translating_views.py`).
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import DraftStateMixin, Locale, Page, TranslatableMixin
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.views.edit_translation import user_can_edit_instance

from .machine_translation import can_translate, fill_by_machine, machine_words
from .translation_words import keep_revision, take_over, written


@dataclass
class Begun:
    """The outcome of a request for translations."""

    made: list[Model] = field(default_factory=list)  # drafts, by their sources
    translated_before: list[Model] = field(default_factory=list)  # left as they are
    by_hand: list[Model] = field(default_factory=list)  # those of them that can only be edited by themselves


@transaction.atomic
def begin(instance: Any, locales: Iterable[Locale], user: Any, *, with_used: bool, with_subtree: bool) -> Begun:
    """Drafts in these languages of a page or snippet, as asked for with what it uses and with all pages below it."""
    begun = Begun()
    below = instance.get_descendants().specific() if with_subtree and isinstance(instance, Page) else ()
    for locale in locales:
        for original in (instance, *below):
            _begin(original, locale, user, with_used, begun)
    return begun


def _begin(instance: Any, locale: Locale, user: Any, with_used: bool, begun: Begun) -> None:
    target = in_locale(instance, locale)
    if target is not None:
        begun.translated_before.append(instance)
        if not adopt(instance, target):
            begun.by_hand.append(instance)
        return
    source, _created = TranslationSource.update_or_create_from_instance(instance)
    if isinstance(instance, Page):
        parent = instance.get_parent().specific
        if not parent.is_root() and in_locale(parent, locale) is None:
            _begin(parent, locale, user, False, begun)
    for used in drafts_used(source) if with_used else ():
        if in_locale(used, locale) is None:
            _begin(used, locale, user, False, begun)
    translation, _created = Translation.objects.update_or_create(
        source=source, target_locale=locale, defaults={"enabled": True}
    )
    with suppress(ValidationError):  # it is kept at the text that is wrong, for the translator to see
        translation.save_target(user=user, publish=False)
    begun.made.append(instance)


def write_anew(
    source: TranslationSource, user: Any, *, publish: bool, by_machine: bool = False
) -> tuple[list[Model], list[Model]]:
    """Takes the source's present words; gives its translations that were published, and those that wait for people.

    `by_machine`: words that are not there are asked of the machine. Raises NoAnswer; then nothing is published.
    """
    source.update_from_db()
    published, waiting = [], []
    translations = list(source.translations.filter(enabled=True).select_related("target_locale"))
    for translation in filter(can_translate, translations if by_machine else []):
        fill_by_machine(translation, user)
    for translation in translations:
        target = translation.get_target_instance()
        keep_revision(target)
        if publish and not machine_words(translation).exists() and _is_written(translation, user, publish=True):
            published.append(target)
        else:
            source.update_target_view_restrictions(translation.target_locale)
            waiting.append(target)
    return published, waiting


def in_locale(instance: Any, locale: Locale) -> Any:
    """The instance in another language, whatever its state; None where there is none."""
    rows = type(instance)._base_manager
    return rows.filter(translation_key=instance.translation_key, locale=locale).first()


def drafts_used(source: TranslationSource) -> list[Any]:
    """The instances that the source refers to and that begin as drafts when it is translated: a quiz's questions."""
    drafts = {}
    for segment in source.relatedobjectsegment_set.select_related("object").order_by("order"):
        used = segment.get_source_instance()
        if isinstance(used, DraftStateMixin):
            drafts[used.translation_key] = used
    return list(drafts.values())


def adopt(instance: Any, target: Any) -> bool:
    """Makes a record of a translation that has none, with its words as they stand; gives whether there is one now.

    Where the translation is built otherwise than its source, its record stays stopped: it is edited by itself.
    """
    translation = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale=target.locale
    ).first()
    if translation:
        return translation.enabled
    source, _created = TranslationSource.get_or_create_from_instance(instance)
    translation = Translation.objects.create(source=source, target_locale=target.locale, enabled=False)
    return not resume(translation, target)


@transaction.atomic
def resume(translation: Translation, target: Any) -> set[str]:
    """Goes on with a translation from the words that stand in it now; else gives the parts of it that hinder this."""
    keep_revision(target)
    misfits = take_over([(translation, written(target))]).get(translation.pk, set())
    if not misfits:
        translation.enabled = True
        translation.save(update_fields=["enabled"])
    fields = {path.split(".")[0] for path in misfits}
    return {str(target._meta.get_field(name).verbose_name) for name in fields}


def of_target(target: Any, *, enabled: bool = True) -> Translation | None:
    """The record by which this translation is made."""
    records = Translation.objects.filter(source__object_id=target.translation_key, target_locale=target.locale)
    return records.filter(enabled=enabled).first()


def being_published(request: HttpRequest, target: Any) -> Translation | None:
    """The record of a translation that its editor has just asked to publish; None for whatever else is asked."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    return of_target(target) if isinstance(target, TranslatableMixin) else None


def translation_to_edit(user: Any, pk: int) -> Translation:
    """Raises Http404, PermissionDenied."""
    translation = get_object_or_404(Translation, pk=pk)
    if not may_edit(user, translation):
        raise PermissionDenied
    return translation


def may_edit(user: Any, translation: Translation) -> bool:
    try:
        target = translation.get_target_instance()
    except ObjectDoesNotExist:  # deleted; its words are still there
        return False
    return user_can_edit_instance(user, target)


def open_translation(target: Any, user: Any) -> list[str]:
    """Notes that somebody has a translation open, as Wagtail's own editor does; gives the names of others who have."""
    EditingSession.cleanup()
    screen = {
        "content_type": ContentType.objects.get_for_model(target, for_concrete_model=False),
        "object_id": str(target.pk),
    }
    others = EditingSession.objects.available().filter(**screen).exclude(user=user).select_related("user")
    names = sorted({str(session.user.get_full_name() or session.user) for session in others})
    mine = EditingSession.objects.filter(**screen, user=user).order_by("-last_seen_at").first()
    session = mine or EditingSession(**screen, user=user)
    session.last_seen_at = timezone.now()
    session.save()
    return names


def refresh_draft(page: Page, user: Any) -> bool:
    """Writes the words of a translation into its draft; False where some are missing, then the draft stays as it is."""
    translation = of_target(page)
    if translation is None:
        return True
    is_written = _is_written(translation, user, publish=False)
    page.refresh_from_db(fields=["latest_revision"])  # the one that is published
    return is_written


def _is_written(translation: Translation, user: Any, *, publish: bool) -> bool:
    """Whether no word was missing and all were valid; else nothing is written."""
    total, done = translation.get_progress()
    if total != done:
        return False
    try:
        translation.save_target(user=user, publish=publish)
    except ValidationError:  # said at the text that is wrong
        return False
    return True


@transaction.atomic
def make_whole(instance: Any, locale: Locale, words: dict[int, str], user: Any) -> Any:
    """The instance in another language, with all its words: plain texts by the id of the source's segment.

    Raises ValidationError.
    """
    source, _created = TranslationSource.update_or_create_from_instance(instance)
    translation = Translation.objects.create(source=source, target_locale=locale)
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.update_or_create(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale=locale,
            defaults={
                "data": StringSegmentValue("", words[segment.pk]).string.data,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "last_translated_by": user,
            },
        )
    translation.save_target(user=user, publish=True)
    target = in_locale(instance, locale)
    for relation in instance._meta.many_to_many:
        getattr(target, relation.name).set(getattr(instance, relation.name).all())
    return target
