"""Courses as their editors left them, drafts and all, with whatever they refer to.

The number of queries is the same for one course and for all. Blocks are read as they are stored, since a block that is
asked for its picture or document would fetch it by itself.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html.parser import HTMLParser
from typing import Any

from django.core.files.storage import Storage
from django.db.models import Count, Model, Q
from django.db.models.functions import Substr
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Revision

from brs.core.languages import SOURCE_LANGUAGE
from brs.core.outside_links import addresses_in, dead_among
from brs.review.models import ReaderReport, Review
from brs.taxonomy.models import Competency, Provision
from courses.questions.models import Question

from ..course_outline import COURSE_DEPTH
from ..models import CoursePage, LessonPage, ModulePage, QuizPage

COURSE_PATH = COURSE_DEPTH * Page.steplen
# The files that a lesson's picture is drawn into, the first that a browser of today takes.
SERVED_AS = ("format-avif", "format-webp", "format-")
SERVED_WIDTH = "width-640"
BLOCK_TAGS = {"p", "li", "h2", "h3", "h4", "br", "td", "th"}
NOT_READ = {"style", "type", "id", "url"}  # values of a block that no reader reads


class FormattedText(HTMLParser):
    """Reads formatted text: its plain text with a line for each paragraph, and the attributes of its links."""

    def __init__(self, text: str):
        super().__init__()
        self.pieces: list[str] = []
        self.links: list[dict[str, str | None]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links.append(dict(attrs))
        if tag in BLOCK_TAGS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


@dataclass(frozen=True)
class Block:
    """A block as it is stored; `id` leads to it in the editor."""

    id: str
    type: str
    value: Any


@dataclass(frozen=True)
class Part:
    """A module, lesson or quiz. `page` has the words of its newest draft; `competencies` and `provisions` are ids."""

    page: Any
    kind: str
    module: Any = None
    is_scheduled: bool = False
    competencies: frozenset[int] = frozenset()

    @cached_property
    def blocks(self) -> list[Block]:
        return blocks_of(self.page.body) if self.kind == "lesson" else []

    @cached_property
    def text(self) -> str:
        """All that is read in a lesson, a line for each paragraph."""
        return "\n".join(line for block in self.blocks for line in _lines(block.value))

    @cached_property
    def provisions(self) -> set[int]:
        if self.kind != "lesson":
            return set()
        carried = [*blocks_of(self.page.provisions), *(block for block in self.blocks if block.type == "provision")]
        return {block.value["provision"] for block in carried if block.value.get("provision")}

    @cached_property
    def asked(self) -> list[int]:
        """Ids of the quiz's own questions."""
        if self.kind != "quiz":
            return []
        return [block.value for block in blocks_of(self.page.questions) if block.type == "question" and block.value]

    @cached_property
    def pools(self) -> list[tuple[int, int]]:
        """The quiz's pools: id of the topic, and how many are asked of it."""
        if self.kind != "quiz":
            return []
        pools = [block.value for block in blocks_of(self.page.questions) if block.type == "pool"]
        return [(pool["topic"], pool.get("count") or 0) for pool in pools if pool.get("topic")]

    @property
    def status(self) -> str:
        if self.is_scheduled:
            return "scheduled"
        if not self.page.live:
            return "draft" if self.page.first_published_at is None else "offline"
        return "changed" if self.page.has_unpublished_changes else "live"


@dataclass(frozen=True)
class Facts:
    """What the courses refer to, by id. `languages`: key of a page -> languages in which it is published."""

    images: Mapping[int, Any]
    picture_bytes: Mapping[int, int]
    documents: Mapping[int, Any]
    pages: Mapping[int, Page]
    published_keys: set[uuid.UUID]
    languages: Mapping[uuid.UUID, set[str]]
    restrictions: Sequence[PageViewRestriction]
    questions: Mapping[int, Question]
    live_questions: set[uuid.UUID]
    stock: Mapping[int, int]
    competencies: Mapping[int, Competency]
    provisions: Mapping[int, Provision]
    reviews: Mapping[uuid.UUID, Review]
    reported: Mapping[uuid.UUID, int]
    dead_addresses: set[str]


@dataclass(frozen=True)
class CourseContent:
    """A course with its modules and parts in the order of the page tree."""

    course: Any
    is_scheduled: bool
    competencies: frozenset[int]
    members: list[Part]
    facts: Facts = field(repr=False)

    @property
    def is_source(self) -> bool:
        return self.course.locale.language_code == SOURCE_LANGUAGE

    @property
    def review(self) -> Review | None:
        """None before the course was first published."""
        return self.facts.reviews.get(self.course.translation_key)

    @property
    def itself(self) -> Part:
        return Part(self.course, "course", is_scheduled=self.is_scheduled, competencies=self.competencies)

    @cached_property
    def lessons(self) -> list[Part]:
        return [part for part in self.members if part.kind == "lesson"]

    @cached_property
    def quizzes(self) -> list[Part]:
        return [part for part in self.members if part.kind == "quiz"]

    @cached_property
    def provisions(self) -> set[int]:
        return {block.value["provision"] for block in blocks_of(self.course.provisions) if block.value.get("provision")}


