"""Whatever editors write is kept as it was, and whoever would overwrite somebody's newer text is asked first."""

import pytest
from django.urls import reverse
from wagtail.models import RevisionMixin
from wagtail.snippets.models import get_snippet_models

from brs.taxonomy.models import GlossaryTerm
from tests.given import a_home, in_role

pytestmark = pytest.mark.django_db
# Numbers and lists of the Secretariat's own, whose history is in the log alone.
WITHOUT = {"needs.IndicatorValue", "people.Party"}


def test_all_that_editors_write_is_kept_as_it_was():
    without = {model._meta.label for model in get_snippet_models() if not issubclass(model, RevisionMixin)}
    assert without == WITHOUT


def test_the_second_to_save_is_asked(client):
    a_home()
    term = GlossaryTerm.objects.create(slug="pop", title="POP", locale_id=1, definition="A persistent pollutant.")
    client.force_login(in_role("editor"))
    address = reverse(term.snippet_viewset.get_url_name("edit"), args=[term.pk])
    form = client.get(address).context["form"]
    fields = {name: form[name].value() for name in ("title", "slug", "sort_order")} | {"provisions-count": "0"}
    first = client.post(address, {**fields, "definition": "The first's."})
    assert first.status_code == 302
    history = client.get(reverse(term.snippet_viewset.get_url_name("history"), args=[term.pk]))
    assert history.status_code == 200
    sessions = client.get(address).content.decode()
    assert "w-editing-sessions" in sessions
    client.post(address, {**fields, "definition": "The second's."})
    definitions = [revision.content["definition"] for revision in term.revisions.order_by("pk")]
    assert definitions == ["A persistent pollutant.", "The first's.", "The second's."]
