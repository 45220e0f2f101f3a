"""Another file takes the place of a picture or a document: every page that shows it shows the new one.

The old file goes when the change is committed and the generation of content renewed: no page that is made from then on
names it. Its name stays in the site's history, and old addresses of a document lead to the new file.
"""

import secrets
from typing import Any

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.documents import get_document_model
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from ..quoting import quoted_list

REPLACED = "core.replace_file"
NAMED = 5


def uses_of(medium: Any) -> list[Any]:
    """What refers to a picture or a document, each once. Queries as many as there are models among them."""
    return [user for user, _references in medium.get_usage()]


def warning(medium: Any) -> str | SafeString:
    """Said beside the field for another file, before it is sent."""
    users = uses_of(medium)
    if not users:
        return _("Not used yet. A new file takes its place.")
    words = ngettext("Used in %(n)s place: %(titles)s.", "Used in %(n)s places, such as %(titles)s.", len(users)) % {
        "n": len(users),
        "titles": quoted_list([str(user) for user in users[:NAMED]]),
    }
    after = _("A new file is shown there as soon as it is saved; offline folders are made anew when next asked for.")
    return format_html('{} {} <a href="{}">{}</a>', words, after, medium.usage_url, _("All uses"))


def replaced(medium: Any) -> str:
    """Said after it was replaced."""
    count = len(uses_of(medium))
    words = ngettext(
        "The file was replaced. The new one is shown in %(n)s place.",
        "The file was replaced. The new one is shown in %(n)s places.",
        count,
    )
    return words % {"n": count} if count else _("The file was replaced.")


def new_name(name: str) -> str:
    """A name that no file of before has had: browsers keep a picture by its address for as long as they like."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{secrets.token_hex(4)}{dot}{ending}"


def new_folder(name: str) -> str:
    """The same name in a folder of its own: the name of a document is what readers save it under."""
    return f"documents/{secrets.token_hex(4)}/{name}"


def note(medium: Any, former: FieldFile) -> None:
    """In the site's history: who replaced which file. The old file goes once all is committed."""
    log(medium, REPLACED, data={"name": str(former.name).rpartition("/")[2]})
    storage, name = former.storage, str(former.name)
    transaction.on_commit(lambda: storage.delete(name))


def was_named(number: str, name: str) -> bool:
    """Whether a document had a file of that name, which was replaced."""
    entries = ModelLogEntry.objects.get_for_model(get_document_model()).filter(object_id=number, action=REPLACED)
    return any(entry.data.get("name") == name for entry in entries)
