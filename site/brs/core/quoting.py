"""Titles within sentences on screen, in the quotation marks of the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def quoted(title: str) -> str:
    return _("“%(title)s”") % {"title": title}


def quoted_list(titles: Iterable[str]) -> str:
    """«“Lesson 1”, “Lesson 2”»"""
    return _(", ").join(map(quoted, titles))