def contents_of(courses: Iterable[CoursePage]) -> list[CourseContent]:
    """The courses in their order. At most 27 queries, however many they are."""
    courses = list(courses)
    paths = [course.path for course in courses]
    members = [page for model in (ModulePage, LessonPage, QuizPage) for page in _below(model, paths)]
    pages = [*courses, *members]
    drafts = _newest_drafts(pages)
    for page in pages:
        _take_draft(page, drafts.get(page.latest_revision_id, {}))
    competencies = _competencies(pages, drafts)
    scheduled = _scheduled(pages)
    modules = {page.path: page for page in members if page.item_kind == "module"}
    parts: dict[str, list[Part]] = defaultdict(list)
    for page in sorted(members, key=lambda page: page.path):
        module = modules.get(page.path[: -Page.steplen])
        part = Part(page, page.item_kind, module, page.pk in scheduled, competencies.get(page.pk, frozenset()))
        parts[page.path[:COURSE_PATH]].append(part)
    facts = _facts(courses, [part for below in parts.values() for part in below], competencies)
    return [
        CourseContent(
            course, course.pk in scheduled, competencies.get(course.pk, frozenset()), parts[course.path], facts
        )
        for course in courses
    ]


def _below(model: type[Page], paths: Sequence[str]) -> Any:
    pages = model.objects.annotate(course_path=Substr("path", 1, COURSE_PATH)).filter(course_path__in=paths)
    return pages.select_related("locale")


def _newest_drafts(pages: Iterable[Page]) -> dict[int, dict[str, Any]]:
    """What was written since a page was published, or ever, as it is stored: by id of the revision."""
    ids = [page.latest_revision_id for page in pages if page.has_unpublished_changes or not page.live]
    return dict(Revision.objects.filter(pk__in=ids).values_list("pk", "content"))


def _take_draft(page: Page, draft: Mapping[str, Any]) -> None:
    for model_field in page._meta.concrete_fields:
        is_content = model_field.model is not Page or model_field.name == "title"
        if is_content and not model_field.is_relation and model_field.name in draft:
            setattr(page, model_field.name, model_field.to_python(draft[model_field.name]))


def _competencies(pages: Iterable[Page], drafts: Mapping[int, Mapping[str, Any]]) -> dict[int, frozenset[int]]:
    """Ids of the competencies of courses and lessons, by id of the page."""
    carried: dict[int, set[int]] = defaultdict(set)
    for model in (CoursePage, LessonPage):
        through = model.competencies.through
        ids = [page.pk for page in pages if isinstance(page, model)]
        name = model._meta.model_name
        for page_id, term_id in through.objects.filter(**{f"{name}__in": ids}).values_list(f"{name}_id", "competency"):
            carried[page_id].add(term_id)
    for page in pages:
        draft = drafts.get(page.latest_revision_id, {})
        if "competencies" in draft:
            carried[page.pk] = set(draft["competencies"])
    return {page_id: frozenset(terms) for page_id, terms in carried.items()}


def _scheduled(pages: Iterable[Page]) -> set[int]:
    ids = [str(page.pk) for page in pages]
    revisions = Revision.page_revisions.filter(approved_go_live_at__isnull=False, object_id__in=ids)
    return {int(pk) for pk in revisions.values_list("object_id", flat=True)}


def _facts(courses: Sequence[CoursePage], parts: Sequence[Part], competencies: Mapping[int, frozenset[int]]) -> Facts:
    blocks = [block for part in parts for block in part.blocks]
    images = get_image_model().objects.in_bulk({pk for block in blocks for pk in picture_ids(block)})
    named = get_document_model().objects.select_related("audio_version")
    documents = named.in_bulk({pk for block in blocks for pk in document_ids(block)})
    pages = Page.objects.in_bulk({pk for block in blocks for pk in linked_pages(block)})
    questions = Question.objects.in_bulk({pk for part in parts for pk in part.asked})
    own_pages = [*courses, *(part.page for part in parts)]
    languages = _languages([page.translation_key for page in [*own_pages, *pages.values()]])
    provision_ids = {
        block.value["provision"] for course in courses for block in blocks_of(course.provisions) if block.value
    }
    term_ids = {pk for ids in competencies.values() for pk in ids}
    return Facts(
        images=images,
        picture_bytes=_picture_bytes(images),
        documents=documents,
        pages=pages,
        published_keys={key for key, codes in languages.items() if codes},
        languages=languages,
        restrictions=list(PageViewRestriction.objects.select_related("page")),
        questions=questions,
        live_questions=_live_questions(questions.values()),
        stock=_stock({topic for part in parts for topic, _count in part.pools}),
        competencies=Competency.objects.in_bulk(term_ids),
        provisions=Provision.objects.select_related("convention").in_bulk(provision_ids),
        reviews=Review.objects.select_related("owner").in_bulk([course.translation_key for course in courses]),
        reported=_reported([course.translation_key for course in courses]),
        dead_addresses=dead_among(address for block in blocks for address in addresses_in(block.value)),
    )


