"""The words of translations as files for translators, and back from them."""

import io
import uuid
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from .translation_files import Text, TextsFile, xliff


@dataclass
class Taken:
    """`changed`: how many words are new. `unknown`: lines of texts that the page does not have, or not any more."""

    changed: int = 0
    same: int = 0
    unknown: list[int] = field(default_factory=list)


def as_xliff(translation: Translation) -> bytes:
    segments = StringSegment.objects.filter(source=translation.source_id).order_by("order")
    texts, of_machine, met = [], set(), set()
    words = words_of(translation)
    for segment in segments.select_related("context", "string"):
        key = (segment.string_id, segment.context_id)
        if key in met:  # said twice in one place, and translated once
            continue
        met.add(key)
        row = words.get(key)
        line = len(texts) + 1
        texts.append(Text(line, segment.context.path, segment.string.data, row.data if row else ""))
        if row and row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
            of_machine.add(line)
    languages = (translation.source.locale.language_code, translation.target_locale.language_code)
    return xliff(str(translation.uuid), translation.source.object_repr, languages, texts, of_machine)


def file_name(translation: Translation) -> str:
    return f"{slugify(translation.source.object_repr) or 'page'}-{translation.target_locale.language_code}.xlf"


def translations_of(keys: Sequence[uuid.UUID], language: str) -> list[Translation]:
    """The records of these in a language, in their order."""
    records = Translation.objects.filter(
        source__object_id__in=keys, target_locale__language_code=language, enabled=True
    ).select_related("source__locale", "target_locale")
    return sorted(records, key=lambda translation: keys.index(translation.source.object_id))


def as_archive(translations: Iterable[Translation]) -> bytes:
    """The XLIFF files of several, in their order."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, translation in enumerate(translations, 1):
            archive.writestr(f"{number:03}-{file_name(translation)}", as_xliff(translation))
    return file.getvalue()


@transaction.atomic
def take(translation: Translation, file: TextsFile, user: Any) -> Taken:
    """Puts the words of a file into the translation's record; those that are there already stay as they are."""
    taken = Taken()
    segments = StringSegment.objects.filter(source=translation.source_id).select_related("context", "string")
    keys = {
        (segment.context.path, _on_one_line(segment.string.data)): (segment.string_id, segment.context_id)
        for segment in segments
    }
    titles = {segment.context_id for segment in segments if segment.context.path == "title"}
    words = words_of(translation)
    changed: dict[tuple[int, int], StringTranslation] = {}
    for text in file.texts:
        if not text.translation:
            continue
        key = keys.get((text.path, _on_one_line(text.source)))
        if key is None:
            taken.unknown.append(text.line)
            continue
        row = words.get(key)
        is_of_machine = row is not None and row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE
        if row and row.data == text.translation and not row.has_error and not (is_of_machine and text.is_reviewed):
            taken.same += 1
            continue
        changed[key] = StringTranslation(
            translation_of_id=key[0],
            context_id=key[1],
            locale_id=translation.target_locale_id,
            data=text.translation,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            tool_name=file.tool,
            last_translated_by=user,
            updated_at=timezone.now(),
        )
    _write(changed, titles)
    taken.changed = len(changed)
    return taken


def _write(changed: dict[tuple[int, int], StringTranslation], titles: set[int]) -> None:
    StringTranslation.objects.bulk_create(
        changed.values(),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=[
            "data",
            "translation_type",
            "tool_name",
            "last_translated_by",
            "has_error",
            "field_error",
            "updated_at",
        ],
    )
    for string, context in changed:
        if context in titles:  # the page's name in the admin follows
            StringTranslation.objects.get(
                translation_of=string, context=context, locale=changed[string, context].locale_id
            ).save()


def words_of(translation: Translation) -> dict[tuple[int, int], StringTranslation]:
    """What is written of a translation, by the ids of the text and of its place."""
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale_id
    )
    return {(row.translation_of_id, row.context_id): row for row in rows}


def _on_one_line(text: str) -> str:
    """Programs break and join lines."""
    return " ".join(text.split())
