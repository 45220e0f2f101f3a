"""Every permission that an installed app defines is given to a role, or withheld from all of them for a reason.

Superusers have them all. A permission that nobody has named here is a switch that works for nobody.
"""

import pytest
from django.contrib.auth.models import Permission
from django.db.models import Q
from wagtail.models import Page, get_page_models

from brs.people.roles import ROLES
from tests.given import in_role

pytestmark = pytest.mark.django_db

OF_PAGES = "Wagtail asks what somebody may in the page tree, not of a type of pages"
RECORDED = "what people do is recorded by what they do, never by hand in the admin"
INSIDE = "kept by the application for itself"
WITH_ITS_OWNER = "written with the thing that it belongs to, by whoever may change that"
CARRIED = "content in six languages carries it, and records speak of it"
OWN_HAND = "a person's own, changed by them at /accounts/"
INSTALLED = "how the site is put up, which is settled by who runs it: a superuser"
SETTLED_IN_ROLES = "who may what stands in brs/people/roles.py, and comes back with every migrate"

# «app.model» withholds the four deeds that Django makes for every model; «app.codename» one; «app.*» a whole app.
WITHHELD = {
    **{model._meta.label_lower: OF_PAGES for model in get_page_models() if model is not Page},
    "wagtailcore.delete_page": "whoever may change or publish a page may delete it",
    "wagtailcore.view_page": "whoever may change a page sees it in the admin",
    # People and their accounts
    "account.emailaddress": OWN_HAND,
    "account.emailconfirmation": OWN_HAND,
    "usersessions.usersession": OWN_HAND,
    "sessions.*": OWN_HAND,
    "wagtailusers.userprofile": OWN_HAND,
    "wagtailcore.apitoken": "the site takes no tokens",
    "auth.*": SETTLED_IN_ROLES,
    "wagtailcore.grouppagepermission": SETTLED_IN_ROLES,
    "wagtailcore.groupcollectionpermission": SETTLED_IN_ROLES,
    "wagtailcore.groupsitepermission": SETTLED_IN_ROLES,
    "people.delete_party": "the list of Parties loses none",
    # Learning, activities, toolkits, needs
    **dict.fromkeys(
        [
            "activities.attendancemark",
            "activities.enlisting",
            "activities.evaluation",
            "activities.followup",
            "activities.invitation",
            "activities.participation",
            "activities.register",
            "activities.shownanswers",
            "courses.attempt",
            "courses.enrolment",
            "courses.event",
            "courses.importedquestion",
            "courses.outline",
            "courses.progress",
            "courses.questionimport",
            "courses.questionversion",
            "courses.refusedevent",
            "needs.add_assessment",
            "needs.change_assessment",
            "needs.delete_assessment",
            "needs.add_focalpoint",
            "needs.delete_focalpoint",
            "needs.questionnaireversion",
            "needs.response",
            "reports.closing",
            "reports.fact",
            "reports.gone",
            "reports.publicset",
            "review.readerreport",
            "review.review",
            "toolkits.bundle",
            "toolkits.dailycount",
            "toolkits.entry",
            "toolkits.invitation",
            "toolkits.toolkit",
            "toolkits.change_sharelink",
            "toolkits.delete_sharelink",
            "toolkits.view_sharelink",
        ],
        RECORDED,
    ),
    "needs.change_indicatorvalue": "what the plan has reached is added to, never rewritten",
    "needs.delete_indicatorvalue": "what the plan has reached is added to, never rewritten",
    "certificates.delete_certificate": "a certificate is revoked, never deleted",
    "certificates.delete_certificatekind": "certificates are issued of it",
    "courses.delete_question": CARRIED,
    "courses.lock_question": "two editors of one question are warned of each other",
    "courses.unlock_question": "two editors of one question are warned of each other",
    "needs.delete_questionnaire": CARRIED,
    "activities.delete_survey": CARRIED,
    "activities.surveyfield": WITH_ITS_OWNER,
    "taxonomy.classification": INSIDE,
    **{
        f"taxonomy.delete_{term}": CARRIED
        for term in ("audience", "competency", "convention", "glossaryterm", "provision", "sdgtarget", "theme")
    },
    # The machinery
    "core.allowance": INSIDE,
    "core.sentform": INSIDE,
    "core.waitingmail": INSIDE,
    "contenttypes.*": INSIDE,
    "django_tasks_database.*": INSIDE,
    "taggit.*": WITH_ITS_OWNER,
    "wagtailsearch.*": INSIDE,
    "wagtailembeds.embed": INSIDE,
    "wagtailforms.formsubmission": "no page is a form of Wagtail's",
    "wagtailsearchpromotions.*": "our search promotes no results",
    **dict.fromkeys(
        [
            "wagtailadmin.editingsession",
            "wagtailadmin.formstate",
            "wagtailcore.comment",
            "wagtailcore.commentreply",
            "wagtailcore.modellogentry",
            "wagtailcore.pagelogentry",
            "wagtailcore.pagesubscription",
            "wagtailcore.referenceindex",
            "wagtailcore.revision",
            "wagtailcore.taskstate",
            "wagtailcore.uploadedfile",
            "wagtailcore.workflowstate",
            "wagtailimages.rendition",
        ],
        INSIDE,
    ),
    **dict.fromkeys(
        [
            "wagtailcore.groupapprovaltask",
            "wagtailcore.locale",
            "wagtailcore.site",
            "wagtailcore.task",
            "wagtailcore.workflow",
            "wagtailcore.workflowcontenttype",
            "wagtailcore.workflowpage",
            "wagtailcore.workflowtask",
        ],
        INSTALLED,
    ),
    "wagtailcore.collectionviewrestriction": WITH_ITS_OWNER,
    "wagtailcore.pageviewrestriction": WITH_ITS_OWNER,
    "wagtailcore.view_collection": "whoever may change a collection sees it",
    **{
        f"{app}.{deed}_{kind}": "whoever may change a file sees and deletes it"
        for app, kind in (("wagtailimages", "image"), ("wagtaildocs", "document"))
        for deed in ("delete", "view")
    },
    **{
        f"wagtail_localize.{model}": "a translation is written in its editor, by whoever may change what is translated"
        for model in (
            "localesynchronization",
            "overridablesegment",
            "relatedobjectsegment",
            "segmentoverride",
            "string",
            "stringsegment",
            "stringtranslation",
            "template",
            "templatesegment",
            "translatableobject",
            "translation",
            "translationcontext",
            "translationlog",
            "translationsource",
        )
    },
}
MADE_FOR_EVERY_MODEL = ("add", "change", "delete", "view")


