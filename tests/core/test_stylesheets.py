"""A stylesheet comes in one file with the components that it imports, however static files are served."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import storages
from django.core.management import call_command

from brs.core.stylesheets import _joined, stylesheet

SHEETS = ["site", "work", "reports", "offline"]


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_is_imported_and_every_layer_is_there(name):
    css = stylesheet(name)
    assert "@import" not in css and "/*" not in css
    assert css.startswith("@layer reset, tokens, base, components, utilities;")
    assert {"reset", "tokens", "base", "components", "utilities"} == set(re.findall(r"@layer (\w+) {", css))
    assert css.count("{") == css.count("}")


def test_components_come_in_the_order_of_the_imports():
    folder = Path(settings.STATICFILES_DIRS[0]) / "css"
    imports = re.findall(r'@import "([\w-]+/[\w-]+\.css)" layer\((\w+)\);', (folder / "site.css").read_text())
    parts = (f"@layer {layer} {{\n{_joined(folder / path, folder)}\n}}" for path, layer in imports)
    assert len(imports) > 50
    assert "\n".join(["@layer reset, tokens, base, components, utilities;", *parts]) == stylesheet("site")


def test_addresses_of_pictures_lead_from_where_the_stylesheet_lies():
    addresses = re.findall(r'url\("([^"]+)"\)', stylesheet("site"))
    assert addresses == ["../icons/rings.svg"]
    assert (Path(settings.STATICFILES_DIRS[0]) / "css" / addresses[0]).exists()


@pytest.mark.parametrize("name", SHEETS)
def test_a_development_server_finds_it_whole(name):
    path = Path(finders.find(f"css/{name}.css"))
    assert path.read_text(encoding="utf-8") == stylesheet(name)
    assert path == Path(finders.find(f"css/{name}.css"))


def test_it_is_collected_whole_under_a_hashed_name_and_its_parts_are_not(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = ["brs.core.stylesheets.StylesheetFinder"]
    hashed = {"BACKEND": "brs.core.static.HashedStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": hashed}
    storages._storages.clear()
    before = staticfiles_storage._wrapped
    staticfiles_storage._wrapped = storages.create_storage(storages.backends["staticfiles"])
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        names = staticfiles_storage.hashed_files
    finally:
        staticfiles_storage._wrapped = before
    assert {name for name in names if name.endswith(".css")} == {f"css/{name}.css" for name in [*SHEETS, "admin"]}
    css = (tmp_path / names["css/site.css"]).read_text(encoding="utf-8")
    picture = Path(names["icons/rings.svg"]).name
    assert css == stylesheet("site").replace("../icons/rings.svg", f"../icons/{picture}")
    assert list(tmp_path.glob(f"{names['css/site.css']}.gz"))
