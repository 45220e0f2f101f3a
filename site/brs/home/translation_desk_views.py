"""The screen of the translation desk in the admin, and its files."""

import csv
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from brs.core.headers import file_named
from brs.core.spreadsheets import CONTENT_TYPE, csv_text, workbook
from brs.core.translation_exchange import as_archive, translations_of
from brs.core.translation_state import State

from .translation_desk import STATES, Content, Desk, DeskFilters, may_see, translation_desk, with_details

AT_ONCE = 50
FILES_AT_ONCE = 500
BOM = "\ufeff"  # by which spreadsheets tell UTF-8
HEADS = (
    _("Kind"),
    _("Content"),
    _("Language"),
    _("State"),
    _("Texts to translate"),
    _("Texts in all"),
    _("Behind since"),
    _("Last translated by"),
    _("Edited by hand"),
    _("Texts by a machine, not reviewed"),
)


class FiltersForm(forms.Form):
    """What is not a choice is as if it had not been asked for."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    course = forms.TypedChoiceField(label=_("Course"), required=False, coerce=int, empty_value=None)
    language = forms.ChoiceField(label=_("Language"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *STATES.items()])

    def __init__(self, data: Any, desk: Desk) -> None:
        super().__init__(data)
        choices = {
            "kind": sorted(desk.kinds.items(), key=lambda kind: kind[1]),
            "course": desk.courses,
            "language": [(code, language_name(code)) for code in desk.all_languages],
        }
        for name, offered in choices.items():
            self.fields[name].choices = [("", _("All")), *offered]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "w-w-full"


def filters_in(query: Any) -> DeskFilters:
    course = query.get("course", "")[:12]
    return DeskFilters(
        kind=query.get("kind", "")[:100],
        course=int(course) if course.isascii() and course.isdigit() else None,
        language=query.get("language", "")[:10],
        state=query.get("state", "") if query.get("state", "") in STATES else "",
    )


def language_name(code: str) -> str:
    return capfirst(get_language_info(code)["name_local"])


class TranslationDeskView(WagtailAdminTemplateMixin, TemplateView):
    page_title = _("Translation desk")
    header_icon = "wagtail-localize-language"
    template_name = "home/admin/translation_desk.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see(request.user):
            raise PermissionDenied
        self.desk = translation_desk(request.user, filters_in(request.GET))
        if request.GET.get("export") in FILES:
            return FILES[request.GET["export"]](rows_for_file(with_details(self.desk.rows)))
        if request.GET.get("export") == "xliff":
            return self.for_translators()
        return super().get(request, *args, **kwargs)

    def for_translators(self) -> HttpResponse:
        """What is shown and has begun in one language, as files."""
        keys = [
            row.key for row in self.desk.rows if any(cell.target is not None and not cell.by_hand for cell in row.cells)
        ]
        if len(self.desk.languages) != 1:
            messages.error(self.request, _("Choose the language that you want the files in."))
        elif not keys:
            messages.error(self.request, _("None of this has been begun in this language. Begin it first."))
        elif len(keys) > FILES_AT_ONCE:
            text = _("That would be %(n)s files, more than %(most)s. Choose a course.")
            messages.error(self.request, text % {"n": len(keys), "most": FILES_AT_ONCE})
        else:
            language = self.desk.languages[0]
            response = HttpResponse(as_archive(translations_of(keys, language)), content_type="application/zip")
            response["Content-Disposition"] = file_named(f"translations-{language}.zip")
            return response
        query = self.request.GET.copy()
        query.pop("export")
        return redirect(f"{self.request.path}?{query.urlencode()}")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = Paginator(self.desk.rows, AT_ONCE)
        page = paginator.get_page(self.request.GET.get("p"))
        page.object_list = with_details(list(page.object_list))
        return {
            **super().get_context_data(**kwargs),
            "form": FiltersForm(self.request.GET, self.desk),
            "languages": [(code, language_name(code)) for code in self.desk.languages],
            "totals": [
                (STATES[state], [self.desk.totals[code][state] for code in self.desk.languages]) for state in State
            ],
            "rows": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
        }


def rows_for_file(contents: list[Content]) -> Iterator[list[Any]]:
    """A line for each translation."""
    yield [str(head) for head in HEADS]
    for content in contents:
        for cell in content.cells:
            yield [
                content.kind_name,
                content.title,
                language_name(cell.language),
                cell.state_name,
                cell.texts,
                cell.of,
                timezone.localdate(cell.since) if cell.since else None,
                cell.by,
                str(_("Yes")) if cell.by_hand else "",
                cell.by_machine,
            ]


def as_csv(rows: Iterator[list[Any]]) -> HttpResponse:
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    writer = csv.writer(response)
    writer.writerows([csv_text(value) if isinstance(value, str) else value for value in row] for row in rows)
    response["Content-Disposition"] = file_named("translations.csv")
    return response


def as_xlsx(rows: Iterator[list[Any]]) -> HttpResponse:
    response = HttpResponse(workbook({str(_("Translation desk")): rows}), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = file_named("translations.xlsx")
    return response


FILES = {"csv": as_csv, "xlsx": as_xlsx}


class TranslationDeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)
