"""A learner's page made into one of a trial: what it leads to and sends stays within the trial.

Scripts go, since pages work without them and nothing may be sent behind anybody's back; so do forms that would do
something outside.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag
from bs4.formatter import HTMLFormatter


class AsWritten(HTMLFormatter):
    """Attributes in the order of the page."""

    def attributes(self, tag: Tag) -> Iterable[tuple[str, Any]]:
        return tag.attrs.items()


def within_trial(page: str, addresses: Mapping[str, str], bar: str) -> str:
    """The page's HTML with the bar of the trial on top. `addresses`: of the site -> of the trial."""
    soup = BeautifulSoup(page, "html.parser")
    for tag in soup.find_all(["script", "wagtail-userbar"]):
        tag.decompose()
    for link in soup.find_all("a", href=True):
        target = urlsplit(str(link["href"]))
        if target.path in addresses and not target.netloc:
            link["href"] = target._replace(path=addresses[target.path]).geturl()
    for form in soup.find_all("form", method="post"):
        action = urlsplit(str(form.get("action", "")))
        if action.path in addresses:
            form["action"] = action._replace(path=addresses[action.path]).geturl()
        elif action.path or action.netloc:
            (form.find_parent("details") or form).decompose()
    main = soup.find("main")
    if main is not None:
        main.insert(0, BeautifulSoup(bar, "html.parser"))
    return soup.decode(formatter=AsWritten())
