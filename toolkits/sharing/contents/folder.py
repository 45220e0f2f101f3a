"""The contents of a toolkit's offline folder, found in a few queries; and its weight before it is made.

Only what everybody may see is in it. See docs/offline-folders.md.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.utils.text import slugify
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from brs.core import generation
from brs.core.models import told_of
from toolkits.sharing.models import Toolkit

from .sections import Item, Section, closed_collections, closed_pages, contents

# What files weigh that are not yet made: measured on the starter catalogue, compressed.
PAGE_BYTES = 2_000
IMAGE_BYTES = 20_000
FRAME_BYTES = 12_000  # index, style, list of files
FRAME_FILES = 4

READ = ("lessonpage", "coursepage", "toolpage")


@dataclass(frozen=True)
class Leaf:
    """A page in the folder. `kind`: its model's name; `file`: where it lies; `course`: which brought it, if one did."""

    page: Page
    kind: str
    file: str
    course: Page | None = None


@dataclass(frozen=True)
class Weight:
    """How much a folder is, about. `stamp`: the same as long as the same would be in it."""

    stamp: str
    bytes: int
    files: int
    pages: int

    @property
    def is_light(self) -> bool:
        """Made while one waits for it."""
        return self.bytes <= settings.OFFLINE_AT_ONCE_BYTES and self.pages <= settings.OFFLINE_AT_ONCE_PAGES


@dataclass(frozen=True)
class Folder:
    """`leaves`: pages in the order of reading, those of a course after it. `modules`: each with its course's file.

    `parts`: keys of all that everybody may see of its courses.
    """

    toolkit: Toolkit
    language: str
    sections: list[Section]
    leaves: list[Leaf]
    modules: list[Leaf]
    parts: frozenset[Any]
    closed_collections: tuple[str, ...]
    weight: Weight

    @property
    def items(self) -> list[Item]:
        return [item for section in self.sections for item in section.items]


def folder(toolkit: Toolkit, language: str) -> Folder:
    """Some queries, however much is in the toolkit."""
    sections = contents(toolkit, language, for_owner=False)
    items = [item for section in sections for item in section.items]
    closed, locked = closed_pages(), closed_collections()
    parts = _parts([item.page for item in items if item.page and item.kind == "coursepage"], closed)
    leaves, modules = _leaves(items, parts)
    weight = _weight(toolkit, language, items, leaves, closed, locked)
    public = frozenset(page.translation_key for page in parts)
    return Folder(toolkit, language, sections, leaves, modules, public, locked, weight)


def weight(toolkit: Toolkit, language: str) -> Weight:
    """The weight alone, found once a generation. One query, some the first time."""
    return generation.cached(
        generation.current(),
        ("offline folder", toolkit.pk, toolkit.changed_at, language),
        lambda: folder(toolkit, language).weight,
    )


def safe_name(number: int, name: str, suffix: str) -> str:
    """«012-form.pdf»: small ASCII letters, digits and hyphens, so that any file system takes it, and no path in it."""
    words = slugify(name)[:40].strip("-")
    return f"{number:03}{'-' if words else ''}{words}{suffix}"


def safe_suffix(file_name: str) -> str:
    """The ending of a file that people may upload; of any other, one that nothing is opened with."""
    ending = PurePath(file_name).suffix.lower().removeprefix(".")
    known = {*settings.WAGTAILDOCS_EXTENSIONS, *settings.WAGTAILIMAGES_EXTENSIONS}
    return f".{ending}" if ending in known and re.fullmatch("[a-z0-9]{1,5}", ending) else ".bin"


def _parts(courses: list[Page], closed: tuple[str, ...]) -> list[Page]:
    """Live and public pages below the courses, in the order of the tree. One query."""
    if not courses:
        return []
    below = Q()
    for course in courses:
        below |= Q(path__startswith=course.path)
    pages = Page.objects.live().filter(below).select_related("locale").order_by("path")
    return [page for page in pages if not page.path.startswith(closed)]


