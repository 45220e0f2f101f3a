"""Values of indicators in the managers' menu: entered, never changed."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import IndicatorValue, OutputPage


class OnlyAdded(ModelPermissionPolicy):
    """A correction is entered anew, so that it can be seen what was said before."""

    def user_has_permission(self, user, action) -> bool:
        return action in ("add", "view") and super().user_has_permission(user, action)


class IndicatorValueForm(WagtailAdminModelForm):
    what = forms.ChoiceField(label=_("Indicator"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [("", "—"), *_indicators()]

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if day > date.today():
            raise ValidationError(_("This day is still to come."))
        return day

    def save(self, commit: bool = True) -> IndicatorValue:
        chosen = self.cleaned_data["what"]
        self.instance.output_key, self.instance.indicator = chosen.split(" ")
        choices = dict(choice for _group, choices in self.fields["what"].choices[1:] for choice in choices)
        self.instance.text, self.instance.by = choices[chosen][:400], self.for_user
        return super().save(commit)


def _indicators() -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped by output, named in English: the ids are the same in every language."""
    pages = OutputPage.objects.live().filter(locale__language_code="en").order_by("path")
    return [
        (
            f"{page.slug} {page.title}",
            [
                (f"{page.translation_key} {block.id}", f"{block.value['text']} ({block.value['unit']})")
                for block in page.indicators
            ],
        )
        for page in pages
    ]


class IndicatorValueViewSet(SnippetViewSet):
    model = IndicatorValue
    icon = "check"
    menu_label = _("Indicator values")
    menu_order = 330
    add_to_admin_menu = True
    inspect_view_enabled = True
    list_display = ["text", "value", "on", "source", "by", "entered_at"]
    edit_handler = ObjectList(
        [FieldPanel("what"), FieldPanel("value"), FieldPanel("on"), FieldPanel("source")],
        base_form_class=IndicatorValueForm,
    )

    @cached_property
    def permission_policy(self) -> OnlyAdded:
        return OnlyAdded(self.model)
