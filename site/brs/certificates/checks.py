"""Warns at start when a certificate could not print a name."""

from typing import Any

from django.core.checks import Warning, register

from brs.core.typesetting import FONTS, font_files


@register()
def fonts_are_installed(app_configs: Any, **kwargs: Any) -> list[Warning]:
    installed = font_files()
    return [
        Warning(
            f"The font {name} is missing: names in its script cannot be printed on certificates.",
            hint=f"Install Debian's package {package}, or set BRS_FONTS to the folder that holds the font.",
            id="certificates.W001",
        )
        for name, _family, package in FONTS
        if installed[name] is None
    ]
