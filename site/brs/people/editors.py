"""How Wagtail's user administration works with people who sign in by e-mail."""

from wagtail.users.apps import WagtailUsersAppConfig


class EditorsConfig(WagtailUsersAppConfig):
    user_viewset = "brs.people.viewsets.PeopleViewSet"

    def ready(self) -> None:
        super().ready()
        from wagtail.admin.views.account import NameEmailSettingsPanel

        from .account_forms import NameForm

        NameEmailSettingsPanel.form_class = NameForm
