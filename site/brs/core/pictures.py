"""Pictures as pages show them (Wagtail's renditions): the only uploads that are served as files, to everybody.

They lie in a folder of their own, which holds no folders. Whoever asks for one names a file of it, never a path.
"""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.files.storage import Storage, storages
from django.db.models import Model
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls.converters import StringConverter
from wagtail.images.models import AbstractRendition

FOLDER = "images"  # where Wagtail puts renditions
NAME = re.compile(r"\.{0,2}[A-Za-z0-9_-][A-Za-z0-9_.-]{0,250}")  # more than dots, and no slash


class PictureName(StringConverter):
    regex = NAME.pattern


def pictures() -> Storage:
    return storages["pictures"]


def name_of_picture(address: str) -> str | None:
    """The name in its storage of the picture at an address; None for the address of anything else."""
    path = unquote(urlsplit(address).path)
    folder = urlsplit(pictures().url(f"{FOLDER}/")).path
    name = path.removeprefix(folder)
    return f"{FOLDER}/{name}" if path.startswith(folder) and NAME.fullmatch(name) else None


@receiver(post_save)
def _whole_pixels(sender: type[Model], instance: Any, created: bool, **kwargs: Any) -> None:
    """Of a drawing that has just been made, as of one that is read from the database."""
    if created and issubclass(sender, AbstractRendition):
        instance.width, instance.height = int(instance.width), int(instance.height)
