"""Files of editors, read to the end once before the site takes them: what is bounded then is so ever after.

Plain Python, to be read apart (`apart.py`).
"""

import tempfile

import polib

from . import bounds

TRANSLATION = "X-WagtailLocalize-TranslationID"


class NotATranslation(Exception):
    """It is no PO file of texts to be translated here, or one of far more texts than a page has."""


def translation(data: bytes) -> int:
    """How many texts a PO file has. It is read as wagtail-localize reads it. Raises NotATranslation."""
    try:
        texts = read_po(data)
    except MemoryError:
        raise
    except Exception as error:
        raise NotATranslation from error
    if TRANSLATION not in texts.metadata or len(texts) > bounds.TRANSLATION_TEXTS:
        raise NotATranslation
    return len(texts)


def read_po(data: bytes) -> polib.POFile:
    """Read from a file: polib takes a text that names one for its name."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return polib.pofile(file.name)
