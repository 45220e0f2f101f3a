"""The translation desk: all content beside its translations, their states, and where to go on with each.

What stands in a translation is known text by text (`brs.core.source_texts`), so that what follows an earlier version of
its source is seen before anything is synchronised.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, Locale, Page, ReferenceIndex, TranslatableMixin, WorkflowState
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.permissions import user_can_edit_snippet_type
from wagtail_localize.models import StringTranslation, Translation, TranslationLog

from brs.core.languages import SOURCE_LANGUAGE
from brs.core.models import PublishedTranslation, SourceText
from brs.core.translation_state import State, follows_source_of, has_gone_since, later, state_of
from brs.people.models import User
from courses.pages.models import CoursePage

MAY_BEGIN = "wagtail_localize.submit_translation"
OF_PAGES = ["add", "change", "publish"]
NAMES = ("name", "title", "label")
STATES: dict[str, str | Promise] = {
    State.MISSING: _("Missing"),
    State.DRAFT: _("Draft"),
    State.REVIEW: _("In review"),
    State.BEHIND: _("Behind"),
    State.PUBLISHED: _("Published"),
}


@dataclass(frozen=True)
class DeskFilters:
    """Empty ones let everything through. `course`: the primary key of its page in the source language."""

    kind: str = ""
    course: int | None = None
    language: str = ""
    state: str = ""


@dataclass(frozen=True)
class Link:
    """An address by its name: made where it is shown, since there are thousands."""

    name: str
    args: tuple[Any, ...]
    query: str = ""

    def __str__(self) -> str:
        return reverse(self.name, args=self.args) + self.query


@dataclass(frozen=True)
class Cell:
    """One translation. `texts`: how many it lacks of `of`; `since`: when the first of them was changed.

    `by_machine`: how many of its words a machine wrote that nobody has looked through since.
    `link`: to where one acts; None for who may not. `follows`: the moment whose source it says, where that is known.
    """

    language: str
    state: State
    texts: int
    of: int
    link: Link | None
    target: int | None = None
    by_hand: bool = False
    follows: datetime | None = None
    since: datetime | None = None
    by: str = ""
    by_machine: int = 0

    @property
    def state_name(self) -> str:
        return str(STATES[self.state])


@dataclass(frozen=True)
class Content:
    key: uuid.UUID
    kind: str
    kind_name: str
    title: str
    link: Link
    is_page: bool
    cells: list[Cell]


@dataclass(frozen=True)
class Desk:
    """`languages`: those that are shown, of `all_languages`. `totals`: by language, how many rows are in each state."""

    languages: list[str]
    all_languages: list[str]
    rows: list[Content]
    totals: dict[str, Counter[State]]
    kinds: dict[str, str]
    courses: list[tuple[int, str]]


@dataclass(frozen=True)
class _Row:
    """A page or snippet in one language, as far as the desk needs it."""

    pk: int
    key: uuid.UUID
    locale: int
    title: str
    model: type[Any]  # Page for all pages
    kind: str
    kind_name: str
    path: str = ""
    is_live: bool = True
    has_changes: bool = False
    published_at: datetime | None = None

    @property
    def link_to_edit(self) -> Link:
        if self.model is Page:
            return Link("wagtailadmin_pages:edit", (self.pk,))
        return Link(self.model.snippet_viewset.get_url_name("edit"), (quote(self.pk),))

    def link_to_begin(self, language: str) -> Link:
        query = f"?select_locale={language}"
        if self.model is Page:
            return Link("wagtail_localize:submit_page_translation", (self.pk,), query)
        names = (self.model._meta.app_label, self.model._meta.model_name, quote(self.pk))
        return Link("wagtail_localize:submit_snippet_translation", names, query)


@dataclass
class _Texts:
    """The texts of one source: how many now, when the last of them came, when each of the others came and went."""

    count: int = 0
    came_at: datetime | None = None
    gone: list[tuple[datetime | None, datetime]] = field(default_factory=list)

    @property
    def changes(self) -> list[datetime]:
        gone_at = [when for _came_at, when in self.gone]
        return [*gone_at, self.came_at] if self.came_at else gone_at


@dataclass(frozen=True)
class _Record:
    """wagtail-localize's record of one translation."""

    source: int
    enabled: bool
    synced_at: datetime


