"""The list of the bank: columns, filters with counts, search that folds, and what is done with many at once."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.models import Revision, WorkflowState
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.views.snippets import DeleteView

from brs.core.publishing import problems_to_publish
from brs.core.quoting import quoted_list
from brs.core.searching import ids_matching
from brs.core.translated_lists import TranslatedIndexView
from brs.taxonomy.models import Competency, Convention, Term, Theme, in_readers_language

from .content import type_of
from .models import MeasuredDifficulty, Question
from .types import TYPES
from .uses import count_uses, is_used, quizzes_asking

MOST_NAMED = 10
# Fields by which the bank is sorted -> the terms that stand in them.
TERMS: dict[str, type[Term]] = {"topic": Theme, "convention": Convention, "competency": Competency}


def of_type(name: str) -> Q:
    """For a query of questions with their body `as_text`."""
    return Q(as_text__contains=f'"type": "{name}"')


def with_text(questions: QuerySet[Question]) -> QuerySet[Question]:
    return questions.annotate(as_text=Cast("body", TextField()))


def statuses_of(questions: Iterable[Question]) -> dict[int, Any]:
    """The state of each question in words, by its id. Two queries."""
    questions = list(questions)
    of_them = {
        "base_content_type": ContentType.objects.get_for_model(Question),
        "object_id__in": [str(question.pk) for question in questions],
    }
    scheduled = Revision.objects.filter(approved_go_live_at__isnull=False, **of_them)
    in_review = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS, **of_them)
    ids_scheduled = set(scheduled.values_list("object_id", flat=True))
    ids_in_review = set(in_review.values_list("object_id", flat=True))
    return {
        question.pk: _status(question, str(question.pk) in ids_scheduled, str(question.pk) in ids_in_review)
        for question in questions
    }


def _status(question: Question, is_scheduled: bool, is_in_review: bool) -> Any:
    if is_in_review:
        return gettext_lazy("In review")
    if is_scheduled:
        return gettext_lazy("Scheduled")
    if not question.live:
        return gettext_lazy("Archived") if question.first_published_at else gettext_lazy("Draft")
    return gettext_lazy("Published, changed since") if question.has_unpublished_changes else gettext_lazy("Published")


def _counted(title: Any, count: int) -> str:
    return f"{title} ({count})"


# What the filter by right answers has to choose from: its words, and from how many per cent to how many.
MEASURED = {
    "hard": (gettext_lazy("Below 40 %: hard"), 0, 39),
    "medium": (gettext_lazy("40 to 80 %"), 40, 80),
    "easy": (gettext_lazy("Above 80 %: easy"), 81, 100),
}


def right_in_words(question: Question) -> str:
    """How many of those who were asked were right; nothing where too few were."""
    if question.right_per_cent is None:
        return ""
    return _("%(share)d %% of %(n)d") % {"share": question.right_per_cent, "n": question.asked}


class BankFilters(WagtailFilterSet):
    """Each choice says how many questions of the whole bank it has. A term stands once, whatever its languages."""

    type = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Type"), method="of_types", widget=forms.CheckboxSelectMultiple
    )
    topic = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Topic"), method="with_terms", widget=forms.CheckboxSelectMultiple
    )
    competency = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Competency"), method="with_terms", widget=forms.CheckboxSelectMultiple
    )
    convention = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Convention"), method="with_terms", widget=forms.CheckboxSelectMultiple
    )
    measured = django_filters.ChoiceFilter(
        label=gettext_lazy("Right answers"),
        method="as_measured",
        choices=[(name, label) for name, (label, _low, _high) in MEASURED.items()],
        widget=forms.RadioSelect,
    )
    used = django_filters.BooleanFilter(label=gettext_lazy("Asked in a quiz"), method="asked_somewhere")

    class Meta:
        model = Question
        fields = ["live", "difficulty"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        counts = {name: Count("pk", filter=of_type(name)) for name in TYPES}
        by_type = with_text(Question.objects.all()).aggregate(**counts)
        self.filters["type"].extra["choices"] = [
            (name, _counted(TYPES[name].block._meta_class.label, by_type[name])) for name in TYPES
        ]
        for field, model in TERMS.items():
            rows = Question.objects.exclude(**{field: None}).values_list(f"{field}__translation_key")
            by_key = dict(rows.annotate(questions=Count("pk")).order_by())
            terms = in_readers_language(model, by_key)
            self.filters[field].extra["choices"] = [
                (str(key), _counted(term, by_key[key])) for key, term in terms.items()
            ]

    def of_types(self, questions: QuerySet[Question], name: str, types: list[str]) -> QuerySet[Question]:
        condition = Q()
        for chosen in types:
            condition |= of_type(chosen)
        return with_text(questions).filter(condition)

    def with_terms(self, questions: QuerySet[Question], name: str, keys: list[str]) -> QuerySet[Question]:
        return questions.filter(**{f"{name}__translation_key__in": keys}) if keys else questions

    def as_measured(self, questions: QuerySet[Question], name: str, chosen: str) -> QuerySet[Question]:
        _label, low, high = MEASURED[chosen]
        measured = MeasuredDifficulty.objects.filter(right_per_cent__range=(low, high))
        return questions.filter(translation_key__in=measured.values("key"))

    def asked_somewhere(self, questions: QuerySet[Question], name: str, wanted: bool) -> QuerySet[Question]:
        return questions.filter(is_used() if wanted else ~is_used())


def searched(questions: QuerySet[Question], words: str) -> QuerySet[Question]:
    """What has all the words, folded; else what has the letters in its name, as while one types."""
    if not words:
        return questions
    ids = ids_matching(words, Question.objects.all())
    return questions.filter(pk__in=ids) if ids else questions.filter(name__icontains=words)


class BankView(TranslatedIndexView):
    def get_base_queryset(self) -> QuerySet[Question]:
        measured = MeasuredDifficulty.objects.filter(key=OuterRef("translation_key"))
        figures = {name: Subquery(measured.values(name)) for name in ("right_per_cent", "asked")}
        return super().get_base_queryset().select_related(*TERMS).annotate(**figures)

    def order_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        """What was not measured comes last either way: databases differ on it."""
        if self.ordering not in ("right_per_cent", "-right_per_cent"):
            return super().order_queryset(queryset)
        figure = F("right_per_cent")
        order = figure.asc if self.ordering == "right_per_cent" else figure.desc
        return queryset.order_by(order(nulls_last=True), "pk")

    def search_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        return searched(queryset, self.search_query if self.is_searching else "")

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, shown, is_paginated = super().paginate_queryset(queryset, page_size)
        uses, statuses = count_uses(page.object_list), statuses_of(page.object_list)
        for question in page.object_list:
            question.uses = uses.get(question.pk, 0)
            question.status_in_words = statuses[question.pk]
        return paginator, page, page.object_list, is_paginated


COLUMNS = [
    "name",
    Column("type", label=gettext_lazy("Type"), accessor=type_of),
    Column("locale", label=gettext_lazy("Language"), sort_key="locale"),
    StatusTagColumn(
        "status_in_words", label=gettext_lazy("Status"), sort_key="live", primary=lambda question: question.live
    ),
    Column("topic", label=gettext_lazy("Topic"), accessor=lambda question: question.topic or ""),
    Column("competency", label=gettext_lazy("Competency"), accessor=lambda question: question.competency or ""),
    Column("convention", label=gettext_lazy("Convention"), accessor=lambda question: question.convention or ""),
    Column("right_per_cent", label=gettext_lazy("Right"), accessor=right_in_words, sort_key="right_per_cent"),
    Column("uses", label=gettext_lazy("Quizzes"), accessor="uses"),
]


class ArchivingDeleteView(DeleteView):
    """What a quiz asks is archived instead: taken offline, so that no attempt gets it any more."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "quizzes": quizzes_asking(self.object)}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        quizzes = quizzes_asking(self.object)
        if not quizzes:
            return super().form_valid(form)
        archive(self.object, self.request.user)
        messages.success(self.request, _in_use(self.object, [quiz.title for quiz in quizzes]))
        return HttpResponseRedirect(self.get_success_url())


