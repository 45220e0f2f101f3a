"""No model leads to a person, by account or by address, without a room that shows and erases it."""

import pytest
from django.apps import apps
from django.db import models
from wagtail.models import Page, TranslatableMixin

from brs.people import privacy

# What is no content, and about nobody: of an app, the models, with the reason.
ABOUT_NOBODY = {
    "reports": ({"Closing", "Fact", "Gone", "PublicSet"}, "counts of at least five, and sets of Parties"),
    "needs": ({"QuestionnaireVersion"}, "what was asked"),
    "courses": (
        {"ImportedQuestion", "MeasuredDifficulty", "Outline", "QuestionVersion"},
        "what was asked, and what it was made of",
    ),
    "activities": (
        {"Register", "ShownAnswers"},
        "of whom the rows are registered; and answers as they are shown, of at least five together",
    ),
    "people": ({"Party"}, "States and organisations"),
    "core": (
        {
            "Allowance",
            "Attribution",
            "AudioVersion",
            "MailServer",
            "OutsideLink",
            "PeriodicRun",
            "PublishedTranslation",
            "SentForm",
            "SourceText",
            "Worker",
        },
        "tries and sent forms, by keys that tell nobody; what is done by the clock; how servers and processes do; "
        "hashes of texts to translate; links of published content; whose a picture is, as "
        "readers are told, and the sound of films",
    ),
    "taxonomy": ({"Classification"}, "keys of content"),
    "auth": ({"Group", "Group_permissions", "Permission"}, "roles"),
    "contenttypes": ({"ContentType"}, "models"),
    "sessions": ({"Session"}, "for two hours what a visitor sent; it goes with the session"),
    "taggit": ({"Tag", "TaggedItem"}, "words for pictures"),
    "django_tasks_database": ({"DBTaskResult"}, "tasks are given keys and serials, never an address"),
    "wagtailredirects": ({"Redirect"}, "old addresses of pages"),
    "wagtailforms": ({"FormSubmission"}, "no page here takes forms of this kind"),
    "wagtailsearchpromotions": ({"Query", "QueryDailyHits", "SearchPromotion"}, "what is searched for, not by whom"),
    "wagtailembeds": ({"Embed"}, "films of others"),
    "wagtailimages": ({"Rendition"}, "pictures"),
    "wagtailsearch": ({"IndexEntry", "SQLiteFTSIndexEntry"}, "content, as it is searched"),
    "wagtailadmin": ({"Admin"}, "a place for permissions"),
    "wagtail_localize": (
        {
            "LocaleSynchronization",
            "OverridableSegment",
            "RelatedObjectSegment",
            "String",
            "StringSegment",
            "Template",
            "TemplateSegment",
            "TranslatableObject",
            "Translation",
            "TranslationContext",
            "TranslationLog",
            "TranslationSource",
        },
        "content, as it is translated",
    ),
    "wagtailcore": (
        {
            "Collection",
            "CollectionViewRestriction",
            "CollectionViewRestriction_groups",
            "GroupApprovalTask",
            "GroupApprovalTask_groups",
            "GroupCollectionPermission",
            "GroupPagePermission",
            "GroupSitePermission",
            "Locale",
            "PageViewRestriction",
            "PageViewRestriction_groups",
            "ReferenceIndex",
            "Site",
            "Task",
            "Workflow",
            "WorkflowContentType",
            "WorkflowPage",
            "WorkflowTask",
        },
        "the site, its tree, and what roles may do there",
    ),
}
# Of another database, or of another search backend.
ELSEWHERE = {"wagtailsearch.SQLiteFTSIndexEntry"}


def test_every_field_that_leads_to_a_person_is_registered():
    assert privacy.unregistered() == []


def test_a_room_that_forgot_is_named(monkeypatch):
    monkeypatch.delitem(privacy._rooms, "learning")
    forgotten = privacy.unregistered()
    assert "courses.Event.learner" in forgotten
    monkeypatch.setitem(privacy._rooms, "learning", privacy.Room("learning", (_enrolments(),)))
    assert {"courses.Progress.enrolment", "courses.Attempt.enrolment"} <= set(privacy.unregistered())
    messages = [error.msg for error in privacy.every_room_has_registered(None)]
    assert any("courses.Event.learner leads to a person" in message for message in messages)


@pytest.mark.parametrize("room", ["activities", "toolkits"])
def test_a_room_that_forgot_an_address_is_named(room, monkeypatch):
    known = privacy._rooms[room]
    without = privacy.Room(room, tuple(kind for kind in known.kinds if not kind.by_address))
    monkeypatch.setitem(privacy._rooms, room, without)
    assert f"{room}.Invitation.email" in privacy.unregistered()


def test_every_model_is_registered_or_known_to_be_about_nobody():
    registered = {apps.get_model(kind.model)._meta.label for room in privacy.rooms() for kind in room.kinds}
    about_nobody = {f"{app}.{model}" for app, (named, _why) in ABOUT_NOBODY.items() for model in named}
    others = {model._meta.label for model in apps.get_models(include_auto_created=True) if not _is_content(model)}
    assert others - registered - about_nobody == set()
    assert about_nobody - others - ELSEWHERE == set()


def test_all_of_a_row_is_shown_or_withheld_on_purpose():
    """What is said field by field is somebody's work that stays, or a table between two others."""
    by_field = {
        kind.name
        for room in privacy.rooms()
        for kind in room.kinds
        if kind.fields and not kind.stays and not apps.get_model(kind.model)._meta.auto_created
    }
    # What stands in full elsewhere; what is somebody else's; what holds the key of a session, or of a link.
    assert by_field == {"listed", "replies_to_you", "signed_in", "waiting_mail"}


def test_what_is_withheld_exists():
    for kind in [kind for room in privacy.rooms() for kind in room.kinds]:
        columns = {column.attname for column in apps.get_model(kind.model)._meta.concrete_fields}
        assert set(kind.withheld) <= columns, kind.name


def test_no_secret_is_shown():
    for kind in [kind for room in privacy.rooms() for kind in room.kinds]:
        assert not {"password", "passcode", "key_hash", "slip", "secret"} & set(kind.shown()), kind.name


def _is_content(model: type[models.Model]) -> bool:
    """Pages and what else is written for readers and translated, and the tables between two of them."""
    if model._meta.auto_created:
        return all(
            _is_content(column.related_model) for column in model._meta.local_fields if column.related_model
        ) and not _leads_to_person(model)
    return issubclass(model, Page | TranslatableMixin) and not _leads_to_person(model)


def _leads_to_person(model: type[models.Model]) -> bool:
    """By a field of its own table."""
    return any(column.related_model is privacy.User for column in model._meta.local_fields)


def _enrolments() -> privacy.Kind:
    return privacy.Kind("enrolments", "Enrolments", "courses.Enrolment", "learner")
