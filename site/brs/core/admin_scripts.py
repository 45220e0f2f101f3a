"""Choosers in the admin, started without an inline script: the one that is written in Python, not in a template.

Of Wagtail 8.0.1. `tests/house/test_admin_scripts.py` fails when Wagtail changes what is replaced.
"""

import json
import re
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets import BaseChooser

CALL = re.compile(r"\A(?:new )?(?P<name>\w+)\((?P<arguments>.*)\);", re.DOTALL)


def render(self: BaseChooser, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
    """As `BaseChooser.render`: what its script calls is told to static/js/admin/start-widget.js."""
    id_ = (attrs or {})["id"]
    data = self.get_value_data(value)
    call = CALL.fullmatch(self.render_js_init(id_, name, data))
    if call is None:
        raise ValueError(f"{type(self).__name__} starts by more than one call.")
    return format_html(
        '{}<start-widget name="{}" arguments="{}"></start-widget>',
        self.render_html(name, data, attrs),
        call["name"],
        json.dumps(json.loads(f"[{call['arguments']}]")),
    )
