"""Drawings as SVG, of which nothing but the drawing is left. Plain Python, to be read apart (`brs.core.apart`)."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from py_svg_hush import filter_svg

SVG = "http://www.w3.org/2000/svg"
LARGEST = 2_000_000  # bytes; a map with all its coasts
DEEPEST = 100
MOST_DRAWN = 100_000  # parts, where each is counted as often as others refer to it
REFERENCE = re.compile(r"url\(\s*[\"']?#([^\"')\s]+)")
BEGINNING = re.compile(rb"<(?:[a-zA-Z]{1,20}:)?svg[\s>]")


class Entities(Exception):
    """It declares entities, by which a few letters stand for millions, or for files of the server."""


class TooComplex(Exception):
    """It is drawn of more parts than a browser can draw at once, or of parts within parts without end."""


class Photograph(Exception):
    """It only wraps a photograph, which has a format of its own."""


class Broken(Exception):
    """It is no SVG."""


def is_svg(data: bytes) -> bool:
    """Whether it looks like one: text with marks, and the first of them that counts not far below."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" and bool(BEGINNING.search(data[:20_000]))


def sanitised(data: bytes) -> bytes:
    """The drawing without scripts, links, animation of addresses, foreign content, and anything from elsewhere.

    Raises Entities, TooComplex, Photograph, Broken.
    """
    if len(data) > LARGEST:
        raise TooComplex
    try:
        root = fromstring(data)
    except DefusedXmlException as error:
        raise Entities from error
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Broken from error
    if root.tag not in ("svg", f"{{{SVG}}}svg"):
        raise Broken
    if _depth(root) > DEEPEST or _drawn(root) > MOST_DRAWN:
        raise TooComplex
    for element in root.iter():
        for name in [name for name in element.attrib if _local(name) == "href"]:
            target = element.attrib[name].strip()
            if target.lower().startswith("data:") and _local(element.tag) in ("image", "feImage"):
                raise Photograph
            if not target.startswith("#"):
                del element.attrib[name]
    ElementTree.register_namespace("", SVG)
    try:
        return bytes(filter_svg(ElementTree.tostring(root, encoding="utf-8"), {}))
    except ValueError as error:
        raise Broken from error


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _depth(root: ElementTree.Element) -> int:
    """How many parts lie within each other; no more are counted than may be."""
    level, depth = [root], 0
    while level and depth <= DEEPEST:
        level, depth = [child for element in level for child in element], depth + 1
    return depth


def _drawn(root: ElementTree.Element) -> int:
    """How many parts are drawn, where each is drawn again wherever it is referred to. Raises TooComplex for circles."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    counts: dict[str, int] = {}

    def count(element: ElementTree.Element, inside: frozenset[str]) -> int:
        total = 0
        for part in element.iter():
            total += 1
            for target in _references(part):
                if target in inside or len(inside) > DEEPEST:
                    raise TooComplex
                if target not in counts and target in by_id:
                    counts[target] = count(by_id[target], inside | {target})
                total += counts.get(target, 0)
            if total > MOST_DRAWN:
                raise TooComplex
        return total

    return count(root, frozenset())


def _references(element: ElementTree.Element) -> Iterator[str]:
    """The ids that an element draws besides its own parts."""
    for name, value in element.attrib.items():
        if _local(name) == "href" and _local(element.tag) != "a":
            if value.strip().startswith("#"):
                yield value.strip()[1:]
        else:
            yield from REFERENCE.findall(value)
