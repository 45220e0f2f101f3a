"""The editors' screens of the exchange of questions, under the bank's own addresses in the admin."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Locale

from brs.core.headers import file_named
from courses.questions.bank import BankFilters, searched
from courses.questions.models import Question

from . import actions
from .bank import draft_of
from .dry_run import dry_run, imported
from .format_table import FORMATS, Export, export
from .formats import sheet
from .forms import READINGS_THAT_FAIL, ColumnsForm, ImportForm, TakeForm
from .screen import ImportedScreen, OfImport, Screen, address, of_editor
from .words import FIELDS, FORMAT_LABELS

MOST_EXPORTED = 1_000  # as a Word document they take 3 seconds
NEWEST_SHOWN = 10


class ImportView(Screen):
    """A file is read; nothing is taken yet."""

    page_title = gettext_lazy("Import questions")
    template_name = "courses/questions/import.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        question_import = actions.begin(
            form.answer,
            form.data_of_file,
            by=request.user,  # type: ignore[arg-type]
            locale=form.cleaned_data["locale"],
            file_name=form.file_name,
            topic=form.cleaned_data["topic"],
            convention=form.cleaned_data["convention"],
        )
        step = "import_columns" if actions.needs_columns(question_import) else "import_check"
        return redirect(address(step), question_import.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = of_editor(self.request).filter(taken_at__isnull=False).order_by("-taken_at")[:NEWEST_SHOWN]
        form = kwargs.pop("form", None) or ImportForm()
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "newest": newest,
            "template_url": reverse(address("import_template")),
            "check_url": address("import_check"),
        }


class ColumnsView(OfImport):
    """What each column of a spreadsheet holds, before its questions are shown."""

    page_title = gettext_lazy("Say what the columns are")
    template_name = "courses/questions/import_columns.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._without_rows() or self.render_to_response(self.get_context_data(form=self._form()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if response := self._without_rows():
            return response
        form = self._form(request.POST)
        if form.is_valid():
            try:
                actions.assign(self.question_import, form.columns)  # type: ignore[arg-type]
                return redirect(address("import_check"), pk)
            except tuple(READINGS_THAT_FAIL) as error:
                form.add_error(None, READINGS_THAT_FAIL[type(error)])
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _without_rows(self) -> HttpResponse | None:
        """What was taken has none any more, and other formats have no columns."""
        assert self.question_import is not None
        return None if self.question_import.rows else redirect(address("import_check"), self.question_import.pk)

    def _form(self, data: Any = None) -> ColumnsForm:
        assert self.question_import is not None
        rows, chosen = self.question_import.rows, self.question_import.columns
        return ColumnsForm(data, rows=rows, columns=sheet.Columns(**chosen) if chosen else sheet.proposed(rows))


class CheckView(ImportedScreen):
    """Each question as a learner sees it, before any is taken; and what was taken, once it was."""

    page_title = gettext_lazy("Check the questions")
    template_name = "courses/questions/import_check.html"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        assert self.question_import is not None
        form = TakeForm(request.POST, count=len(self.question_import.drafts))
        if self.question_import.taken_at is None and not form.is_valid():
            messages.error(request, _("Tick at least one question."))
            return self.render_to_response(self.get_context_data(), status=422)
        may_publish = request.user.has_perm("courses.publish_question")  # type: ignore[union-attr]
        taken = actions.take(
            self.question_import,
            form.cleaned_data.get("questions", []) if form.is_valid() else [],
            publish=may_publish and "publish" in request.POST,
            by=request.user,  # type: ignore[arg-type]
        )
        if taken is None:
            messages.warning(request, _("The questions of this file were added before: nothing was added again."))
        else:
            messages.success(request, _told(taken))
        return redirect(address("import_check"), pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.question_import is not None
        is_open = self.question_import.taken_at is None
        return {
            **super().get_context_data(**kwargs),
            "question_import": self.question_import,
            "run": dry_run(self.question_import) if is_open else None,
            "imported": [] if is_open else imported(self.question_import),
            "may_publish": self.request.user.has_perm("courses.publish_question"),  # type: ignore[union-attr]
            "import_url": reverse(address("import")),
            "columns_url": reverse(address("import_columns"), args=[self.question_import.pk]),
            "undo_url": reverse(address("import_undo"), args=[self.question_import.pk]),
            "edit_url": address("edit"),
        }


def _told(taken: actions.Taken) -> str:
    made = ngettext("%(n)s question was added.", "%(n)s questions were added.", taken.made) % {"n": taken.made}
    if not taken.published:
        return made
    published = ngettext("%(n)s is published.", "%(n)s are published.", taken.published) % {"n": taken.published}
    return f"{made} {published}"


class UndoView(ImportedScreen):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        assert self.question_import is not None
        gone, stay = actions.undo(self.question_import, by=request.user)  # type: ignore[arg-type]
        message = ngettext("%(n)s question was deleted.", "%(n)s questions were deleted.", gone) % {"n": gone}
        if stay:
            rest = ngettext(
                "%(n)s stays: it was changed or is used.", "%(n)s stay: they were changed or are used.", stay
            )
            message = f"{message} {rest % {'n': stay}}"
        messages.success(request, message)
        return redirect(address("import"))


class TemplateFileView(Screen):
    """The spreadsheet to fill in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _file(sheet.template(), sheet.FORMAT.content_type, "questions.xlsx")