def _leaves(items: Iterable[Item], parts: list[Page]) -> tuple[list[Leaf], list[Leaf]]:
    leaves: dict[Any, Leaf] = {}
    modules: list[Leaf] = []

    def put(page: Page, kind: str, course: Page | None = None) -> Leaf:
        file = f"pages/{safe_name(len(leaves) + 1, page.slug, '.html')}"
        return leaves.setdefault(page.translation_key, Leaf(page, kind, file, course))

    for item in items:
        if item.page is None or item.kind not in READ:
            continue
        leaf = put(item.page, item.kind)
        if item.kind == "coursepage":
            for page in parts:
                kind = page.cached_content_type.model
                if page.path.startswith(item.page.path) and kind == "lessonpage":
                    put(page, kind, item.page)
                elif page.path.startswith(item.page.path) and kind == "modulepage":
                    modules.append(Leaf(page, kind, f"{leaf.file}#module-{page.pk}"))
    return list(leaves.values()), modules


def _weight(
    toolkit: Toolkit,
    language: str,
    items: list[Item],
    leaves: list[Leaf],
    closed: tuple[str, ...],
    locked: tuple[str, ...],
) -> Weight:
    referred = _referred([leaf.page for leaf in leaves])
    documents = {item.document.pk: item.document for item in items if item.document}
    named = get_document_model().objects.select_related("collection", "attribution", "audio_version")
    documents |= _rows(named.in_bulk, referred(get_document_model()) - set(documents))
    images = _rows(get_image_model().objects.select_related("attribution").in_bulk, referred(get_image_model()))
    linked = _rows(Page.objects.only("live", "last_published_at").in_bulk, referred(Page))
    public = [document for document in documents.values() if not document.collection.path.startswith(locked)]
    sizes = _within_limits(document.file_size or 0 for document in public)
    facts = [
        (toolkit.pk, toolkit.changed_at, language, settings.WAGTAILADMIN_BASE_URL, closed, locked),
        [(leaf.page.pk, leaf.page.title, leaf.page.last_published_at) for leaf in leaves],
        [
            (
                document.pk,
                document.title,
                document.file.name,
                document.file_size,
                document.file_hash,
                *told_of(document),
            )
            for _pk, document in sorted(documents.items())
        ],
        [(image.pk, image.file.name, image.file_hash, *told_of(image)) for _pk, image in sorted(images.items())],
        [(page.pk, page.live, page.last_published_at) for _pk, page in sorted(linked.items())],
    ]
    pictures = sum(min(image.file_size or IMAGE_BYTES, IMAGE_BYTES) for image in images.values())
    return Weight(
        stamp=hashlib.sha256(json.dumps(facts, cls=DjangoJSONEncoder).encode()).hexdigest(),
        bytes=FRAME_BYTES + PAGE_BYTES * len(leaves) + pictures + sum(sizes),
        files=FRAME_FILES + len(leaves) + len(images) + len(sizes),
        pages=len(leaves),
    )


def _within_limits(sizes: Iterable[int]) -> list[int]:
    """Those of the documents that go in."""
    taken: list[int] = []
    for size in sizes:
        if size <= settings.OFFLINE_DOCUMENT_BYTES and sum(taken) + size <= settings.OFFLINE_FOLDER_BYTES:
            taken.append(size)
    return taken


def _referred(pages: list[Page]) -> Callable[[Any], set[int]]:
    """For a model, the keys of what the pages refer to. One query."""
    types = ContentType.objects.get_for_models(Page, get_document_model(), get_image_model())
    rows = ReferenceIndex.objects.filter(
        base_content_type=types[Page],
        object_id__in=[str(page.pk) for page in pages],
        to_content_type__in=types.values(),
    )
    pairs = set(rows.values_list("to_content_type", "to_object_id")) if pages else set()
    return lambda model: {int(key) for kind, key in pairs if kind == types[model].pk}


def _rows(in_bulk: Callable[[Iterable[int]], dict[int, Any]], keys: set[int]) -> dict[int, Any]:
    return in_bulk(keys) if keys else {}