def may_see(user: User | AnonymousUser) -> bool:
    return page_permission_policy.user_has_any_permission(user, OF_PAGES)


def translation_desk(user: User | AnonymousUser, filters: DeskFilters) -> Desk:
    """All that the person may change, with filters. Some 25 queries, whatever there is."""
    locales = list(Locale.objects.order_by("language_code"))
    languages = {locale.pk: locale.language_code for locale in locales}
    models = [
        model
        for model in get_snippet_models()
        if issubclass(model, TranslatableMixin) and user_can_edit_snippet_type(user, model)
    ]
    rows = [*_pages(user), *(row for model in models for row in _snippets(model))]
    sources = {row.key: row for row in rows if languages[row.locale] == SOURCE_LANGUAGE}
    targets = {(row.key, row.locale): row for row in rows if row.key in sources}
    translated_keys = {key for key, locale in targets if languages[locale] != SOURCE_LANGUAGE}
    sources = {key: row for key, row in sources.items() if row.is_live or key in translated_keys}
    kinds = {row.kind: row.kind_name for row in sources.values()}
    course_kind = CoursePage._meta.label_lower
    courses = sorted(((row.pk, row.title) for row in sources.values() if row.kind == course_kind), key=lambda c: c[1])
    if filters.course is not None:
        sources = _of_course(sources, filters.course, models)
    if filters.kind:
        sources = {key: row for key, row in sources.items() if row.kind == filters.kind}
    shown = {pk: code for pk, code in languages.items() if code != SOURCE_LANGUAGE}
    all_languages = list(shown.values())
    if filters.language in all_languages:
        shown = {pk: code for pk, code in shown.items() if code == filters.language}
    contents = _contents(user, sources, targets, shown)
    if filters.state:
        contents = [row for row in contents if any(cell.state == filters.state for cell in row.cells)]
    totals: dict[str, Counter[State]] = {code: Counter() for code in shown.values()}
    for content in contents:
        for cell in content.cells:
            totals[cell.language][cell.state] += 1
    return Desk(list(shown.values()), all_languages, contents, totals, kinds, courses)


def _pages(user: User | AnonymousUser) -> list[_Row]:
    pages = page_permission_policy.instances_user_has_any_permission_for(user, OF_PAGES).filter(depth__gt=1)
    fields = ("pk", "translation_key", "locale_id", "draft_title", "content_type_id", "path", "live")
    changing = ("has_unpublished_changes", "last_published_at")
    kinds = {pk: _kind(content_type.model_class()) for pk, content_type in ContentType.objects.in_bulk().items()}
    return [
        _Row(pk, key, locale, title, Page, *kinds[content_type], path, *state)
        for pk, key, locale, title, content_type, path, *state in pages.order_by("path").values_list(*fields, *changing)
    ]


def _kind(model: Any) -> tuple[str, str]:
    return (model._meta.label_lower, capfirst(str(model._meta.verbose_name))) if model else ("", "")


def _snippets(model: Any) -> list[_Row]:
    names = {column.name for column in model._meta.concrete_fields}
    title = next(name for name in NAMES if name in names)
    state = ["live", "has_unpublished_changes", "last_published_at"] if issubclass(model, DraftStateMixin) else []
    rows = model._base_manager.order_by(title, "pk").values_list("pk", "translation_key", "locale_id", title, *state)
    kind = _kind(model)
    return [_Row(pk, key, locale, name, model, *kind, "", *of_row) for pk, key, locale, name, *of_row in rows]


def _of_course(sources: dict[uuid.UUID, _Row], course: int, models: Sequence[Any]) -> dict[uuid.UUID, _Row]:
    """The course's pages, and what they name: questions, terms, a kind of certificate."""
    path = next((row.path for row in sources.values() if row.model is Page and row.pk == course), None)
    pages = {key: row for key, row in sources.items() if path and row.path.startswith(path)}
    of_models = {ContentType.objects.get_for_model(model).pk: model for model in models}
    named = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(row.pk) for row in pages.values()],
        to_content_type__in=of_models,
    ).values_list("to_content_type", "to_object_id")
    used = {(of_models[content_type], pk) for content_type, pk in named}
    return pages | {key: row for key, row in sources.items() if (row.model, str(row.pk)) in used}


