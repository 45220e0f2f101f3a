"""The pages of an offline folder: plain HTML whose links all lead to something inside it, or are marked as outside."""

import base64
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.core.files.storage import Storage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.documents import get_document_model

from brs.core.pages import address
from brs.core.pictures import name_of_picture, pictures
from brs.core.stylesheets import stylesheet
from brs.taxonomy.models import cited
from courses.pages.course_outline import course_outline
from courses.pages.lesson_screen import parts_of
from toolkits.sharing.contents.folder import Folder, safe_name, safe_suffix
from toolkits.sharing.visitors.shared_page import shared_sections
from toolkits.tools.tool_screen import tool_screen

# How our templates name a file of the folder, and an address of the site that is meant as such.
INSIDE, ONLINE = "folder", "online"
LARGEST_CAPTIONS = 500_000

# What runs, loads or sends; and attributes that do, on whatever they stand. Links, pictures and recordings get theirs
# back below.
NEVER = ["script", "style", "iframe", "object", "embed", "base", "template", "input", "button", "select", "textarea"]
LOADING = {"src", "srcset", "href", "poster", "data", "action", "formaction", "background", "ping", "style", "download"}


@dataclass(frozen=True)
class Asset:
    """A file of the site's that goes into the folder as it is."""

    file: str
    storage: Storage
    name: str
    size: int


@dataclass(frozen=True)
class LeftOut:
    """A document that did not go in. `why`: large (by itself), full (the folder is) or missing (on the site)."""

    title: str
    address: str
    size: int
    why: str


