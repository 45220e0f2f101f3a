"""What people fill in about themselves."""

from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField, PasswordField
from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignupForm,
)
from allauth.account.models import EmailAddress
from allauth.core import context
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from brs.core.languages import readers_language
from brs.core.limits import place_of
from brs.core.names import tidy
from brs.core.time_zones import place_of as city_of
from brs.core.time_zones import zones

from . import limits, slips
from .addresses import in_one_spelling
from .models import Party, User
from .privacy import has_account


def parties_by_name() -> list[tuple[str, str]]:
    """Every Party by its name in the reader's language."""
    return sorted(((party.pk, str(party)) for party in Party.objects.all()), key=lambda choice: choice[1])


class NameField(forms.CharField):
    """Of a person or an organisation."""

    def to_python(self, value: str | None) -> str:
        return tidy(super().to_python(value) or "")


class AddressField(EmailField):
    """In one spelling, however it is typed."""

    def to_python(self, value: str | None) -> str:
        return in_one_spelling(super().to_python(value) or "")


class OnASharedComputer(forms.Form):
    is_shared = forms.BooleanField(
        label=_("This is a shared computer: do not keep me signed in"), required=False, initial=False
    )

    def end_with_the_browser(self, request: HttpRequest) -> None:
        if self.cleaned_data["is_shared"]:
            request.session.set_expiry(0)


class SignInForm(OnASharedComputer, LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField()
        self.order_fields(["login", "password", "is_shared"])

    def login(self, request, redirect_url=None):
        answer = super().login(request, redirect_url)
        self.end_with_the_browser(request)
        return answer


class SignUpForm(OnASharedComputer, SignupForm):
    KEPT = "sign_up"  # in the session: what an account is made of, should the address turn out to be wrong

    email = AddressField()
    name = NameField(
        label=_("Your name, as it shall stand on certificates"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    party = forms.ChoiceField(label=_("Country or Party"), required=False)

    field_order = ["name", "email", "password1", "party", "is_shared"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [("", _("Not said")), *parties_by_name()]  # type: ignore[attr-defined]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                limits.take_or_say(limits.sign_up_tries(context.request))
            except forms.ValidationError:
                self.fields["password1"].widget.render_value = True  # it need not be typed again to wait
                raise
        return cleaned

    def try_save(self, request):
        """Where there is an account, nothing is made; whoever asks sees no difference, by the clock neither."""
        if self.account_already_exists:
            self._keep(request, self._as_if_saved())
        self.end_with_the_browser(request)
        return super().try_save(request)

    def save(self, request):
        person = super().save(request)
        person.name = self.cleaned_data["name"]
        person.party_id = self.cleaned_data["party"] or None
        person.language = readers_language()
        person.save()
        self._keep(request, person)
        return person

    def _as_if_saved(self) -> User:
        with transaction.atomic():
            person = slips.account(self.cleaned_data["name"], language=readers_language())
            person.party_id = self.cleaned_data["party"] or None
            person.set_password(self.cleaned_data["password1"])
            person.save()
            EmailAddress.objects.create(user=person, email=person.email)
            transaction.set_rollback(True)
        return person

    def _keep(self, request: HttpRequest, person: User) -> None:
        names = ("name", "party_id", "language", "password")
        request.session[self.KEPT] = {name: getattr(person, name) for name in names}


class CorrectAddressForm(forms.Form):
    email = AddressField(label=_("The right address"))

    def clean_email(self) -> str:
        email = get_adapter().clean_email(self.cleaned_data["email"])
        limits.take_or_say(limits.sign_up_tries(context.request))
        return email


class ResetForm(ResetPasswordForm):
    email = AddressField()
    users: list[User]

    def clean_email(self) -> str:
        """A link goes to the address that somebody signs in by; one that still waits to be proven may be another's."""
        email = super().clean_email()
        limits.take_or_say([(limits.RESETS_OF_A_PLACE, place_of(context.request))])
        if seconds := limits.MAILS_TO_AN_ADDRESS.wait(email):
            raise limits.wait_error(seconds)
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
        named = sorted((city_of(zone), zone) for zone in zones())
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]
            ("", _("As in the capital of my country")),
            *((zone, city) for city, zone in named),
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

    email = AddressField()
    password = PasswordField(label=_("Your password"), autocomplete="current-password")
    clean_password = ReauthenticateForm.clean_password

    def clean_email(self) -> str:
        email = super().clean_email()
        if seconds := limits.MAILS_TO_AN_ADDRESS.wait(email):
            raise limits.wait_error(seconds)
        return email


class PasswordForm(ChangePasswordForm):
    """The new one is shown while it is typed, so that it need not be typed twice."""

    password2 = None  # type: ignore[assignment]

    def clean_oldpassword(self) -> str:
        """Guessing it is as slow here as where one signs in."""
        password = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class NewPasswordForm(ResetPasswordKeyForm):
    password2 = None  # type: ignore[assignment]


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
