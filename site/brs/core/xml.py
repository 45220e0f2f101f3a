"""Text for files that are XML inside: workbooks and documents. Plain Python."""

import re

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def for_xml(text: str) -> str:
    """The text without the characters that no XML may have: with them nobody could open the file."""
    return _NOT_IN_XML.sub("", text)
