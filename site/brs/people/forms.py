"""What people fill in about themselves."""

from allauth.account.fields import PasswordField
from allauth.account.forms import AddEmailForm, ReauthenticateForm, ResetPasswordForm, SignupForm
from allauth.account.models import EmailAddress
from django import forms
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from brs.core.names import tidy
from brs.core.time_zones import place_of, zones

from . import slips
from .models import Party, User
from .privacy import has_account


def parties_by_name() -> list[tuple[str, str]]:
    """Every Party by its name in the reader's language."""
    return sorted(((party.pk, str(party)) for party in Party.objects.all()), key=lambda choice: choice[1])


class NameField(forms.CharField):
    """Of a person or an organisation."""

    def to_python(self, value: str | None) -> str:
        return tidy(super().to_python(value) or "")


class SignUpForm(SignupForm):
    name = NameField(
        label=_("Your name, as it shall stand on certificates"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    party = forms.ChoiceField(label=_("Country or Party"), required=False)

    field_order = ["name", "email", "password1", "party"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [("", _("Not said")), *parties_by_name()]  # type: ignore[attr-defined]

    def try_save(self, request):
        """Where there is an account, nothing is made; whoever asks sees no difference, by the clock neither."""
        if self.account_already_exists:
            self._as_if_saved()
        return super().try_save(request)

    def save(self, request):
        person = super().save(request)
        person.name = self.cleaned_data["name"]
        person.party_id = self.cleaned_data["party"] or None
        person.language = get_language() or "en"
        person.save()
        return person

    def _as_if_saved(self) -> None:
        with transaction.atomic():
            person = slips.account(self.cleaned_data["name"], language=get_language() or "en")
            person.set_password(self.cleaned_data["password1"])
            person.save()
            EmailAddress.objects.create(user=person, email=person.email)
            transaction.set_rollback(True)


class ResetForm(ResetPasswordForm):
    users: list[User]

    def clean_email(self) -> str:
        """A link goes to the address that somebody signs in by; one that still waits to be proven may be another's."""
        email = super().clean_email()
        self.users = [person for person in self.users if person.email.lower() == email.lower()]
        return email


class ProfileForm(forms.ModelForm):
    party = forms.ChoiceField(label=_("Country or Party"), required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("For the day on your certificates.")
    )

    class Meta:
        model = User
        fields = ["name", "party", "organisation", "position", "gender", "language", "saves_data"]
        field_classes = {"name": NameField, "organisation": NameField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [("", _("Not said")), *parties_by_name()]  # type: ignore[attr-defined]
        self.initial["party"] = self.instance.party_id or ""
        named = sorted((place_of(zone), zone) for zone in zones())
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]
            ("", _("As in the capital of my country")),
            *((zone, place) for place, zone in named),
        ]
        self.initial["time_zone"] = UserProfile.get_for_user(self.instance).current_time_zone
        self.fields["gender"].label = _("Gender (optional)")
        self.fields["gender"].choices = [("", _("Not said")), *User.Gender.choices]  # type: ignore[attr-defined]

    def clean_party(self) -> Party | None:
        chosen = self.cleaned_data["party"]
        return Party.objects.get(pk=chosen) if chosen else None

    def save(self, commit: bool = True) -> User:
        """Writes nothing else of the account: a password that is changed in the same moment stays."""
        self.instance.save(update_fields=self.Meta.fields)
        profile = UserProfile.get_for_user(self.instance)
        profile.current_time_zone = self.cleaned_data["time_zone"]
        profile.save(update_fields=["current_time_zone"])
        return self.instance


class EmailForm(AddEmailForm):
    """Another address, and the password once more: the address is what opens the account."""

    password = PasswordField(label=_("Your password"), autocomplete="current-password")
    clean_password = ReauthenticateForm.clean_password


class WithKeepsakes(forms.Form):
    """What shall be left standing: `keepsakes` has a label by the name of its room."""

    def __init__(self, *args, keepsakes: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.keepsakes = keepsakes
        for name, label in keepsakes.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)

    def keeping(self) -> list[str]:
        return [name for name in self.keepsakes if self.cleaned_data[name]]


class EraseForm(WithKeepsakes, ReauthenticateForm):
    """The password once more. A slip has no password: its code has let the person in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([*self.keepsakes, "password"])
        if slips.is_slip(self.user):
            del self.fields["password"]

    def clean(self) -> dict:
        if self.user.is_superuser and not User.objects.other_administrators(self.user).exists():
            raise forms.ValidationError(_("You are the only administrator. Name another one first."))
        return super().clean() or {}


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"})
    )

    def clean_email(self) -> str:
        address = self.cleaned_data["email"].lower()
        if has_account(address):
            raise forms.ValidationError(
                _("There is an account with this address: its holder sees, downloads and erases all of it there.")
            )
        return address


class EraseAddressForm(WithKeepsakes):
    """For somebody without an account, who asked by mail."""

    is_theirs = forms.BooleanField(label=_("The request came from this address"))