class ExportView(Screen):
    """The questions that a list of the bank shows, in a format; first what of them it cannot say.

    The list's own filters are in the query, and `id` of those that are ticked.
    """

    page_title = gettext_lazy("Export questions")
    template_name = "courses/questions/export.html"
    permission = "courses.view_question"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        its_format = FORMATS.get(request.GET.get("format", ""))
        if its_format is None or "download" not in request.GET:
            return super().get(request, *args, **kwargs)
        name = f"{slugify(_('Questions')) or 'questions'}-{its_format.name.replace('_', '-')}{its_format.suffixes[0]}"
        return _file(self._export().data, its_format.content_type, name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.copy()
        query.pop("format", None)
        its_format = FORMATS.get(self.request.GET.get("format", ""))
        made = self._export() if its_format else None
        return {
            **super().get_context_data(**kwargs),
            "formats": list(FORMAT_LABELS.items()),
            "format": its_format.name if its_format else "",
            "query": [(name, value) for name, values in query.lists() for value in values],
            "count": self._questions().count(),
            "most": MOST_EXPORTED,
            "lost": _lost(made) if made else [],
        }

    def _export(self) -> Export:
        questions = self._questions().select_related("topic", "convention", "competency", "locale")[:MOST_EXPORTED]
        its_format = FORMATS[self.request.GET["format"]]
        if its_format is sheet.FORMAT:
            its_format = sheet.in_language(get_language() or "")
        return export(its_format, [draft_of(each) for each in questions if len(each.body) == 1])

    def _questions(self) -> QuerySet[Question]:
        """Those that are ticked, or all that the list's filters leave."""
        questions = Question.objects.order_by("name", "pk")
        if ids := [int(text) for text in self.request.GET.getlist("id") if text.isdecimal() and len(text) < 10]:
            return questions.filter(pk__in=ids)
        locale = Locale.objects.filter(language_code=self.request.GET.get("locale", "")).first()
        questions = questions.filter(locale=locale) if locale else questions
        filtered = BankFilters(self.request.GET, queryset=questions, request=self.request).qs
        return searched(filtered, self.request.GET.get("q", "").strip()[:200])


def _lost(made: Export) -> list[tuple[str, str]]:
    """Name of each question that the format cannot say whole, and what is lost."""
    return [(question.name, ", ".join(str(FIELDS[name]) for name in names)) for question, names in made.lost]


def _file(data: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(data, content_type=content_type, headers={"Content-Disposition": file_named(name)})
