"""The review of one page, and of all of them, for those who may edit them."""

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import UpdateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from brs.core.languages import SOURCE_LANGUAGE
from brs.core.once import once
from brs.people.models import User

from . import scheduling
from .models import Review, State


def possible_owners(today: User | None) -> QuerySet[User]:
    """Those who come into the admin, and who owns it today."""
    enters = Q(groups__permissions__codename="access_admin") | Q(is_superuser=True)
    may_own = Q(enters, is_active=True) | Q(pk=today.pk if today else None)
    return User.objects.filter(may_own).distinct().order_by("name", "email")


class ReviewForm(forms.ModelForm):
    class Meta:
        model = Review
        fields = ["owner", "review_by"]
        widgets = {"review_by": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.review_by:
            self.fields["review_by"].required = True
        else:
            self.fields["review_by"].help_text = _("Left empty, it is set when the page is first published.")
        self.fields["owner"].queryset = possible_owners(self.instance.owner)  # type: ignore[attr-defined]


def page_to_review(request: HttpRequest, page_id: int) -> Page:
    """Raises Http404 for a page that is reviewed with another, PermissionDenied where somebody may not edit it."""
    page = get_object_or_404(Page.objects.select_related("owner", "content_type"), pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if scheduling.kind_of(page) is None:
        raise Http404
    return page


class ReviewView(WagtailAdminTemplateMixin, UpdateView):
    """Owner and date of one page."""

    page_title = gettext_lazy("Review")
    header_icon = "calendar-check"
    template_name = "review/review.html"
    form_class = ReviewForm
    context_object_name = "review"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page = page_to_review(request, kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset: Any = None) -> Review:
        return scheduling.review_of(self.page)

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        form.save()
        messages.success(self.request, _("Saved."))
        return redirect("review_page", self.page.pk)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("reviews"), "label": _("Reviews")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "page": self.page}


@require_POST
@once
def mark_reviewed(request: HttpRequest, page_id: int) -> HttpResponse:
    page = page_to_review(request, page_id)
    review = scheduling.mark_reviewed(page, request.user)
    assert review.review_by is not None
    text = _("“%(title)s” is reviewed. The next review is due on %(day)s.")
    messages.success(request, text % {"title": page.get_admin_display_title(), "day": date_format(review.review_by)})
    return redirect("review_page", page.pk)


class ReviewFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"),
        choices=State.choices,
        method="in_states",
        widget=forms.CheckboxSelectMultiple,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Type"),
        choices=Review._meta.get_field("kind").choices,
        widget=forms.CheckboxSelectMultiple,
    )
    owner = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Owner"),
        queryset=lambda request: User.objects.filter(pk__in=Review.objects.values("owner")).order_by("name"),
        null_label=gettext_lazy("Nobody"),
    )

    class Meta:
        model = Review
        fields: list[str] = []

    def in_states(self, reviews: Any, _name: str, states: list[str]) -> Any:
        return reviews.in_state(*states) if states else reviews


def with_pages(reviews: QuerySet[Review], user: Any) -> QuerySet[Review]:
    """With `page_id` and `title` of the source's page, or of another one that somebody may edit."""
    source_first = Case(When(locale__language_code=SOURCE_LANGUAGE, then=Value(0)), default=Value(1))
    editable = page_permission_policy.instances_user_has_permission_for(user, "change")
    pages = editable.filter(translation_key=OuterRef("key")).order_by(source_first, "pk")
    return reviews.annotate(page_id=Subquery(pages.values("pk")[:1]), title=Subquery(pages.values("title")[:1]))


class ReviewsReport(ReportView):
    model = Review
    page_title = gettext_lazy("Reviews")
    header_icon = "calendar-check"
    index_url_name = "reviews"
    index_results_url_name = "reviews_results"
    any_permission_required = ["change"]
    permission_policy = page_permission_policy
    filterset_class = ReviewFilters
    default_ordering = "review_by"
    list_export = ["title", "get_kind_display", "owner", "reviewed_at", "reviewed_by", "review_by", "state_in_words"]
    export_headings = {
        "title": gettext_lazy("Title"),
        "get_kind_display": gettext_lazy("Type"),
        "owner": gettext_lazy("Owner"),
        "reviewed_at": gettext_lazy("Last reviewed"),
        "reviewed_by": gettext_lazy("Reviewed by"),
        "review_by": gettext_lazy("Review by"),
        "state_in_words": gettext_lazy("State"),
    }
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Title"),
            sort_key="title",
            get_url=lambda review: reverse("review_page", args=[review.page_id]),
        ),
        Column("kind", label=gettext_lazy("Type"), sort_key="kind", accessor="get_kind_display"),
        Column(
            "owner", label=gettext_lazy("Owner"), sort_key="owner__name", accessor=lambda review: review.owner or ""
        ),
        DateColumn("reviewed_at", label=gettext_lazy("Last reviewed"), sort_key="reviewed_at"),
        Column("reviewed_by", label=gettext_lazy("Reviewed by"), accessor=lambda review: review.reviewed_by or ""),
        Column("review_by", label=gettext_lazy("Review by"), sort_key="review_by", accessor="review_by"),
        Column("state", label=gettext_lazy("State"), accessor="state_in_words"),
    ]

    def get_base_queryset(self) -> QuerySet[Review]:
        reviews = Review.objects.of_pages_of(self.request.user).select_related("owner", "reviewed_by")
        return with_pages(reviews, self.request.user)

    def order_queryset(self, queryset: QuerySet[Review]) -> QuerySet[Review]:
        """What has no date comes last."""
        if self.ordering == self.default_ordering:
            return queryset.order_by(F("review_by").asc(nulls_last=True), "pk")
        return super().order_queryset(queryset)


urlpatterns = [
    path("reviews/", ReviewsReport.as_view(), name="reviews"),
    path("reviews/results/", ReviewsReport.as_view(results_only=True), name="reviews_results"),
    path("reviews/<int:page_id>/", ReviewView.as_view(), name="review_page"),
    path("reviews/<int:page_id>/done/", mark_reviewed, name="mark_reviewed"),
]
