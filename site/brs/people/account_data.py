"""What the account itself and Wagtail's editing hold of a person."""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.users.models import UserProfile

from brs.core.models import WaitingMail
from brs.core.waiting_mail import failed

from .models import User
from .privacy import Kind, Room, register, with_address


def erase_account(person: User) -> None:
    """The picture is a file: it goes once it is sure that the account does.

    What waits for an address that was never confirmed may be somebody else's; what could not be delivered to it goes.
    """
    addresses = {
        address.lower() for address in EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    }
    with_address(failed(), "to", addresses).delete()
    for profile in UserProfile.objects.filter(user=person).exclude(avatar=""):
        transaction.on_commit(lambda avatar=profile.avatar: avatar.delete(save=False))


def forget_mail(addresses: Collection[str]) -> None:
    with_address(WaitingMail.objects.all(), "to", addresses).delete()


def erase_editing(person: User) -> None:
    """Published work stays. The log forgets who it was, and what it says of the person's account goes."""
    about = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User))
    about.filter(object_id=str(person.pk)).delete()
    PageLogEntry.objects.filter(user=person, action__startswith="wagtail.comments").delete()
    for log in (ModelLogEntry, PageLogEntry):
        log.objects.filter(user=person).update(user=None)


def _stays(name: str, title: Promise, model: str, path: str, *fields: str) -> Kind:
    """Work that outlives its author."""
    return Kind(name, title, model, path, ("pk", *fields), stays=True)


ACCOUNT = register(
    Room(
        "account",
        (
            Kind("profile", _("Profile"), "people.User", "pk", withheld=("password",)),
            Kind(
                "waiting_mail",
                _("Mail to you that waits, or could not be delivered"),
                "core.WaitingMail",
                "to",
                ("to", "subject", "made_at", "failed_at", "reply"),
                by_address=True,
            ),
            Kind("email_addresses", _("E-mail addresses"), "account.EmailAddress", "user"),
            Kind(
                "email_confirmations",
                _("Links sent to confirm an address"),
                "account.EmailConfirmation",
                "email_address__user",
                withheld=("key",),
            ),
            Kind(
                "signed_in",
                _("Browsers you are signed in by"),
                "usersessions.UserSession",
                "user",
                ("created_at", "last_seen_at", "ip", "user_agent"),
            ),
            Kind("roles", _("Roles"), "people.User_groups", "user", ("group__name",)),
            Kind(
                "permissions",
                _("Permissions of your own"),
                "people.User_user_permissions",
                "user",
                ("permission__codename",),
            ),
        ),
        erase_account,
        forget=forget_mail,
    )
)

EDITING = register(
    Room(
        "editing",
        (
            Kind("admin_preferences", _("Preferences in the admin"), "wagtailusers.UserProfile", "user"),
            Kind("open_editors", _("Pages open in an editor"), "wagtailadmin.EditingSession", "user"),
            Kind("unsaved_forms", _("Forms kept while you edit"), "wagtailadmin.FormState", "user"),
            Kind("tokens", _("Access tokens"), "wagtailcore.APIToken", "user", withheld=("key_hash", "prefix")),
            Kind("subscriptions", _("Pages whose comments you follow"), "wagtailcore.PageSubscription", "user"),
            Kind("comments", _("Comments on drafts"), "wagtailcore.Comment", "user"),
            Kind("comment_replies", _("Replies to comments"), "wagtailcore.CommentReply", "user"),
            Kind(
                "replies_to_you",
                _("Replies to your comments"),
                "wagtailcore.CommentReply",
                "comment__user",
                ("comment_id", "created_at"),
            ),
            _stays("comments_resolved", _("Comments you resolved"), "wagtailcore.Comment", "resolved_by", "created_at"),
            _stays("pages", _("Pages you made"), "wagtailcore.Page", "owner", "title"),
            _stays("pages_locked", _("Pages you locked"), "wagtailcore.Page", "locked_by", "title"),
            _stays("versions", _("Versions you saved"), "wagtailcore.Revision", "user", "object_str", "created_at"),
            _stays("images", _("Images you uploaded"), "wagtailimages.Image", "uploaded_by_user", "title"),
            _stays("documents", _("Documents you uploaded"), "wagtaildocs.Document", "uploaded_by_user", "title"),
            _stays("uploads", _("Uploads not finished"), "wagtailcore.UploadedFile", "uploaded_by_user", "file"),
            _stays(
                "sent_to_review",
                _("Pages you sent to review"),
                "wagtailcore.WorkflowState",
                "requested_by",
                "created_at",
            ),
            _stays(
                "reviewed", _("Reviews you finished"), "wagtailcore.TaskState", "finished_by", "finished_at", "comment"
            ),
            _stays(
                "translations",
                _("Sentences you translated"),
                "wagtail_localize.StringTranslation",
                "last_translated_by",
                "data",
            ),
            _stays(
                "overrides",
                _("Values you set in translations"),
                "wagtail_localize.SegmentOverride",
                "last_translated_by",
                "data_json",
            ),
            _stays(
                "page_log",
                _("Steps on pages in the log"),
                "wagtailcore.PageLogEntry",
                "user",
                "action",
                "timestamp",
                "label",
            ),
            _stays(
                "log", _("Other steps in the log"), "wagtailcore.ModelLogEntry", "user", "action", "timestamp", "label"
            ),
        ),
        erase_editing,
    )
)
