"""A reader's toolkits on a page. Visitors get nothing, and pay no query."""

from typing import Any

from django import template
from wagtail.models import Page

from toolkits.sharing.models import Entry, Toolkit

register = template.Library()

MOST_SHOWN = 20


@register.inclusion_tag("toolkits/add_page.html", takes_context=True)
def add_to_toolkit(context: template.Context, page: Page) -> dict[str, Any]:
    """«Add to toolkit» for a page, in whatever language it is shown: one click for the toolkit used last."""
    return _choices(context, "page", page.translation_key)


@register.inclusion_tag("toolkits/add_document.html", takes_context=True)
def add_document_to_toolkit(context: template.Context, document: Any) -> dict[str, Any]:
    """«Add to toolkit» for a document on a page; nothing where it was deleted."""
    return _choices(context, "document", document.pk) if document else {}


def _choices(context: template.Context, name: str, value: Any) -> dict[str, Any]:
    request: Any = context.get("request")
    if not request or not request.user.is_authenticated:
        return {}
    toolkits = _toolkits(request, context.get("page"))
    return {
        "name": name,
        "value": value,
        "path": request.path,
        "csrf_token": context.get("csrf_token"),
        "last": toolkits[0] if toolkits else None,
        "others": toolkits[1:],
        "is_offered": True,
    }


def _toolkits(request: Any, page: Page | None) -> list[Toolkit]:
    """The reader's, the last changed first; each says whether it `holds` the page. At most two queries."""
    if not hasattr(request, "toolkits"):
        mine = list(Toolkit.objects.editable_by(request.user).in_use().only("title")[:MOST_SHOWN])
        entries = Entry.objects.filter(toolkit__in=mine, content_key=page.translation_key if page else None)
        held = set(entries.values_list("toolkit", flat=True)) if mine else set()
        for toolkit in mine:
            toolkit.holds = toolkit.pk in held
        request.toolkits = mine
    return request.toolkits
