"""What a translation says, part by part, as wagtail-localize keeps it: read from the translation itself.

wagtail-localize writes a translation anew from its source and from the words that it keeps for each part (segment).
Words that it does not know of are overwritten with those of the source. So whatever has been translated or corrected
elsewhere is taken over into its records before it may write.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import RevisionMixin
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    Translation,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments, quote_path_component

# Blocks whose values are segments, or parts of them; those of all others are the same in every language.
OF_SEGMENTS = (
    blocks.CharBlock,
    blocks.TextBlock,
    blocks.RichTextBlock,
    blocks.URLBlock,
    blocks.EmailBlock,
    blocks.ChooserBlock,
    ImageBlock,
)


@dataclass
class Words:
    """Words and other values of one translation, by the parts of its source."""

    translation: Translation
    strings: dict[tuple[int, int], str] = field(default_factory=dict)  # by string and context
    overrides: dict[int, Any] = field(default_factory=dict)  # by context
    misfits: set[str] = field(default_factory=set)  # paths of what the records cannot hold


def written(target: Model) -> Model:
    """What its editor sees: the latest draft, where it has one."""
    if isinstance(target, RevisionMixin) and target.latest_revision:
        return target.get_latest_revision_as_object()
    return target


def keep_revision(target: Model) -> None:
    """What stands there can be brought back, whatever is written over it."""
    if isinstance(target, RevisionMixin) and target.latest_revision is None:
        revision = target.save_revision(changed=False, clean=False)
        if getattr(target, "live", False):
            type(target)._base_manager.filter(pk=target.pk).update(live_revision=revision)


def take_over(pairs: Iterable[tuple[Translation, Model]]) -> dict[int, set[str]]:
    """Records the words of translations as they stand; gives, by the translation's id, what does not fit the source.

    Words that were recorded before are replaced. What does not fit would be lost if the translation were written anew.
    """
    pairs = list(pairs)
    parts = _parts_of([translation for translation, _target in pairs])
    read = [_words(translation, parts[translation.source_id], target) for translation, target in pairs]
    _record(read, parts)
    return {words.translation.pk: words.misfits for words in read if words.misfits}


@dataclass
class _Parts:
    """The segments of one source by their path, each list in the order of the text."""

    source: Model | None = None
    strings: dict[str, list[StringSegment]] = field(default_factory=lambda: defaultdict(list))
    templates: dict[str, TemplateSegment] = field(default_factory=dict)
    overridables: dict[str, OverridableSegment] = field(default_factory=dict)


def _parts_of(translations: list[Translation]) -> dict[int, _Parts]:
    ids = {translation.source_id for translation in translations}
    parts = {pk: _Parts() for pk in ids}
    strings = StringSegment.objects.filter(source__in=ids).select_related("context", "string").order_by("order")
    for segment in strings:
        parts[segment.source_id].strings[segment.context.path].append(segment)
    for segment in TemplateSegment.objects.filter(source__in=ids).select_related("context", "template"):
        parts[segment.source_id].templates[segment.context.path] = segment
    for segment in OverridableSegment.objects.filter(source__in=ids).select_related("context"):
        parts[segment.source_id].overridables[segment.context.path] = segment
    for translation in translations:
        if parts[translation.source_id].source is None:
            parts[translation.source_id].source = translation.source.as_instance()
    return parts


def _words(translation: Translation, parts: _Parts, target: Model) -> Words:
    words = Words(translation)
    strings: dict[str, list[StringSegmentValue]] = defaultdict(list)
    for segment in extract_segments(target):
        if isinstance(segment, StringSegmentValue):
            strings[segment.path].append(segment)
        elif isinstance(segment, TemplateSegmentValue):
            template = parts.templates.get(segment.path)
            if template is None or template.template.template != segment.template:
                words.misfits.add(segment.path)
        elif isinstance(segment, OverridableSegmentValue):
            of_source = parts.overridables.get(segment.path)
            if of_source and of_source.data != segment.data:
                words.overrides[of_source.context_id] = segment.data
    for path, values in strings.items():
        _match(words, parts, path, values)
    if _settings(parts.source) != _settings(target):
        words.misfits.update(path for path, _value in _settings(parts.source) ^ _settings(target))
    return words


def _match(words: Words, parts: _Parts, path: str, values: list[StringSegmentValue]) -> None:
    segments = parts.strings.get(path, [])
    if len(segments) != len(values):
        words.misfits.add(path)
        return
    for segment, value in zip(segments, values, strict=True):
        key = (segment.string_id, segment.context_id)
        if words.strings.setdefault(key, value.string.data) != value.string.data:
            words.misfits.add(path)  # one text of the source, said here in two ways
        _match_links(words, parts, path, json.loads(segment.attrs) or {}, value.attrs or {})


def _match_links(words: Words, parts: _Parts, path: str, source: dict[str, Any], target: dict[str, Any]) -> None:
    """A link may lead elsewhere; the translation cannot have one that its source has not."""
    for name, attrs in target.items():
        of_source = source.get(name)
        if of_source is None:
            words.misfits.add(path)
        elif attrs.get("linktype") == of_source.get("linktype") == "page" or attrs == of_source:
            continue  # links to pages lead to the reader's language by themselves
        elif set(attrs) == set(of_source) == {"href"}:
            context = parts.overridables[f"{path}.{quote_path_component(of_source['href'])}"].context_id
            if words.overrides.setdefault(context, attrs["href"]) != attrs["href"]:
                words.misfits.add(path)
        else:
            words.misfits.add(path)


def _settings(instance: Model | None) -> set[tuple[str, str]]:
    """Places and values of what is no segment inside streams: numbers, choices, ticks. They are the source's."""
    values = set()
    for translatable in get_translatable_fields(type(instance)):
        if isinstance(translatable.get_field(type(instance)), StreamField):
            stream = translatable.get_value(instance)
            values |= {
                (f"{translatable.field_name}.{path}", value) for path, value in _of_block(stream.stream_block, stream)
            }
    return values