def names_of(permission: Permission) -> set[str]:
    """What the table may call it."""
    kind = permission.content_type
    names = {f"{kind.app_label}.{permission.codename}", f"{kind.app_label}.*"}
    if permission.codename in [f"{deed}_{kind.model}" for deed in MADE_FOR_EVERY_MODEL]:
        names.add(f"{kind.app_label}.{kind.model}")
    return names


def installed():
    """No model is left of some: an app that has gone leaves its permissions in a database."""
    every = Permission.objects.select_related("content_type")
    return [
        permission
        for permission in every
        if permission.content_type.model_class() or permission.content_type.model == "admin"
    ]


def given() -> set[int]:
    held = Q(group__name__in=[role.name for role in ROLES])
    for model in ("grouppagepermission", "groupcollectionpermission"):
        held |= Q(**{f"{model}__group__name__in": [role.name for role in ROLES]})
    return set(Permission.objects.filter(held).values_list("pk", flat=True))


def test_each_is_given_or_withheld_and_never_both():
    held = given()
    nowhere = [
        str(permission)
        for permission in installed()
        if permission.pk not in held and not names_of(permission) & set(WITHHELD)
    ]
    both = [
        str(permission) for permission in installed() if permission.pk in held and names_of(permission) & set(WITHHELD)
    ]
    assert not nowhere, "In no role, and withheld for no reason: " + ", ".join(nowhere)
    assert not both, "Withheld, yet given: " + ", ".join(both)


def test_what_is_withheld_exists():
    known = set().union(*(names_of(permission) for permission in installed()))
    unknown = set(WITHHELD) - known
    assert not unknown


@pytest.mark.parametrize(
    ("role", "permission"),
    [
        ("editor", "wagtail_localize.submit_translation"),
        ("editor", "wagtailredirects.change_redirect"),
        ("administrator", "people.change_user"),
        ("administrator", "people.delete_user"),
    ],
)
def test_what_a_role_is_there_for_it_may(role, permission):
    assert in_role(role).has_perm(permission)


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("editor", "/admin/redirects/"),
        ("administrator", "/admin/redirects/"),
        ("administrator", "/admin/collections/"),
        ("administrator", "/admin/people/address/"),
    ],
)
def test_the_screen_of_a_deed_opens(client, role, address):
    client.force_login(in_role(role))
    assert client.get(address).status_code == 200
