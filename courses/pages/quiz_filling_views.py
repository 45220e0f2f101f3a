"""The last step of an import of questions: which quiz asks them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Locale, Page

from brs.people.models import User
from courses.exchange.dry_run import imported
from courses.exchange.screen import ImportedScreen

from .models import QuizPage
from .quiz_filling import make_quiz, parents_of_new, put_in_quiz, quizzes_to_fill, titles_with_course


class PageField(forms.ModelChoiceField):
    """Each page is named with the course that it is in."""

    titles: dict[int, str]

    def offer(self, pages: QuerySet[Any]) -> None:
        self.queryset = pages
        self.titles = titles_with_course(list(pages))

    def label_from_instance(self, page: Page) -> str:
        return self.titles[page.pk]


class PutForm(forms.Form):
    quiz = PageField(QuizPage.objects.none(), label=gettext_lazy("Quiz"), empty_label=gettext_lazy("Choose"))

    def __init__(self, *args: Any, user: User, locale: Locale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["quiz"].offer(quizzes_to_fill(user, locale))  # type: ignore[attr-defined]

    def clean_quiz(self) -> QuizPage:
        quiz = self.cleaned_data["quiz"]
        if quiz.permissions_for_user(self.user).page_locked():
            raise forms.ValidationError(_("This quiz is locked, or others review it now."))
        return quiz


class NewQuizForm(forms.Form):
    parent = PageField(Page.objects.none(), label=gettext_lazy("Course or module"), empty_label=gettext_lazy("Choose"))
    title = forms.CharField(label=gettext_lazy("Title of the quiz"), max_length=255)

    def __init__(self, *args: Any, user: User, locale: Locale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].offer(parents_of_new(user, locale))  # type: ignore[attr-defined]


class IntoQuizView(ImportedScreen):
    """The questions of an import are put in a draft of a quiz, or a new quiz is made of them. Nothing is published."""

    page_title = gettext_lazy("Put the questions in a quiz")
    template_name = "courses/questions/import_into_quiz.html"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        is_new = "create" in request.POST
        form = (NewQuizForm if is_new else PutForm)(request.POST, **self._of_import())
        questions = imported(self.question_import)  # type: ignore[arg-type]
        if not form.is_valid():
            errors = {"new_form" if is_new else "put_form": form}
            return self.render_to_response(self.get_context_data(**errors), status=422)
        if is_new:
            cleaned = form.cleaned_data
            quiz = make_quiz(cleaned["parent"].specific, cleaned["title"], questions, by=request.user)  # type: ignore[arg-type]
            count = len(questions)
        else:
            quiz = form.cleaned_data["quiz"]
            count = put_in_quiz(quiz, questions, by=request.user)  # type: ignore[arg-type]
        words = ngettext(
            "%(n)s question was put in the draft of “%(quiz)s”. Publish it when it is ready.",
            "%(n)s questions were put in the draft of “%(quiz)s”. Publish it when it is ready.",
            count,
        )
        messages.success(request, words % {"n": count, "quiz": quiz.title})
        return redirect("wagtailadmin_pages:edit", quiz.pk)

    def _of_import(self) -> dict[str, Any]:
        assert self.question_import is not None
        return {"user": self.request.user, "locale": self.question_import.locale}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.question_import is not None
        return {
            "put_form": PutForm(**self._of_import()),
            "new_form": NewQuizForm(**self._of_import(), initial={"title": _("Final quiz")}),
            "questions": imported(self.question_import),
            "back_url": reverse("wagtailsnippets_courses_question:import_check", args=[self.question_import.pk]),
            **super().get_context_data(**kwargs),
        }


urlpatterns = [path("quizzes/import/<int:pk>/", IntoQuizView.as_view(), name="import_into_quiz")]
