from django.contrib import messages
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from brs.core.waiting_mail import undelivered_to

from . import bulk, private
from .address_views import MAY_ANSWER, address_data
from .appointing import AccountPolicy
from .models import Party, User
from .viewsets import NeitherMadeNorDeleted, PartyViewSet
from .welcome import invite, invite_again

register_permission_policy(User, AccountPolicy(User), exact_class=True)
register_permission_policy(Party, NeitherMadeNorDeleted(Party), exact_class=True)
register_snippet(PartyViewSet)

# Before Wagtail's own, which is left nobody to turn away.
hooks.register("on_serve_page", private.before_a_page, order=-1)
hooks.register("before_serve_document", private.before_a_document, order=-1)

# After Wagtail's own of the same names, in whose place they come.
for action in (bulk.AssignRole, bulk.Delete, bulk.SetActiveState):
    hooks.register("register_bulk_action", action, order=1)


class ForWhoAnswers(MenuItem):
    def is_shown(self, request) -> bool:
        return request.user.has_perm(MAY_ANSWER)


@hooks.register("after_create_user")
def invite_who_was_added(request: HttpRequest, person: User) -> None:
    invite(request, person)
    messages.success(request, _("A mail to %(address)s asks them to choose a password.") % {"address": person.email})


@hooks.register("before_edit_user")
def say_what_did_not_reach_them(request: HttpRequest, person: User) -> None:
    mail = undelivered_to([person.email]).get(person.email.lower()) if request.method == "GET" else None
    if mail:
        messages.warning(request, mail.not_delivered())


@hooks.register("register_admin_urls")
def accounts() -> list:
    return [
        path("people/address/", address_data, name="address_data"),
        path("people/invite/<int:pk>/", invite_again, name="invite_again"),
    ]


@hooks.register("register_settings_menu_item")
def to_data_of_addresses() -> MenuItem:
    return ForWhoAnswers(gettext_lazy("Data of an address"), reverse("address_data"), icon_name="mail", order=610)
