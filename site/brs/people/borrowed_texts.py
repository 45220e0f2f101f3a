"""Texts of allauth whose translations miss the register: named here, so that they are extracted and ours come first."""

from django.utils.translation import gettext_noop as _

BORROWED = [
    _("Email"),
    _("Password"),
    _("Please Confirm Your Email Address"),
    _(
        "You're receiving this email because user %(user_display)s has given your email address"
        " to register an account on %(site_domain)s."
    ),
    _("To confirm this is correct, go to %(activate_url)s"),
]
