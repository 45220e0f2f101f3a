"""What is known of a participant goes from a list to the register, to screens, paper and files, field by field."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from brs.activities.joining.forms import WithoutAddressForm
from brs.activities.participants import actions
from brs.activities.participants.cells import words_of
from brs.activities.participants.fields import DETAILS, FIELDS, ParticipantField
from brs.activities.participants.forms import PersonForm
from brs.activities.participants.list_parsing import NAME_PARTS
from brs.activities.privacy import ACTIVITIES
from brs.activities.register.models import Participation
from brs.activities.register.registers import register_of
from brs.people.models import Party
from brs.people.privacy import erase, holder_of
from tests.given import a_trainee, an_activity, in_role

pytestmark = pytest.mark.django_db

# How a list, and a form, says it; and how it reads beside a name, in a spreadsheet and to the person.
TYPED = {
    "name": "Amina Otieno",
    "email": "amina@example.org",
    "party": "KE",
    "organisation": "Ministère de l’eau",
    "job_title": "Chief chemist",
    "gender": "woman",
}
each_field = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
each_detail = pytest.mark.parametrize("field", DETAILS, ids=lambda field: field.name)


@pytest.fixture
def activity(client):
    Party.objects.create(iso2="KE", iso3="KEN", names={"en": "Kenya"})
    facilitator = in_role("facilitator")
    activity = an_activity()
    register_of(activity).facilitators.add(facilitator)
    client.force_login(facilitator)
    return activity


def put_in(client, activity, values: dict[str, str], **more):
    """A list with English heads, as our own screens name the fields."""
    labels = [str(field.label) for field in FIELDS if field.name in values]
    text = "\n".join("\t".join(cells) for cells in (labels, values.values()))
    return client.post(reverse("activity_enlist", args=[activity.translation_key]), {"text": text, **more})


def value(field: ParticipantField, participation: Participation) -> str:
    """As it is typed."""
    return str(getattr(participation, "party_id" if field.name == "party" else field.name) or "")


def sheet_of(client, activity) -> dict[str, str]:
    """Head -> cell, of the first person."""
    answer = client.get(reverse("activity_sheet_xlsx", args=[activity.translation_key]))
    heads, cells, *_others = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    return dict(zip(heads, cells, strict=True))


def test_all_of_them_are_tried_here_and_are_columns_of_the_register():
    assert list(TYPED) == [field.name for field in FIELDS]
    assert {field.name for field in FIELDS} <= {column.name for column in Participation._meta.concrete_fields}


def test_no_head_says_two_things():
    heads_of = {**{field.name: field.heads for field in FIELDS}, **NAME_PARTS}
    kinds = {(words_of(head), kind) for kind, heads in heads_of.items() for head in heads.split(",")}
    heads = sorted(head for head, _kind in kinds)
    assert heads == sorted(set(heads)) and all(heads)


@each_field
def test_a_list_brings_it_to_the_register_by_the_name_that_screens_give_it(client, activity, field):
    shown = put_in(client, activity, TYPED, check="1").context["run"]
    assert shown.right == 1 and shown.unused == "" and shown.heads == [field.label for field in FIELDS]
    put_in(client, activity, TYPED, take="1")
    assert value(field, Participation.objects.get()) == TYPED[field.name]


@each_field
def test_it_is_corrected_in_the_form_and_exported(client, activity, field):
    typed = {**TYPED, field.name: ""} if not field.required else TYPED
    actions.enlist(activity, [actions.NewParticipant("Somebody")], None, language="en")
    person = Participation.objects.get()
    address = reverse("activity_edit_person", args=[activity.translation_key, person.pk])
    for data in (typed, TYPED):
        assert client.post(address, data).status_code == 302
        person.refresh_from_db()
        assert value(field, person) == data[field.name]
        exported = sheet_of(client, activity)
        heads, cells = field.heads_of_cells(), field.cells(person)
        assert cells and [exported[head] or "" for head in heads] == cells
    assert f'name="{field.name}"' in client.get(address).content.decode()


@each_field
def test_what_is_too_long_is_said_beside_it(client, activity, field):
    longest = Participation._meta.get_field(field.name).max_length
    too_long = {**TYPED, field.name: "x" * ((longest or 2) + 1)}
    form = PersonForm(too_long, instance=Participation(register=register_of(activity)))
    assert list(form.errors) == [field.name]
    (row,) = put_in(client, activity, too_long, check="1").context["run"].wrong_rows
    assert [cell.name for cell in row.cells if cell.errors] == [field.name]
    if field.own_question is not None:
        assert list(WithoutAddressForm(too_long).errors) == [field.name]


@each_detail
def test_it_may_be_left_out_and_comes_along_when_a_slip_is_claimed(activity, field):
    person = a_trainee()
    participation = actions.join(activity, person, with_code=True)
    details = {detail.name: TYPED[detail.name] for detail in DETAILS}
    slip = actions.join_without_address(activity, actions.NewParticipant("Amina", details=details), language="en")
    Participation.objects.filter(pk=participation.pk).update(**{field.name: ""})
    assert getattr(actions.claim(slip, person), field.name) == TYPED[field.name]


@each_detail
def test_it_comes_from_the_account_and_goes_with_it(activity, field):
    person = a_trainee()
    setattr(person, field.account, TYPED[field.name])
    person.save()
    participation = actions.join(activity, person, with_code=True)
    assert getattr(participation, field.name) == TYPED[field.name]
    holder = holder_of(person)
    (row,) = ACTIVITIES.held(holder)["participations"]
    assert row[field.name] == TYPED[field.name]
    erase(holder)
    assert not Participation.objects.exists()


def test_the_list_and_the_sheet_say_what_the_table_says(client, activity):
    put_in(client, activity, TYPED, take="1")
    person = Participation.objects.get()
    page = client.get(reverse("activity_people", args=[activity.translation_key])).content.decode()
    beside = [f"<bdi>{field.text(person)}</bdi>" for field in FIELDS if field.is_beside_name]
    assert beside and all(text in page for text in beside)
    sheet = client.get(reverse("activity_sheet_pdf", args=[activity.translation_key]))
    (printed,) = PdfReader(io.BytesIO(sheet.content)).pages
    words = " ".join(printed.extract_text().split())
    for field in FIELDS:
        assert (str(field.label) in words) == (field.text(person) in words) == bool(field.sheet_width), field.name


@pytest.mark.parametrize("field", [field for field in FIELDS if field.is_searched], ids=lambda field: field.name)
def test_people_are_looked_for_by_it(client, activity, field):
    put_in(client, activity, TYPED, take="1")
    actions.enlist(activity, [actions.NewParticipant("Other")], None, language="en")
    answer = client.get(reverse("activity_people", args=[activity.translation_key]), {"q": TYPED[field.name].upper()})
    assert [shown.person.name for shown in answer.context["people"].shown] == [TYPED["name"]]
