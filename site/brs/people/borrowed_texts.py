"""Texts of allauth whose translations miss the register: named here, so that they are extracted and ours come first."""

from django.utils.translation import gettext_noop as _

BORROWED = [_("Email"), _("Password")]
