"""Names of addresses: each is one address of the house, and whoever leads to an address names one that is there."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
# In a template `{% url "name"`; in Python `reverse("name"` and `redirect("name"`. Those with a namespace are Wagtail's.
NAMED = re.compile(r"""(?:\{%\s*url\s+|\b(?:reverse|redirect|reverse_lazy)\(\s*)(["'])([a-z_0-9]+)\1""")


def names(patterns: Any) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield pattern.name
        elif isinstance(pattern, URLResolver) and pattern.namespace is None:
            yield from names(pattern.url_patterns)


def test_a_name_is_one_address():
    counted = Counter(names(get_resolver().url_patterns))
    assert len(counted) > 150
    assert [name for name, number in counted.items() if number > 1] == []


def test_every_address_that_is_led_to_has_a_name():
    known = set(names(get_resolver().url_patterns))
    files = [path for folder in ("site", "courses", "toolkits", "templates") for path in (ROOT / folder).rglob("*.*")]
    led_to = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in files
        if path.suffix in (".py", ".html", ".txt", ".js", ".xml")
        for _quote, name in NAMED.findall(path.read_text())
    }
    assert len(led_to) > 300
    assert {line for line in led_to if line.split(": ")[1] not in known} == set()


def test_the_addresses_of_a_room_stand_in_its_urls_and_are_said_there_in_full():
    listed = [path for folder in ("site", "courses", "toolkits") for path in (ROOT / folder).rglob("*urls*.py")]
    assert len(listed) > 15 and {path.name for path in listed} == {"urls.py"}
    table = (ROOT / "site/brs/urls.py").read_text()
    prefixes = re.findall(r'path\("([^"]*)", include\((?!wagtailadmin)', table)
    assert prefixes == [""]
