"""A mistake in a file of the catalogue is named with its file and place, before anything is loaded."""

import re
import shutil
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command
from wagtail.models import Locale

from brs.starter import validation
from brs.starter.reading import DATA

COURSE = "courses/eliminating-pcbs.yaml"
TRANSLATION = "courses/three-conventions-one-life-cycle.ar.yaml"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(DATA, tmp_path / "data")


def problems_after(folder, name: str, old: str, new: str) -> list[str]:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return validation.problems(folder)


def test_the_catalogue_is_in_order():
    assert validation.problems() == []


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (COURSE, "level: intermediate", "level: expert", f"{COURSE}: level: is 'expert'"),
        (COURSE, "slug: eliminating-pcbs", "slug: pcbs", f"{COURSE}: slug: is 'pcbs'"),
        (COURSE, "type: paragraph", "type: poem", "type: is 'poem', must be one of audio"),
        (COURSE, "correct: true", "correct: maybe", "correct: is 'maybe', must be true or false"),
        (COURSE, "correct: true", "correct: false", "No option is right"),
        (COURSE, "provisions: [", "provisions: [sc-art-99, ", "there is no provision 'sc-art-99'"),
        (COURSE, "pass_mark: 80", "pass_mark: 80\npass_mark: 90", f"{COURSE}: is not valid YAML"),
        (COURSE, "status: ", "colour: red\nstatus: ", f"{COURSE}: colour is not a field"),
        (COURSE, "prerequisites: [", "prerequisites: [eliminating-pcbs, ", "the course comes before itself"),
        (COURSE, "<p>", "<p onclick='x()'>", "onclick on <p> is not allowed"),
        (COURSE, "[data-reporting]", "[sorcery]", "there is no competency of the course 'sorcery'"),
        (COURSE, "[data-reporting]", "[legal-application]", "competencies: no lesson teaches 'data-reporting'"),
        ("taxonomy.yaml", "group: basel", "group: geneva", "group: is 'geneva'"),
        ("countries.csv", "\nAF,", "\nAfg,", "countries.csv: Afg: iso2 must be two capital letters"),
        ("tools.yaml", "url: https://", "url: ftp://", "url: must be a full web address"),
        ("certificates.yaml", "      ar:", "      ara:", "'ara' is no language code"),
        ("activities.yaml", "when: Day 2 morning", "when: Tuesday", "when: is 'Tuesday', must be like"),
        ("activities.yaml", "type: webinar", "type: party", "import-responses-webinar: type: is 'party'"),
        ("activities.yaml", "rule: completion", "rule: glory", "there is no certificate rule 'glory'"),
        ("demo_activities.yaml", "time_zone: Africa/Nairobi", "time_zone: Nairobi", "time_zone: is 'Nairobi'"),
        ("demo_activities.yaml", "template: e-waste", "template: x-waste", "there is no activity 'x-waste"),
        ("needs.yaml", "bc-art-5]", "bc-art-99]", "basel: bc-contacts: there is no provision 'bc-art-99'"),
        ("needs.yaml", "          4: ", "          5: ", "bc-contacts: levels: must be 0 to 4, each once"),
        ("needs.yaml", "slug: bc-law", "slug: rc-dna", "needs.yaml: item 'rc-dna' is there twice"),
        (TRANSLATION, "id: b02", "id: b99", "is 'b99', must be one of b02"),
    ],
)
def test_a_mistake_is_named_with_its_place(folder, name, old, new, message):
    problems = problems_after(folder, name, old, new)
    assert any(message in problem for problem in problems), problems


def test_a_missing_file_and_a_missing_picture_of_the_course_are_named(folder):
    (folder / "glossary.yaml").unlink()
    (folder / "files" / "attendance-sheet.csv").unlink()
    problems = validation.problems(folder)
    assert "glossary.yaml: the file is missing" in problems
    assert any("there is no files/attendance-sheet.csv" in problem for problem in problems)


@pytest.mark.parametrize("text", ["", "[]", "just words", "modules: 3\nquiz: []\ntitle: x\nslug: [1]\nslug2: {}"])
def test_a_file_of_quite_another_shape_is_wrong_and_breaks_nothing(folder, text):
    for name in (COURSE, TRANSLATION, "taxonomy.yaml", "tools.yaml", "needs.yaml"):
        (folder / name).write_text(text, encoding="utf-8")
    assert validation.problems(folder)


@pytest.mark.django_db
def test_nothing_is_loaded_of_a_catalogue_with_a_mistake(monkeypatch):
    def refuse():
        raise validation.InvalidCatalogue(["courses/x.yaml: title is missing or empty"])

    monkeypatch.setattr("brs.starter.management.commands.load_starter.validate", refuse)
    before = Locale.objects.count()
    with pytest.raises(CommandError, match=r"courses/x\.yaml: title is missing"):
        call_command("load_starter", stdout=StringIO(), stderr=StringIO())
    assert Locale.objects.count() == before


def test_what_a_certificate_says_has_no_gender():
    """In Russian no «(а)» and no verb in the past; in Arabic no verb of which its holder is the subject."""
    with (DATA / "certificates.yaml").open(encoding="utf-8") as file:
        statements = [rule["statement"] for rule in yaml.safe_load(file)["rules"]]
    for statement in statements:
        assert not re.search(r"\(\w+\)|\b\w+[аеиоуыяю]л(а|о|и)?\b", statement["ru"]), statement["ru"]
        assert re.match("تم |لل", statement["ar"]), statement["ar"]
