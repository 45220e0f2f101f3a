from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from . import private
from .address_views import MAY_ANSWER, address_data
from .models import Party
from .viewsets import NeitherMadeNorDeleted, PartyViewSet

register_permission_policy(Party, NeitherMadeNorDeleted(Party), exact_class=True)
register_snippet(PartyViewSet)

# Before Wagtail's own, which is left nobody to turn away.
hooks.register("on_serve_page", private.before_a_page, order=-1)
hooks.register("before_serve_document", private.before_a_document, order=-1)


class ForWhoAnswers(MenuItem):
    def is_shown(self, request) -> bool:
        return request.user.has_perm(MAY_ANSWER)


@hooks.register("register_admin_urls")
def data_of_addresses() -> list:
    return [path("people/address/", address_data, name="address_data")]


@hooks.register("register_settings_menu_item")
def to_data_of_addresses() -> MenuItem:
    return ForWhoAnswers(_("Data of an address"), reverse("address_data"), icon_name="mail", order=610)
