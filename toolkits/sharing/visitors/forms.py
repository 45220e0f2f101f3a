"""What visitors type to get in."""

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from brs.core.codes import LONGEST_TYPED, tidy_share_code
from brs.core.templatetags.brs import duration

TYPED = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST_TYPED,
        help_text=_("Ten letters and digits, for instance 7K2M9-QX4TB."),
        widget=forms.TextInput(attrs={**TYPED, "autocapitalize": "characters"}),
    )

    def clean_code(self) -> str:
        code = tidy_share_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("A code has ten letters and digits, in two groups of five."))
        return code


class PasscodeForm(forms.Form):
    """Not hidden while it is typed: it is read off a slide or a board."""

    passcode = forms.CharField(label=_("Passcode"), max_length=128, widget=forms.TextInput(attrs=TYPED))

    def say_wrong(self) -> None:
        self.add_error("passcode", _t("This is not the passcode. Compare it once more."))

    def say_wait(self, seconds: int) -> None:
        wait = duration(-(-seconds // 60))
        self.add_error(
            "passcode", _t("Too many wrong passcodes. Please wait %(time)s, then try again.") % {"time": wait}
        )