def _reported(course_keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many open reports of readers there are on each page of the courses."""
    rows = ReaderReport.objects.open().filter(subject_key__in=course_keys).values_list("key")
    return dict(rows.annotate(n=Count("pk")).order_by())


def _languages(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    published: dict[uuid.UUID, set[str]] = defaultdict(set)
    rows = Page.objects.live().filter(translation_key__in=set(keys))
    for key, code in rows.values_list("translation_key", "locale__language_code"):
        published[key].add(code)
    return published


def _live_questions(questions: Iterable[Question]) -> set[uuid.UUID]:
    """Keys of the questions that are published in some language."""
    keys = {question.translation_key for question in questions}
    live = Question.objects.filter(live=True, translation_key__in=keys)
    return set(live.values_list("translation_key", flat=True))


def _stock(topics: Iterable[int]) -> dict[int, int]:
    """How many different questions the bank has on each topic, published in whatever language. Two queries."""
    theme = Question._meta.get_field("topic").related_model
    assert isinstance(theme, type) and issubclass(theme, Model)
    keys = dict(theme._default_manager.filter(pk__in=set(topics)).values_list("pk", "translation_key"))
    by_key: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    live = Question.objects.filter(live=True, topic__translation_key__in=set(keys.values()))
    for topic_key, key in live.values_list("topic__translation_key", "translation_key"):
        by_key[topic_key].add(key)
    return {pk: len(by_key[key]) for pk, key in keys.items()}


def _picture_bytes(images: Mapping[int, Any]) -> dict[int, int]:
    """The bytes that a browser fetches for each picture; of one that nobody has looked at yet, those of its file."""
    sizes = {pk: image.file_size or 0 for pk, image in images.items()}
    renditions = get_image_model().get_rendition_model().objects.filter(Q(filter_spec__contains=SERVED_WIDTH))
    drawn: dict[int, list[Any]] = defaultdict(list)
    for rendition in renditions.filter(image__in=images):
        drawn[rendition.image_id].append(rendition)
    for pk, of_one in drawn.items():
        served = min(of_one, key=lambda rendition: _rank(rendition.filter_spec))
        sizes[pk] = _size(served.pk, served.file.storage, served.file.name)
    return sizes


def _rank(spec: str) -> int:
    return next((rank for rank, kind in enumerate(SERVED_AS) if kind in spec), len(SERVED_AS))


@lru_cache(maxsize=10_000)
def _size(rendition_id: int, storage: Storage, name: str) -> int:
    """The file's size: asked of the storage once, since a rendition never changes."""
    try:
        return storage.size(name)
    except OSError:
        return 0


def blocks_of(stream: Any) -> list[Block]:
    return [Block(str(raw.get("id") or ""), raw["type"], raw["value"]) for raw in stream.raw_data]


def picture_ids(block: Block) -> set[int]:
    """Of the pictures that the block shows without being asked to."""
    if block.type == "image":
        value = block.value.get("image") if isinstance(block.value, Mapping) else block.value
        return {value} if value else set()
    name = {"figure": "image", "video": "poster"}.get(block.type)
    value = block.value.get(name) if name else None
    return {value} if value else set()


def document_ids(block: Block) -> set[int]:
    """Of the files that the block offers, and those that its text links to."""
    names = {"video": ("file", "captions"), "audio": ("file", "captions"), "document": ("document",)}
    chosen = {block.value[name] for name in names.get(block.type, ()) if block.value.get(name)}
    return chosen | {pk for kind, pk in _links(block.value) if kind == "document"}


def linked_pages(block: Block) -> set[int]:
    """Of the pages that the block names, and those that its text links to."""
    chosen = {block.value["page"]} if block.type == "tool" and block.value.get("page") else set()
    return chosen | {pk for kind, pk in _links(block.value) if kind == "page"}


def _links(value: Any) -> Iterator[tuple[str, int]]:
    """What formatted text links to: page or document, and its id."""
    for text in _strings(value):
        for link in FormattedText(text).links if "<a" in text else ():
            kind, pk = link.get("linktype"), link.get("id") or ""
            if kind in ("page", "document") and pk.isdecimal():
                yield kind, int(pk)


def _lines(value: Any) -> Iterator[str]:
    for text in _strings(value):
        yield from filter(None, map(str.strip, plain(text).splitlines()))


def plain(text: str) -> str:
    """Formatted text without its tags, a line for each paragraph."""
    return "".join(FormattedText(text).pieces) if "<" in text or "&" in text else text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, child in value.items():
            if name not in NOT_READ:
                yield from _strings(child)
    elif isinstance(value, Sequence):
        for child in value:
            yield from _strings(child)