@dataclass
class Shelf:
    """Where each address of the site leads to in the folder. Files go in as they are first asked for."""

    folder: Folder
    assets: dict[str, Asset] = field(default_factory=dict)
    left_out: dict[int, LeftOut] = field(default_factory=dict)

    def __post_init__(self) -> None:
        leaves = [*self.folder.modules, *self.folder.leaves]
        self._pages = {_without_language(address(leaf.page)): leaf.file for leaf in leaves}
        self._own = {"index.html", "style.css", *(leaf.file for leaf in self.folder.leaves)}
        self._provisions = _without_language(reverse("provision", args=["x"])).removesuffix("x/")
        self._documents = reverse("wagtaildocs_serve", args=[0, "x"]).removesuffix("0/x")
        self._weight = 0

    def link(self, href: str) -> tuple[str, str]:
        """(inside, file) | (outside, absolute address) | (person, address) | (plain, "") for what leads nowhere."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return "plain", ""
        if parts.scheme == INSIDE:
            return ("inside", parts.path) if parts.path in self._own else ("plain", "")
        if parts.scheme == ONLINE:
            return "outside", urljoin(settings.WAGTAILADMIN_BASE_URL, parts.path)
        if parts.scheme in ("mailto", "tel"):
            return "person", href
        if parts.scheme not in ("", "http", "https"):
            return "plain", ""
        if parts.netloc not in ("", urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc):
            return "outside", urljoin(settings.WAGTAILADMIN_BASE_URL, href)
        path = _without_language(unquote(parts.path))
        if path in self._pages:
            file = self._pages[path]
            return "inside", f"{file}#{parts.fragment}" if parts.fragment and "#" not in file else file
        if path.startswith(self._provisions) or not path:
            return "plain", ""
        if path.startswith(self._documents):
            return self._document_link(href, path)
        return "outside", urljoin(settings.WAGTAILADMIN_BASE_URL, href)

    def source(self, src: str) -> Asset | None:
        """The file of a picture or a recording; None where it is not in the folder."""
        path = unquote(urlsplit(src).path)
        if path.startswith(self._documents):
            return self.document(self._number(path))
        name = name_of_picture(src)
        if name is None:
            return None
        if name not in self.assets:
            try:
                size = pictures().size(name)
            except OSError:
                return None
            file = self._new_name("images", Path(name).name.partition(".")[0], name)
            self.assets[name] = Asset(file, pictures(), name, size)
        return self.assets[name]

    def document(self, number: int) -> Asset | None:
        """The file of a document; None where it is not for everybody, or was left out."""
        key = f"document {number}"
        if key in self.assets or number in self.left_out:
            return self.assets.get(key)
        document = get_document_model().objects.select_related("collection").filter(pk=number).first()
        if document is None or document.collection.path.startswith(self.folder.closed_collections):
            return None
        try:
            size = document.file.storage.size(document.file.name)
        except OSError:
            size, why = document.file_size or 0, "missing"
        else:
            why = self._too_much(size)
        if why:
            online = urljoin(settings.WAGTAILADMIN_BASE_URL, document.url)
            self.left_out[number] = LeftOut(document.title, online, size, why)
            return None
        self._weight += size
        file = self._new_name("files", document.title, document.file.name)
        self.assets[key] = Asset(file, document.file.storage, document.file.name, size)
        return self.assets[key]

    def _document_link(self, href: str, path: str) -> tuple[str, str]:
        number = self._number(path)
        asset = self.document(number)
        if asset:
            return "inside", asset.file
        is_elsewhere = number in self.left_out and self.left_out[number].why != "missing"
        return ("outside", urljoin(settings.WAGTAILADMIN_BASE_URL, href)) if is_elsewhere else ("plain", "")

    def _number(self, path: str) -> int:
        number = path.removeprefix(self._documents).partition("/")[0]
        return int(number) if number.isdecimal() and len(number) < 10 else 0

    def _too_much(self, size: int) -> str:
        if size > settings.OFFLINE_DOCUMENT_BYTES:
            return "large"
        return "full" if self._weight + size > settings.OFFLINE_FOLDER_BYTES else ""

    def _new_name(self, below: str, title: str, file_name: str) -> str:
        return f"{below}/{safe_name(len(self.assets) + 1, title, safe_suffix(file_name))}"


def pages(folder: Folder, shelf: Shelf, made_at: datetime) -> Iterator[tuple[str, str]]:
    """The text files one after the other, each with its name: pages, the index, the style."""
    leaves = folder.leaves
    around = zip([None, *leaves], leaves, [*leaves[1:], None], strict=False)
    followers = {leaf.file: (before, leaf, after) for before, leaf, after in around}
    for item in folder.items:  # in the order of reading: what comes first has its place first
        if item.document:
            shelf.document(item.document.pk)
    for before, leaf, after in followers.values():
        template, context = KINDS[leaf.kind]
        page = leaf.page.specific
        page.locale = leaf.page.locale
        with override(folder.language):
            filled = {"page": page, "leaf": leaf, "before": before, "after": after, **context(folder, page)}
            yield leaf.file, _page(template, filled, leaf.file, shelf)
    with override(folder.language):
        index = {**_index(folder, shelf), "made_at": made_at}
        yield "index.html", _page("toolkits/bundle/index.html", index, "index.html", shelf)
    yield "style.css", _style()


def rewritten(html: str, file: str, shelf: Shelf) -> str:
    """A page as it lies in the folder at `file`: nothing in it runs, sends, or loads from elsewhere."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(NEVER):
        tag.decompose()
    for tag in soup("form"):
        tag.unwrap()
    ids = {tag["id"] for tag in soup.find_all(id=True)}
    for tag in soup(True):
        loading = {name: value for name, value in tag.attrs.items() if name in LOADING}
        tag.attrs = {n: value for n, value in tag.attrs.items() if n not in LOADING and not n.lower().startswith("on")}
        if tag.name in ("a", "link"):
            _lead(soup, tag, str(loading.get("href", "")), file, ids, shelf)
        elif tag.name in ("img", "audio", "video"):
            _show(soup, tag, str(loading.get("src", "")), file, shelf)
        elif tag.name == "track":
            _caption(tag, str(loading.get("src", "")), shelf)
    return str(soup)


