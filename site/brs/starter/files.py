"""Puts the catalogue's pictures and documents into Wagtail's libraries, each once; all give a primary key."""

from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from .drawings import DRAWINGS
from .figures import can_write, draw
from .reading import DATA


def figure_image(block: dict[str, Any], address: tuple[str, ...], language: str) -> int:
    """The figure in the language; without a font for it, the English one."""
    if not can_write(language) and language != "en":
        english = get_image_model().objects.filter(title__endswith=_figure_title("", address, "en")).first()
        if english:
            return english.pk
    title = _figure_title(block["caption"], address, language)
    spec = block["spec"]
    return _image(title, f"{'-'.join(address)}-{language}.png", lambda: draw(spec["kind"], spec["labels"], language))


def drawn_image(drawing: str, title: str) -> int:
    return _image(title, f"{drawing}.png", DRAWINGS[drawing])


def film(name: str, title: str) -> dict[str, int]:
    """A film's file, its captions and the picture that stands for it until it plays."""
    files = DATA / "files"
    return {
        "file": document(title, f"{name}.mp4", (files / f"{name}.mp4").read_bytes()),
        "captions": document(f"{title} (WebVTT)", f"{name}.vtt", (files / f"{name}.vtt").read_bytes()),
        "poster": _image(f"{title} (film)", f"{name}.png", (files / f"{name}.png").read_bytes),
    }


def document(title: str, name: str, content: bytes) -> int:
    documents = get_document_model().objects
    loaded = documents.filter(title=title).first()
    return (loaded or documents.create(title=title, file=ContentFile(content, name), file_size=len(content))).pk


def _image(title: str, name: str, draw_it) -> int:
    images = get_image_model().objects
    loaded = images.filter(title=title).first()
    return (loaded or images.create(title=title, file=ContentFile(draw_it(), name))).pk


def _figure_title(caption: str, address: tuple[str, ...], language: str) -> str:
    ending = f" ({'/'.join(address)}, {language})"
    return caption[: 255 - len(ending)] + ending
