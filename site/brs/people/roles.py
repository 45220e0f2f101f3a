"""Who may what: one table of roles, made into groups with their permissions after every migrate."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model


@dataclass(frozen=True)
class Role:
    """`snippets`: models that the role may add and change; `pages`: what it may do anywhere in the page tree.

    `files`: what it may do with images, documents and their collections; `deeds`: further permissions.
    """

    name: str
    pages: tuple[str, ...] = ()
    snippets: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    deeds: tuple[str, ...] = ()


TERMS = (
    "taxonomy.convention",
    "taxonomy.theme",
    "taxonomy.sdgtarget",
    "taxonomy.audience",
    "taxonomy.competency",
    "taxonomy.provision",
    "taxonomy.glossaryterm",
)
CERTIFICATES = ("certificates.certificate", "certificates.certificatekind")
TEACHING = ("toolkits.add_sharelink", "courses.read_trainers_notes", "activities.run_activity")
OVERSEEING = (*TEACHING, "activities.oversee_activities")
# Who speaks for which Party, what Parties have answered, and what the plan has reached.
HEARING = ("needs.view_focalpoint", "needs.change_focalpoint", "needs.view_assessment")
SECRETARIAT = (
    *OVERSEEING,
    *HEARING,
    "reports.see_figures",
    "needs.add_indicatorvalue",
    "needs.view_indicatorvalue",
)
FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
COLLECTIONS = ("add_collection", "change_collection", "delete_collection")
# Whoever moves pages looks after the addresses that they had.
OLD_ADDRESSES = tuple(f"wagtailredirects.{deed}_redirect" for deed in ("add", "change", "delete", "view"))
ACCOUNTS = tuple(f"people.{deed}_user" for deed in ("add", "change", "delete", "view"))
# What runs without anybody: seen at Reports → Health and Mail, and mended there.
BACKGROUND = ("core.view_periodicrun", "core.change_periodicrun")
ROLES = [
    Role("trainee"),
    Role("facilitator", deeds=TEACHING),
    Role(
        "editor",
        pages=("add", "change", "publish"),
        snippets=("courses.question", "needs.questionnaire", "activities.survey", *TERMS),
        files=FILES,
        deeds=(*OVERSEEING, *OLD_ADDRESSES, "wagtail_localize.submit_translation"),
    ),
    # The approval that ends a workflow publishes.
    Role(
        "reviewer",
        pages=("change", "publish"),
        snippets=("courses.question",),
        deeds=("courses.read_trainers_notes",),
    ),
    Role(
        "manager",
        pages=("change",),
        snippets=(*CERTIFICATES, "people.party", "activities.survey"),
        deeds=SECRETARIAT,
    ),
    Role(
        "administrator",
        pages=("add", "change", "publish", "bulk_delete", "lock", "unlock"),
        files=(*FILES, *COLLECTIONS),
        deeds=(*SECRETARIAT, *OLD_ADDRESSES, *ACCOUNTS, *BACKGROUND),
    ),
]


def name_of_reviewers(convention: str) -> str:
    """Of the group that approves what is about a convention, given by its slug."""
    return f"reviewer: {convention}"


def group_of_reviewers(convention: str) -> Group:
    """They come into the admin, and may there what is submitted to them, and nothing else."""
    group, _ = Group.objects.get_or_create(name=name_of_reviewers(convention))
    deeds = ("wagtailadmin.access_admin", "courses.read_trainers_notes")
    group.permissions.set(_model_permissions(Role(group.name, deeds=deeds)))
    return group


def apply_roles(**_signal) -> None:
    """Bring groups and permissions to what the table says. Other permissions of these groups are taken away."""
    from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

    root = Page.objects.filter(depth=1).first()
    files = Collection.objects.filter(depth=1).first()
    if root is None or files is None:
        return
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role.name)
        wanted = set(_model_permissions(role))
        if role.pages:
            wanted |= set(Permission.objects.filter(codename="access_admin"))
        group.permissions.set(wanted)
        _let(GroupPagePermission, {"group": group, "page": root}, [f"{deed}_page" for deed in role.pages])
        _let(GroupCollectionPermission, {"group": group, "collection": files}, role.files)


def _let(kind: type[Model], whom_and_where: dict[str, Any], codenames: Iterable[str]) -> None:
    """Bring what a group may do below a root to these permissions of Wagtail's."""
    wanted = Permission.objects.filter(codename__in=codenames, content_type__app_label__startswith="wagtail")
    kind._default_manager.filter(**whom_and_where).exclude(permission__in=wanted).delete()
    for permission in wanted:
        kind._default_manager.get_or_create(permission=permission, **whom_and_where)


def _model_permissions(role: Role) -> list[Permission]:
    permissions = []
    for label in role.snippets:
        model = apps.get_model(label)
        codenames = [f"{deed}_{model._meta.model_name}" for deed in ("add", "change", "view", "publish")]
        content_type = ContentType.objects.get_for_model(model)
        permissions += Permission.objects.filter(content_type=content_type, codename__in=codenames)
    for deed in role.deeds:
        app, codename = deed.split(".")
        permissions += Permission.objects.filter(content_type__app_label=app, codename=codename)
    return permissions
