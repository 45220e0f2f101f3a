"""What toolkits hold of a person. One that has a co-owner goes to them; the others go with their owner."""

import uuid
from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from brs.people.models import User
from brs.people.privacy import Kind, Room, register, with_address

from .models import Invitation, Toolkit


def erase(person: User) -> None:
    """Those who work on a toolkit with its owner, and whoever has its links, keep it."""
    for toolkit in Toolkit.objects.filter(owner=person).prefetch_related("co_owners"):
        heir = next((co_owner for co_owner in toolkit.co_owners.all() if co_owner != person), None)
        if heir is None:
            toolkit.delete()
            continue
        toolkit.co_owners.remove(heir)
        toolkit.owner = heir
        toolkit.save(update_fields=["owner"])


def forget(addresses: Collection[str]) -> None:
    """Invitations know only the address."""
    with_address(Invitation.objects.all(), "email", addresses).delete()


def titles(keys: Collection[uuid.UUID]) -> Mapping[str, str]:
    return {str(toolkit.pk): toolkit.title for toolkit in Toolkit.objects.filter(pk__in=keys)}


LINK = ("code", "label", "language", "expires_at", "made_at", "revoked_at")

SHARING = register(
    Room(
        "toolkits",
        (
            Kind("toolkits", _("Toolkits"), "toolkits.Toolkit", "owner"),
            Kind("entries", _("Entries of your toolkits"), "toolkits.Entry", "toolkit__owner"),
            Kind(
                "links",
                _("Links to your toolkits"),
                "toolkits.ShareLink",
                "toolkit__owner",
                withheld=("passcode", "made_by_id", "revoked_by_id"),
            ),
            Kind("bundles", _("Offline folders made of your toolkits"), "toolkits.Bundle", "toolkit__owner"),
            Kind("visits", _("Days with visits by your links"), "toolkits.DailyCount", "link__toolkit__owner"),
            Kind(
                "co_owners",
                _("Co-owners of your toolkits"),
                "toolkits.Toolkit_co_owners",
                "toolkit__owner",
                withheld=("user_id",),
            ),
            Kind("shared", _("Toolkits you work on with others"), "toolkits.Toolkit_co_owners", "user"),
            Kind("invitations", _("Invitations to your toolkits"), "toolkits.Invitation", "toolkit__owner"),
            Kind("invited", _("People you invited to a toolkit"), "toolkits.Invitation", "invited_by"),
            Kind(
                "asked_to_own",
                _("Toolkits that you are asked to own"),
                "toolkits.Invitation",
                "email",
                withheld=("invited_by_id",),
                by_address=True,
            ),
            Kind("revoked", _("Links you revoked"), "toolkits.ShareLink", "revoked_by", LINK, stays=True),
            Kind("made", _("Links you made"), "toolkits.ShareLink", "made_by", LINK, stays=True),
        ),
        erase,
        forget=forget,
        titles=titles,
    )
)
