"""The Secretariat's view of people and Parties."""

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.forms import ModelForm
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.users.views.users import DeleteView, EditView, IndexView, UserViewSet

from .account_forms import AccountForm, NewAccountForm
from .appointing import may_change
from .bulk import SEARCHED
from .models import Party
from .welcome import may_be_invited


class NeitherMadeNorDeleted(ModelPermissionPolicy):
    """For what is not made by hand and never goes: Parties of the list, certificates that learning issues."""

    def user_has_permission(self, user, action) -> bool:
        return action not in ("add", "delete") and super().user_has_permission(user, action)


class PeopleIndexView(IndexView):
    """Found by name, e-mail address or organisation; shown with the Party and the roles."""

    search_fields = SEARCHED

    @cached_property
    def columns(self):
        tick, name, email, *rest = super().columns
        name.sort_key = "name"
        roles = Column(
            "roles", label=_("Roles"), accessor=lambda person: ", ".join(role.name for role in person.groups.all())
        )
        return [tick, name, email, Column("party", label=_("Party"), sort_key="party"), roles, *rest]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        prefetch_related_objects([request.user], "groups")  # each row's rank is held against theirs

    def get_edit_url(self, instance):
        return super().get_edit_url(instance) if may_change(self.request.user, instance) else None

    def get_delete_url(self, instance):
        return super().get_delete_url(instance) if may_change(self.request.user, instance) else None

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("party").prefetch_related("groups")

    def order_queryset(self, queryset):
        if self.ordering in ("name", "-name"):
            return queryset.order_by(self.ordering)
        return super().order_queryset(queryset)


class OfOneMayBeChanged:
    """Before a view of one account: turns away whoever may not change that very one."""

    def dispatch(self, request, *args, **kwargs):
        if not may_change(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class AccountView(OfOneMayBeChanged, EditView):
    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if may_be_invited(self.object):
            again = reverse("invite_again", args=[self.object.pk])
            buttons.append(Button(_("Send the invitation again"), url=again, icon_name="mail", priority=15))
        return buttons


class ClosingView(OfOneMayBeChanged, DeleteView):
    pass


class PeopleViewSet(UserViewSet):
    index_view_class = PeopleIndexView
    edit_view_class = AccountView
    delete_view_class = ClosingView
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return AccountForm if for_update else NewAccountForm


class PartyViewSet(SnippetViewSet):
    model = Party
    icon = "globe"
    menu_label = _("Parties")
    menu_order = 340
    add_to_admin_menu = True
    list_display = [
        Column("name", label=_("Name"), accessor=str),
        "iso2",
        "regional_group",
        "basel",
        "rotterdam",
        "stockholm",
    ]
    list_filter = ["basel", "rotterdam", "stockholm", "regional_group", "is_ldc", "is_sids"]
    search_fields = ["iso2", "iso3", "names"]
    list_per_page = 50
    panels = [
        FieldPanel("names"),
        FieldPanel("regional_group"),
        FieldPanel("development_status"),
        FieldPanel("is_ldc"),
        FieldPanel("is_lldc"),
        FieldPanel("is_sids"),
        FieldPanel("basel"),
        FieldPanel("rotterdam"),
        FieldPanel("stockholm"),
    ]
