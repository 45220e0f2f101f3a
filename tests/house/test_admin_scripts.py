"""The admin runs scripts from our own files only: no inline script, no handler in an attribute, whoever wrote the page.

What Wagtail writes inline is replaced, and each replacement says what it replaces. After an upgrade these tests fail
where there is something to look at: a template that changed below ours, or a new inline script. That all of it works
in a browser is for tests/journeys/test_admin.py.
"""

import hashlib
import inspect
import re
from pathlib import Path

import pytest
import wagtail
import wagtail_localize
from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from wagtail.admin import widgets

from brs.core import admin_scripts
from tests.given import a_course, in_role

TEMPLATES = Path(settings.TEMPLATES[0]["DIRS"][0])
INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|type=[\"']application/json))[^>]*>|<[a-z][^<>]*\son[a-z]+\s*=\s*[\"']|javascript:", re.I
)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
REPLACES = re.compile(r"\{# Of (?:Wagtail|wagtail-localize) [\d.]+, (?P<digest>\w{12}): .+ #\}\n")
# Each template of Wagtail's and of its companions, by name.
THEIRS = {
    path.relative_to(folder).as_posix(): path
    for folder in (Path(app.path) / "templates" for app in apps.get_app_configs() if "wagtail" in app.name)
    for path in folder.rglob("*.html")
}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@pytest.mark.parametrize("name", sorted(name for name in THEIRS if (TEMPLATES / name).exists()))
def test_what_replaces_a_template_says_which(name):
    note = REPLACES.match((TEMPLATES / name).read_text())
    theirs = digest(THEIRS[name].read_text())
    assert note, f"{name} says in its first line what it replaces: Of Wagtail {wagtail.__version__}, {theirs}: …"
    assert note["digest"] == theirs, f"{name} changed in Wagtail: look at it, then note {theirs}"


def test_choosers_are_written_as_when_that_was_replaced():
    assert widgets.BaseChooser.render is admin_scripts.render
    source = Path(inspect.getsourcefile(widgets.BaseChooser)).read_text()
    theirs = source[source.index("    def render(self, name") : source.index("    @property\n    def base_js_init")]
    assert digest(theirs) == "d8ea923b50c1", "Wagtail writes choosers otherwise: look at brs/core/admin_scripts.py"


@pytest.mark.parametrize("package", [wagtail, wagtail_localize])
def test_nothing_else_is_written_inline_by_code(package):
    folder = Path(package.__file__).parent
    sources = [path for path in folder.rglob("*.py") if "test" not in path.relative_to(folder).as_posix()]
    writers = {
        path.relative_to(folder).as_posix()
        for path in sources
        if re.search(r"<script(?![^>]*\bsrc=)[^>]*>\{", path.read_text())
    }
    assert writers <= {"admin/widgets/chooser.py"}


@pytest.mark.parametrize("name", sorted(THEIRS))
def test_no_template_of_the_admin_has_an_inline_script(name):
    source = Path(get_template(name).origin.name).read_text()
    assert not INLINE.findall(COMMENT.sub("", source))


def test_no_template_of_ours_has_an_inline_script():
    sources = {path: COMMENT.sub("", path.read_text()) for path in TEMPLATES.rglob("*.html")}
    assert sources
    assert not {path for path, source in sources.items() if INLINE.search(source)}


def test_a_widget_that_needs_a_script_names_it_in_an_attribute():
    dates = [widgets.AdminDateInput(), widgets.AdminTimeInput(), widgets.AdminDateTimeInput()]
    for widget in (*dates, widgets.AdminPageChooser(), widgets.AdminTagWidget()):
        html = widget.render("name", None, {"id": 'id"<name'})
        assert "<script" not in html
    names = re.findall(
        r'<start-widget name="(\w+)"', "".join(widget.render("name", None, {"id": "name"}) for widget in dates)
    )
    assert names == ["initDateChooser", "initTimeChooser", "initDateTimeChooser"]


@pytest.mark.django_db
def test_the_admin_and_the_site_each_have_a_policy_without_inline_scripts(client):
    course = a_course()
    client.force_login(in_role("editor"))
    addresses = {
        # A preview is the site's page, and shows what readers get.
        "site": [course.get_url(), "/en/", "/en/no-such-page/", f"/admin/pages/{course.pk}/view_draft/"],
        "admin": [
            reverse("wagtailadmin_home"),
            reverse("wagtailadmin_pages:edit", args=[course.pk]),
            "/admin/no-such-page/",
        ],
    }
    for part, expected in (("site", "'self'"), ("admin", "'self' 'unsafe-inline'")):
        for address in addresses[part]:
            header = client.get(address).headers["Content-Security-Policy"]
            policy = dict(directive.split(" ", 1) for directive in header.split("; "))
            assert policy["script-src"] == policy["connect-src"] == "'self'", address
            assert policy["default-src"] == policy["base-uri"] == "'none'", address
            assert policy["style-src"] == expected, address
