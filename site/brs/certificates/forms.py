"""What the Secretariat can do with a certificate: revoke it, or correct the name on it. Each with a public reason."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from .actions import correct_name, revoke
from .models import Certificate


class StatusForm(WagtailAdminModelForm):
    deed = forms.ChoiceField(
        label=_("What to do"),
        choices=[("correct", _("Correct the name: a new certificate takes its place")), ("revoke", _("Revoke it"))],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Name as it should be"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Public: whoever verifies the certificate reads it.")
    )

    class Meta:
        model = Certificate
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["name"].initial = self.instance.snapshot.get("holder", "")

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if self.instance.status() not in ("valid", "expired"):
            raise forms.ValidationError(_("This certificate no longer holds: nothing more can be done with it."))
        if cleaned.get("deed") == "correct" and self.instance.holder_id is None:
            raise forms.ValidationError(_("The holder has erased their account: the name stays as it is."))
        if cleaned.get("deed") == "correct":
            if not cleaned.get("name"):
                self.add_error("name", _("Type the name."))
            elif cleaned["name"] == self.instance.snapshot["holder"]:
                self.add_error("name", _("That is the name it has."))
        return cleaned

    def save(self, commit: bool = True) -> Certificate:
        """The certificate that now holds, or the one that was revoked."""
        if self.cleaned_data["deed"] == "revoke":
            revoke(self.instance, self.cleaned_data["reason"], by=self.for_user)
            return self.instance
        return correct_name(self.instance, self.cleaned_data["name"], self.cleaned_data["reason"], by=self.for_user)