def _page(template: str, context: dict[str, Any], file: str, shelf: Shelf) -> str:
    filled = {"toolkit": shelf.folder.toolkit, "here": file, "offline": True, **context}
    return rewritten(render_to_string(template, filled).lstrip(), file, shelf)


def _lead(soup: BeautifulSoup, tag: Tag, href: str, file: str, ids: set[Any], shelf: Shelf) -> None:
    if href.startswith("#") and href[1:] in ids:
        tag["href"] = href
        return
    kind, target = shelf.link(href) if href and not href.startswith("#") else ("plain", "")
    if kind == "inside":
        tag["href"] = _relative(target, file)
    elif kind == "person":
        tag["href"] = target
    elif kind == "outside" and tag.name == "a":
        tag["href"], tag["rel"] = target, "noreferrer"
        mark = soup.new_tag("span", attrs={"class": "host", "dir": "ltr"})
        host = urlsplit(target).hostname or ""
        mark.string = f"↗ {host}" if host not in tag.get_text() else "↗"
        tag.append(" ")
        tag.append(mark)
    elif tag.name == "a":
        tag.unwrap()
    else:
        tag.decompose()


def _show(soup: BeautifulSoup, tag: Tag, src: str, file: str, shelf: Shelf) -> None:
    asset = shelf.source(src)
    if asset:
        tag["src"] = _relative(asset.file, file)
        return
    instead = soup.new_tag("p", attrs={"class": "meta"})
    instead.string = str(tag.get("alt", "")) or _("This recording is not in the folder.")
    tag.replace_with(instead)


def _caption(tag: Tag, src: str, shelf: Shelf) -> None:
    """Browsers read no captions from a file beside the page: so they stand in it."""
    asset = shelf.source(src)
    if asset is None or asset.size > LARGEST_CAPTIONS:
        tag.decompose()
        return
    with asset.storage.open(asset.name) as file:
        tag["src"] = "data:text/vtt;base64," + base64.b64encode(file.read()).decode()


def _relative(target: str, file: str) -> str:
    path, mark, fragment = target.partition("#")
    return posixpath.relpath(path, posixpath.dirname(file) or ".") + mark + fragment


def _without_language(path: str) -> str:
    """«/courses/x/» of «/fr/courses/x/»: a page has one address in all languages."""
    head, slash, rest = path.removeprefix("/").partition("/")
    return slash + rest if head in dict(settings.LANGUAGES) else path


def _style() -> str:
    """The site's own style without its pictures, and what only the folder needs."""
    return re.sub(r"url\([^)]*(?:\)|$)", "none", stylesheet("offline"))


def _index(folder: Folder, shelf: Shelf) -> dict[str, Any]:
    return {
        "sections": shared_sections(folder.toolkit, folder.language),
        "left_out": list(shelf.left_out.values()),
        "first": folder.leaves[0] if folder.leaves else None,
    }


def _lesson(folder: Folder, page: Any) -> dict[str, Any]:
    return {"parts": parts_of(page, {}, None), "cited": cited(page.provisions)}


def _course(folder: Folder, page: Any) -> dict[str, Any]:
    """The outline; of its parts those that everybody may see."""
    sections = [
        (
            module if module and module.translation_key in folder.parts else None,
            [part for part in parts if part.translation_key in folder.parts],
        )
        for module, parts in course_outline(page).sections
    ]
    return {"sections": [(module, parts) for module, parts in sections if parts]}


def _tool(folder: Folder, page: Any) -> dict[str, Any]:
    return {"screen": tool_screen(page)}


# Kind of a page -> its template, and what it takes besides the page.
KINDS: dict[str, tuple[str, Callable[[Folder, Any], dict[str, Any]]]] = {
    "lessonpage": ("toolkits/bundle/lesson.html", _lesson),
    "coursepage": ("toolkits/bundle/course.html", _course),
    "toolpage": ("toolkits/bundle/tool.html", _tool),
}
