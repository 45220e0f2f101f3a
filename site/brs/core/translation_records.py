"""Records, as wagtail-localize keeps them, of translations that were made without it: by the starter, by version 1.0.

They are made in bulk: one by one, as wagtail-localize makes them, they would take longer than the whole starter does.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.models import Locale
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

from .languages import SOURCE_LANGUAGE
from .models import PublishedTranslation
from .source_texts import take_stock_of_all, translated_models
from .translation_words import take_over

AT_ONCE = 500


def record_translations() -> list[Any]:
    """For everything that exists in the source language and in others, where there is no record yet.

    Gives the translations that are built otherwise than their sources: they are still edited by themselves.
    """
    source_locale = Locale.objects.get(language_code=SOURCE_LANGUAGE)
    recorded = set(Translation.objects.values_list("source__object_id", "target_locale"))
    otherwise: list[Any] = []
    for model in translated_models():
        otherwise += _record(model, source_locale, recorded)
    take_stock_of_all()
    return otherwise


def _record(model: Any, source_locale: Locale, recorded: set[tuple[Any, int]]) -> list[Any]:
    rows = model._base_manager
    translated = rows.exclude(locale=source_locale)
    targets = [row for row in translated if (row.translation_key, row.locale_id) not in recorded]
    keys = {row.translation_key for row in targets}
    sources = _sources(list(rows.filter(locale=source_locale, translation_key__in=keys)))
    pairs = [
        (Translation(source=sources[row.translation_key], target_locale_id=row.locale_id), row)
        for row in targets
        if row.translation_key in sources
    ]
    Translation.objects.bulk_create([translation for translation, _row in pairs])
    misfits = take_over(pairs)
    _take_for_up_to_date([row for _translation, row in pairs])
    Translation.objects.filter(pk__in=misfits).update(enabled=False)
    return [row for translation, row in pairs if translation.pk in misfits]


def _take_for_up_to_date(targets: list[Any]) -> None:
    """Nobody knows which version of its source each follows: readers are told of what changes from now on."""
    now = timezone.now()
    rows = [
        PublishedTranslation(object_key=row.translation_key, locale_id=row.locale_id, follows=now) for row in targets
    ]
    PublishedTranslation.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


def _sources(instances: list[Any]) -> dict[Any, TranslationSource]:
    """By translation key, each with its segments."""
    keys = [instance.translation_key for instance in instances]
    sources = {source.object_id: source for source in TranslationSource.objects.filter(object__in=keys)}
    new = [instance for instance in instances if instance.translation_key not in sources]
    if not new:
        return sources
    of_model = ContentType.objects.get_for_model(new[0].get_translation_model())
    _make_objects((of_model, instance.translation_key) for instance in new)
    made = TranslationSource.objects.bulk_create([_source(instance) for instance in new])
    for source in made:
        sources[source.object_id] = source
    _make_segments([(sources[instance.translation_key], extract_segments(instance)) for instance in new])
    return sources


def _source(instance: Any) -> TranslationSource:
    if isinstance(instance, ClusterableModel):
        content = instance.to_json()
    else:
        content = json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)
    return TranslationSource(
        object_id=instance.translation_key,
        locale_id=instance.locale_id,
        specific_content_type=ContentType.objects.get_for_model(type(instance)),
        object_repr=str(instance)[:200],
        content_json=content,
        schema_version=get_schema_version(instance._meta.app_label),
        last_updated_at=timezone.now(),
    )


def _make_objects(objects: Iterable[tuple[ContentType, Any]]) -> None:
    rows = [
        TranslatableObject(content_type=content_type, translation_key=key)
        for content_type, key in dict.fromkeys(objects)
    ]
    TranslatableObject.objects.bulk_create(rows, ignore_conflicts=True)


def _make_segments(extracted: list[tuple[TranslationSource, list[Any]]]) -> None:
    values = [(source, value) for source, values in extracted for value in values]
    contexts = _contexts(values)
    strings = _strings([(source, value) for source, value in values if isinstance(value, StringSegmentValue)])
    templates = _templates([value for _source, value in values if isinstance(value, TemplateSegmentValue)])
    _make_objects(
        (value.content_type, value.translation_key)
        for _source, value in values
        if isinstance(value, RelatedObjectSegmentValue)
    )
    rows: dict[type[Model], list[Model]] = {}
    for source, value in values:
        shared = {"source": source, "context_id": contexts[source.object_id, value.path], "order": value.order}
        row: Model
        match value:
            case StringSegmentValue():
                attrs = json.dumps(value.attrs, cls=DjangoJSONEncoder)
                row = StringSegment(string_id=strings[value.string.data], attrs=attrs, **shared)
            case TemplateSegmentValue():
                row = TemplateSegment(template_id=templates[value.template], **shared)
            case RelatedObjectSegmentValue():
                row = RelatedObjectSegment(object_id=value.translation_key, **shared)
            case OverridableSegmentValue():
                row = OverridableSegment(data_json=json.dumps(value.data, cls=DjangoJSONEncoder), **shared)
        rows.setdefault(type(row), []).append(row)
    for model, made in rows.items():
        model._base_manager.bulk_create(made, batch_size=AT_ONCE)


def _contexts(values: list[tuple[TranslationSource, Any]]) -> dict[tuple[Any, str], int]:
    """Primary keys by object and path."""
    places = dict.fromkeys((source.object_id, value.path) for source, value in values)
    rows = [
        TranslationContext(object_id=key, path=path, path_id=TranslationContext._get_path_id(path))
        for key, path in places
    ]
    TranslationContext.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    of_objects = TranslationContext.objects.filter(object__in={key for key, _path in places})
    return {(key, path): pk for key, path, pk in of_objects.values_list("object", "path", "pk")}


def _strings(values: list[tuple[TranslationSource, StringSegmentValue]]) -> dict[str, int]:
    """Primary keys by text."""
    texts = dict.fromkeys((source.locale_id, value.string.data) for source, value in values)
    rows = [String(locale_id=locale, data=data, data_hash=String._get_data_hash(data)) for locale, data in texts]
    String.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    keys: dict[str, int] = {}
    for batch in _batches([row.data_hash for row in rows]):
        keys |= String.objects.filter(data_hash__in=batch).values_list("data", "pk")
    return keys


def _templates(values: list[TemplateSegmentValue]) -> dict[str, int]:
    """Primary keys by text."""
    return {
        template: Template.from_value(value).pk
        for template, value in {value.template: value for value in values}.items()
    }


def _batches(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