def _contents(
    user: User | AnonymousUser,
    sources: dict[uuid.UUID, _Row],
    targets: dict[tuple[uuid.UUID, int], _Row],
    shown: dict[int, str],
) -> list[Content]:
    texts = _texts()
    records = _records()
    translated = _translated()
    written = _written()
    followed = _followed()
    reviewed = set(WorkflowState.objects.active().values_list("base_content_type", "object_id"))
    content_types = ContentType.objects.get_for_models(*{row.model for row in sources.values()})
    seen = _seen(
        key
        for (key, locale) in targets
        if key in sources and locale in shown and not ((record := records.get((key, locale))) and record.enabled)
    )
    may_begin = user.has_perm(MAY_BEGIN)

    def cell(source: _Row, locale: int, language: str) -> Cell:
        of_source = texts.get(source.key, _Texts())
        row = targets.get((source.key, locale))
        link: Link | None
        if row is None:
            link = source.link_to_begin(language) if may_begin else None
            return Cell(language, State.MISSING, of_source.count, of_source.count, link)
        record = records.get((source.key, locale))
        words, worded_at, by_machine = translated.get((source.key, locale), (0, None, 0))
        written_at = row.published_at or written.get((source.key, locale))
        by_hand = record is None or not record.enabled
        follows = followed.get((source.key, locale))
        if record is None or by_hand:
            follows = follows or written_at
            lacking = later(seen[source.key], follows)
        else:
            follows = follows or follows_source_of(record.synced_at, written_at)
            lacking = max(0, of_source.count - words)
        texts_lacking = lacking + sum(has_gone_since(*span, follows) for span in of_source.gone)
        state = state_of(
            is_there=True,
            is_live=row.is_live,
            in_review=(content_types[row.model].pk, str(row.pk)) in reviewed,
            texts_lacking=texts_lacking,
            has_changes=row.has_changes or bool(worded_at and written_at and worded_at > written_at),
        )
        link = row.link_to_edit
        if record and not by_hand and texts_lacking and later(of_source.changes, record.synced_at):
            link = Link("wagtail_localize:update_translations", (record.source,)) if may_begin else None
        return Cell(
            language,
            state,
            texts_lacking,
            of_source.count,
            link,
            row.pk,
            by_hand,
            follows,
            by_machine=0 if by_hand else by_machine,
        )

    return [
        Content(
            source.key,
            source.kind,
            source.kind_name,
            source.title,
            source.link_to_edit,
            source.model is Page,
            [cell(source, locale, language) for locale, language in shown.items()],
        )
        for source in sources.values()
    ]


def _texts() -> dict[uuid.UUID, _Texts]:
    texts: dict[uuid.UUID, _Texts] = defaultdict(_Texts)
    present = SourceText.objects.filter(gone_at=None).values_list("object_key")
    for key, count, came_at in present.annotate(Count("pk"), Max("seen_at")):
        texts[key] = _Texts(count, came_at)
    gone = SourceText.objects.exclude(gone_at=None).values_list("object_key", "seen_at", "gone_at")
    for key, seen_at, gone_at in gone:
        if gone_at:
            texts[key].gone.append((seen_at, gone_at))
    return texts


def _records() -> dict[tuple[uuid.UUID, int], _Record]:
    fields = ("source__object_id", "target_locale_id", "source_id", "enabled", "source__last_updated_at")
    return {(key, locale): _Record(*rest) for key, locale, *rest in Translation.objects.values_list(*fields)}


