"""Lists of the admin of what exists in each language, at a cost that is the same for every number of rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale
from wagtail.snippets.views.snippets import IndexView
from wagtail_localize.models import Translation

SUBMIT, UPDATE = "wagtail_localize:submit_snippet_translation", "wagtail_localize:update_translations"


@dataclass(frozen=True)
class Translating:
    """`has_missing`: whether it lacks a language. `source`: id of the record by which its translations are made."""

    has_missing: bool
    source: int | None


def translating_of(instances: Iterable[Any]) -> dict[int, Translating]:
    """What can be done to translate each, of one model, by its id. Three queries."""
    instances = list(instances)
    if not instances:
        return {}
    keys = {instance.translation_key for instance in instances}
    rows = type(instances[0])._base_manager.filter(translation_key__in=keys).values_list("translation_key")
    languages = dict(rows.annotate(languages=Count("locale", distinct=True)).order_by())
    made = Translation.objects.filter(enabled=True, source__object_id__in=keys)
    sources = {
        (key, locale): pk for key, locale, pk in made.values_list("source__object_id", "source__locale", "source")
    }
    all_languages = Locale.objects.count()
    return {
        instance.pk: Translating(
            languages[instance.translation_key] < all_languages,
            sources.get((instance.translation_key, instance.locale_id)),
        )
        for instance in instances
    }


class TranslatedIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("locale")

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, _shown, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = list(page.object_list)
        self.translating = translating_of(page.object_list)
        return paginator, page, page.object_list, is_paginated

    def get_list_buttons(self, instance: Any) -> list[Any]:
        """Without those of hooks: wagtail-localize's asks the database for each row. Ours stand in their place."""
        return super(IndexView, self).get_list_buttons(instance)

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        if not self.request.user.has_perm("wagtail_localize.submit_translation"):
            return buttons
        translating = self.translating[instance.pk]
        if translating.has_missing:
            address = reverse(SUBMIT, args=[instance._meta.app_label, instance._meta.model_name, instance.pk])
            buttons.append(Button(_("Translate"), address, icon_name="wagtail-localize-language", priority=100))
        if translating.source:
            address = f"{reverse(UPDATE, args=[translating.source])}?{urlencode({'next': self.request.path})}"
            buttons.append(Button(_("Sync translated snippets"), address, icon_name="resubmit", priority=106))
        return buttons
