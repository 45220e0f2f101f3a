"""What toolkits hold of a person. One that has a co-owner goes to them; the others go with their owner."""

from django.utils.translation import gettext_lazy as _

from brs.people.models import User
from brs.people.privacy import Kind, Room, register

from .models import Invitation, Toolkit


def erase(person: User) -> None:
    """Those who work on a toolkit with its owner, and whoever has its links, keep it."""
    for toolkit in Toolkit.objects.filter(owner=person).prefetch_related("co_owners"):
        heir = next((one for one in toolkit.co_owners.all() if one != person), None)
        if heir is None:
            toolkit.delete()
            continue
        toolkit.co_owners.remove(heir)
        toolkit.owner = heir
        toolkit.save(update_fields=["owner"])
    Invitation.objects.to(person).delete()


LINK = ("code", "label", "language", "expires_at", "made_at", "revoked_at")

SHARING = register(
    Room(
        "toolkits",
        (
            Kind("toolkits", _("Toolkits"), "toolkits.Toolkit", "owner"),
            Kind("entries", _("Entries of your toolkits"), "toolkits.Entry", "toolkit__owner"),
            Kind("links", _("Links to your toolkits"), "toolkits.ShareLink", "toolkit__owner", LINK),
            Kind("bundles", _("Offline folders made of your toolkits"), "toolkits.Bundle", "toolkit__owner"),
            Kind("visits", _("Days with visits by your links"), "toolkits.DailyCount", "link__toolkit__owner"),
            Kind("co_owners", _("Co-owners of your toolkits"), "toolkits.Toolkit_co_owners", "toolkit__owner", ("pk",)),
            Kind("shared", _("Toolkits you work on with others"), "toolkits.Toolkit_co_owners", "user"),
            Kind("invitations", _("Invitations to your toolkits"), "toolkits.Invitation", "toolkit__owner"),
            Kind("invited", _("People you invited to a toolkit"), "toolkits.Invitation", "invited_by"),
            Kind("made", _("Links you made"), "toolkits.ShareLink", "made_by", LINK, stays=True),
        ),
        erase,
    )
)