def archive(question: Question, user: Any) -> None:
    if question.live:
        question.unpublish(user=user)


def _in_use(question: Question, titles: list[str]) -> str:
    named = quoted_list(titles[:MOST_NAMED])
    words = _("“%(name)s” was archived and not deleted: it is asked in %(quizzes)s.")
    return words % {"name": question.name, "quizzes": named}


class OfQuestions(SnippetBulkAction):
    """An action on questions that are ticked in the list, or all of it."""

    models = [Question]
    template_name = "courses/questions/bulk.html"
    permission = "publish"
    question: Any = ""  # asked before it is done
    press: Any = ""

    def check_perm(self, snippet: Question) -> bool:
        return self.permission_policy.user_has_permission_for_instance(self.request.user, self.permission, snippet)

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "user": self.request.user}


class PublishQuestions(OfQuestions):
    display_name = gettext_lazy("Publish")
    action_type = "publish"
    aria_label = gettext_lazy("Publish the selected questions")
    question = gettext_lazy("Publish these questions as their newest drafts say?")
    press = gettext_lazy("Publish")
    action_priority = 10

    def prepare_action(self, objects: list[Question], objects_without_access: Any) -> HttpResponse | None:
        """Nothing is published where one of them has a problem."""
        wrong = [question.name for question in objects if problems_to_publish(question.get_latest_revision_as_object())]
        if not wrong:
            return None
        named = quoted_list(wrong[:MOST_NAMED])
        messages.error(
            self.request, _("Nothing was published. These are not complete yet: %(names)s.") % {"names": named}
        )
        return HttpResponseRedirect(self.next_url)

    @classmethod
    @transaction.atomic
    def execute_action(cls, objects: Iterable[Question], user: Any = None, **context: Any) -> tuple[int, int]:
        drafts = [question for question in objects if not question.live or question.has_unpublished_changes]
        for question in drafts:
            (question.latest_revision or question.save_revision(user=user)).publish(user=user)
        return len(drafts), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        words = ngettext("%(n)d question was published.", "%(n)d questions were published.", num_parent_objects)
        return words % {"n": num_parent_objects}