def _of_block(block: blocks.Block, value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    children: Iterable[tuple[str, blocks.Block, Any]]
    if isinstance(block, OF_SEGMENTS) or hasattr(block, "get_translatable_segments"):
        return
    if isinstance(block, blocks.StructBlock):
        children = [(name, child, value.get(name)) for name, child in block.child_blocks.items()]
    elif isinstance(block, blocks.StreamBlock):
        children = [(child.id, child.block, child.value) for child in value]
    elif isinstance(block, blocks.ListBlock):
        children = [(child.id, child.block, child.value) for child in value.bound_blocks]
    else:
        yield path.removesuffix("."), str(value)
        return
    for name, child, its_value in children:
        yield f"{path}{name}", child.name
        yield from _of_block(child, its_value, f"{path}{name}.")


def _record(read: list[Words], parts: dict[int, _Parts]) -> None:
    strings = {
        (string, context, words.translation.target_locale_id): data
        for words in read
        for (string, context), data in words.strings.items()
    }
    overrides = {
        (context, words.translation.target_locale_id): value
        for words in read
        for context, value in words.overrides.items()
    }
    _forget_others(read, parts, set(strings))
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of_id=string, context_id=context, locale_id=locale, data=data, translation_type="manual"
            )
            for (string, context, locale), data in strings.items()
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "has_error", "field_error", "updated_at"],
    )
    SegmentOverride.objects.bulk_create(
        [
            SegmentOverride(context_id=context, locale_id=locale, data_json=json.dumps(value, cls=DjangoJSONEncoder))
            for (context, locale), value in overrides.items()
        ],
        batch_size=500,
    )


def _forget_others(read: list[Words], parts: dict[int, _Parts], translated: set[tuple[int, int, int]]) -> None:
    """Words and values recorded before for parts of the source that the translation leaves empty or as they are."""
    strings, values = set(), set()
    for words in read:
        of_source, locale = parts[words.translation.source_id], words.translation.target_locale_id
        segments = (segment for segments in of_source.strings.values() for segment in segments)
        strings |= {(segment.string_id, segment.context_id, locale) for segment in segments} - translated
        values |= {(segment.context_id, locale) for segment in of_source.overridables.values()}
    of_sources = Q(context__object__sources__in=list(parts))
    recorded = StringTranslation.objects.filter(of_sources).values_list("translation_of", "context", "locale", "pk")
    StringTranslation.objects.filter(pk__in=[pk for *key, pk in recorded if tuple(key) in strings]).delete()
    overridden = SegmentOverride.objects.filter(of_sources).values_list("context", "locale", "pk")
    SegmentOverride.objects.filter(pk__in=[pk for *key, pk in overridden if tuple(key) in values]).delete()