def _translated() -> dict[tuple[uuid.UUID, int], tuple[int, datetime | None, int]]:
    """How many of the texts as they stand now have words in a language, when somebody last wrote some, and how many
    are a machine's.
    """
    words = StringTranslation.objects.filter(_is_text(gone_at=None), has_error=False)
    by_somebody = Max("updated_at", filter=Q(last_translated_by__isnull=False))
    of_a_machine = Q(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
    counts = words.values_list("context__object_id", "locale_id").annotate(
        Count("pk"), worded_at=by_somebody, by_machine=Count("pk", filter=of_a_machine)
    )
    return {(key, locale): tuple(figures) for key, locale, *figures in counts}


def _is_text(**conditions: Any) -> Exists:
    """For a query of translated words: whether they are of a text that stands so in the source."""
    texts = SourceText.objects.filter(
        object_key=OuterRef("context__object_id"),
        path_id=OuterRef("context__path_id"),
        data_hash=OuterRef("translation_of__data_hash"),
    )
    return Exists(texts.filter(**conditions))


def _written() -> dict[tuple[uuid.UUID, int], datetime]:
    """When wagtail-localize last wrote a translation: of what has no drafts."""
    logs = TranslationLog.objects.values_list("source__object_id", "locale_id").annotate(Max("created_at"))
    return {(key, locale): written_at for key, locale, written_at in logs}


def _followed() -> dict[tuple[uuid.UUID, int], datetime]:
    """The moment whose source each says that was published since this is noted."""
    rows = PublishedTranslation.objects.values_list("object_key", "locale_id", "follows")
    return {(key, locale): follows for key, locale, follows in rows}


def _seen(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[datetime]]:
    """When the texts of these were first met, where that is known."""
    moments: dict[uuid.UUID, list[datetime]] = defaultdict(list)
    texts = SourceText.objects.filter(object_key__in=set(keys), gone_at=None, seen_at__isnull=False)
    for key, seen_at in texts.values_list("object_key", "seen_at"):
        if seen_at:
            moments[key].append(seen_at)
    return moments


def with_details(contents: Sequence[Content]) -> list[Content]:
    """With whom the words are by, and since when some are missing: for the rows that are shown. Four queries."""
    keys = [content.key for content in contents]
    came: dict[uuid.UUID, dict[tuple[uuid.UUID, uuid.UUID], datetime]] = defaultdict(dict)
    gone: dict[uuid.UUID, list[tuple[datetime | None, datetime]]] = defaultdict(list)
    dated = SourceText.objects.filter(Q(seen_at__isnull=False) | Q(gone_at__isnull=False), object_key__in=keys)
    for text in dated:
        if text.gone_at:
            gone[text.object_key].append((text.seen_at, text.gone_at))
        elif text.seen_at:
            came[text.object_key][text.path_id, text.data_hash] = text.seen_at
    worded: dict[tuple[uuid.UUID, str], set[tuple[uuid.UUID, uuid.UUID]]] = defaultdict(set)
    words_of = StringTranslation.objects.filter(context__object__in=keys, has_error=False)
    fields = ("context__object_id", "locale__language_code", "context__path_id", "translation_of__data_hash")
    came_later = words_of.filter(_is_text(gone_at=None, seen_at__isnull=False))
    for key, language, path, words in came_later.values_list(*fields):
        worded[key, language].add((path, words))
    by: dict[tuple[uuid.UUID, str], str] = {}
    writers = words_of.exclude(last_translated_by=None).values_list(*fields[:2], "last_translated_by__name")
    for key, language, name, _last in writers.annotate(last=Max("updated_at")).order_by("last"):
        by[key, language] = name
    pages = [cell.target for content in contents if content.is_page for cell in content.cells if cell.target]
    savers = dict(Page.objects.filter(pk__in=pages).values_list("pk", "latest_revision__user__name"))

    def detailed(content: Content, cell: Cell) -> Cell:
        if cell.target is None:
            return cell
        changed = [
            seen_at
            for text, seen_at in came[content.key].items()
            if (
                (cell.follows is not None and seen_at > cell.follows)
                if cell.by_hand
                else text not in worded[content.key, cell.language]
            )
        ]
        changed += [span[1] for span in gone[content.key] if has_gone_since(*span, cell.follows)]
        name = by.get((content.key, cell.language)) or (savers.get(cell.target) if content.is_page else "") or ""
        return replace(cell, since=min(changed, default=None), by=name)

    return [replace(row, cells=[detailed(row, cell) for cell in row.cells]) for row in contents]
