"""Pictures as pages show them (Wagtail's renditions): the only uploads that are served as files, to everybody.

They lie in a folder of their own, which holds no folders. Whoever asks for one names a file of it, never a path.
"""

import re
from urllib.parse import unquote, urlsplit

from django.core.files.storage import Storage, storages

FOLDER = "images"  # where Wagtail puts renditions
NAME = r"(?!\.+$)[A-Za-z0-9_.-]{1,255}"


def pictures() -> Storage:
    return storages["pictures"]


def name_of_picture(address: str) -> str | None:
    """The name in its storage of the picture at an address; None for the address of anything else."""
    path = unquote(urlsplit(address).path)
    folder = urlsplit(pictures().url(f"{FOLDER}/")).path
    name = path.removeprefix(folder)
    return f"{FOLDER}/{name}" if path.startswith(folder) and re.fullmatch(NAME, name) else None