class ArchiveQuestions(OfQuestions):
    display_name = gettext_lazy("Archive")
    action_type = "archive"
    aria_label = gettext_lazy("Archive the selected questions")
    question = gettext_lazy("Take these questions offline? Attempts that have begun keep them; no other gets them.")
    press = gettext_lazy("Archive")
    action_priority = 20

    @classmethod
    @transaction.atomic
    def execute_action(cls, objects: Iterable[Question], user: Any = None, **context: Any) -> tuple[int, int]:
        live = [question for question in objects if question.live]
        for question in live:
            archive(question, user)
        return len(live), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        words = ngettext("%(n)d question was archived.", "%(n)d questions were archived.", num_parent_objects)
        return words % {"n": num_parent_objects}


class TopicForm(forms.Form):
    topic = forms.ModelChoiceField(
        Theme.objects.in_source_language(),
        label=gettext_lazy("Topic"),
        required=False,
        empty_label=gettext_lazy("None"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = in_readers_language(Theme)
        topics: Any = self.fields["topic"]
        topics.label_from_instance = lambda theme: str(shown.get(theme.translation_key, theme))


class GiveTopic(OfQuestions):
    display_name = gettext_lazy("Topic")
    action_type = "topic"
    aria_label = gettext_lazy("Give the selected questions a topic")
    question = gettext_lazy("Which topic shall these questions have?")
    press = gettext_lazy("Give the topic")
    form_class = TopicForm
    action_priority = 15
    permission = "change"

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "topic": self.cleaned_form.cleaned_data["topic"]}

    @classmethod
    @transaction.atomic
    def execute_action(
        cls, objects: Iterable[Question], user: Any = None, topic: Theme | None = None, **context: Any
    ) -> tuple[int, int]:
        """The live question gets it at once, and its newest draft too: whatever is published next keeps it."""
        count = 0
        for question in objects:
            draft = question.get_latest_revision_as_object()
            draft.topic = topic
            draft.save_revision(user=user, changed=True, clean=False)
            Question.objects.filter(pk=question.pk).update(topic=topic)
            count += 1
        return count, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        words = ngettext(
            "%(n)d question has its topic now.", "%(n)d questions have their topic now.", num_parent_objects
        )
        return words % {"n": num_parent_objects}


class DeleteOrArchiveQuestions(DeleteBulkAction):
    """In place of Wagtail's, for questions: those in use are archived."""

    models = [Question]

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "user": self.request.user, "request": self.request}

    @classmethod
    @transaction.atomic
    def execute_action(cls, objects: Any, user: Any = None, request: HttpRequest | None = None, **kwargs: Any) -> Any:
        uses = count_uses(objects)
        unused = [question for question in objects if not uses.get(question.pk)]
        for question in objects:
            if uses.get(question.pk):
                archive(question, user)
                if request:
                    messages.warning(request, _in_use(question, [page.title for page in quizzes_asking(question)]))
        return super().execute_action(unused, user=user, **kwargs)


BULK_ACTIONS = (PublishQuestions, GiveTopic, ArchiveQuestions)
