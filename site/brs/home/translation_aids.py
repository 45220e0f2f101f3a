"""What helps a translator beside each text: what was translated before, approved terms, and whether they are used."""

from dataclasses import dataclass, field

from django.utils.html import strip_tags
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from brs.core.translation_exchange import words_of
from brs.core.translation_memory import Suggestion, suggestions
from brs.taxonomy.approved_terms import ApprovedTerm, approved_terms, not_said, terms_in

AT_MOST = 500  # texts of one page; a long lesson has 300


@dataclass(frozen=True)
class Aid:
    """`lacking`: approved terms that the source has and its translation has not; none where there is none yet."""

    source: str
    suggestions: list[Suggestion] = field(default_factory=list)
    terms: list[ApprovedTerm] = field(default_factory=list)
    lacking: list[ApprovedTerm] = field(default_factory=list)
    is_by_machine: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.suggestions or self.terms or self.is_by_machine)


def translation_aids(translation: Translation) -> list[Aid]:
    """For each text of the page, in their order. Seven queries, however many texts."""
    segments = _segments(translation)
    translated = _translated(translation)
    offered = suggestions(translation, [segment for segment in segments if _key(segment) not in translated])
    terms = approved_terms(translation.source.locale, translation.target_locale)
    return [
        _aid(segment, translated.get(_key(segment)), offered.get(segment.pk, []), terms, translation)
        for segment in segments
    ]


def terms_lacking(translation: Translation) -> list[tuple[str, list[ApprovedTerm]]]:
    """The texts in whose translation approved terms are lacking, with these."""
    terms = approved_terms(translation.source.locale, translation.target_locale)
    translated = _translated(translation)
    aids = [_aid(segment, translated.get(_key(segment)), [], terms, translation) for segment in _segments(translation)]
    return [(strip_tags(aid.source), aid.lacking) for aid in aids if aid.lacking]


def _aid(
    segment: StringSegment,
    words: StringTranslation | None,
    offered: list[Suggestion],
    terms: list[ApprovedTerm],
    translation: Translation,
) -> Aid:
    present = terms_in(strip_tags(segment.string.data), terms)
    language = translation.target_locale.language_code
    lacking = not_said(strip_tags(words.data), present, language) if words else []
    is_by_machine = words is not None and words.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE
    return Aid(segment.string.data, offered, present, lacking, is_by_machine)


def _segments(translation: Translation) -> list[StringSegment]:
    segments = StringSegment.objects.filter(source=translation.source_id).order_by("order")
    return list(segments.select_related("string", "context")[:AT_MOST])


def _key(segment: StringSegment) -> tuple[int, int]:
    return segment.string_id, segment.context_id


def _translated(translation: Translation) -> dict[tuple[int, int], StringTranslation]:
    return {key: row for key, row in words_of(translation).items() if not row.has_error}
