"""Tests, evaluation, certificates and report in a browser."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from brs.activities.access import facilitator_required, participant_required
from brs.activities.certificates import issuing
from brs.activities.certificates.eligibility import certify_screen, note_practicals
from brs.activities.evaluation import pre_post_tests
from brs.activities.evaluation import satisfaction as evaluating
from brs.activities.evaluation.models import Evaluation
from brs.activities.evaluation.survey_form import form_class
from brs.activities.pages.models import ActivityPage
from brs.activities.register.models import Participation, Register
from brs.certificates.models import Certificate
from brs.core import spreadsheets, word
from brs.core.headers import file_named
from brs.core.languages import readers_language
from brs.core.once import once
from brs.core.small_cells import FEWEST
from brs.core.typesetting import CannotPrint
from brs.people.pending import resumable
from courses.learning.attempts import NoAttemptsLeft

from . import report_files
from .report import report as report_of
from .results import results as results_screen

# Forms in which a report is handed on: what browsers are told that it is, and what makes it.
FORMS_OF_REPORT = {
    "pdf": ("application/pdf", report_files.pdf),
    "xlsx": (spreadsheets.CONTENT_TYPE, report_files.xlsx),
    "docx": (word.CONTENT_TYPE, report_files.docx),
}


@resumable(_lazy("start the test"))
@participant_required
@once
def activity_test(
    request: HttpRequest, activity: ActivityPage, participation: Participation, when: str
) -> HttpResponse:
    if when not in pre_post_tests.BOTH:
        raise Http404
    if request.method != "POST":
        screen = pre_post_tests.test_screen(activity, participation, when)
        return render(request, "activities/test.html", {"screen": screen})
    try:
        attempt = pre_post_tests.start(activity, participation, when, language=readers_language())
    except pre_post_tests.TestIsClosed:
        messages.warning(request, _("This test is not open now."))
    except NoAttemptsLeft:
        messages.warning(request, _("You have used all attempts at this test."))
    else:
        return redirect("attempt_question", attempt.pk, 1)
    return redirect("activity_test", activity.translation_key, when)


@resumable(_lazy("hand in your evaluation"))
@participant_required
def evaluation(request: HttpRequest, activity: ActivityPage, participation: Participation) -> HttpResponse:
    survey = evaluating.survey_of(activity)
    state = evaluating.state_of(activity)
    before = Evaluation.objects.filter(participation=participation).first()
    context = {
        "activity": activity,
        "survey": survey,
        "state": state,
        "before": before,
        "opens_at": activity.starts_at,
        "closes_at": evaluating.closes_at(activity),
    }
    if survey is None or state != "open":
        return render(request, "activities/evaluation.html", context)
    form = form_class(survey)(request.POST or None, initial=before.answers if before else {})
    if request.method == "POST" and form.is_valid():
        evaluating.evaluate(activity, participation, form.cleaned_data)
        messages.success(request, _("Thank you. Your answers are kept; you may change them here."))
        return redirect("activity_evaluation", activity.translation_key)
    return render(
        request, "activities/evaluation.html", {**context, "form": form}, status=422 if form.is_bound else 200
    )


@facilitator_required
def results(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    screen = results_screen(activity, register, page=request.GET.get("page", "1"))
    return render(request, "activities/results.html", {"screen": screen})


@facilitator_required
def certify(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    if request.method != "POST":
        screen = certify_screen(activity, register, show=request.GET.get("show", ""), page=request.GET.get("page", "1"))
        return render(request, "activities/certify.html", {"screen": screen})
    try:
        issued = issuing.issue_to_those_here(activity, register)
    except issuing.CannotCertify:
        messages.error(request, _("This activity gives no certificates."))
    else:
        messages.success(request, _said_of(issued))
    return redirect("activity_certify", activity.translation_key)


def _said_of(issued: int | None) -> str:
    if issued is None:
        return _("The certificates are being issued. Look again in a minute: this page says how many there are.")
    if not issued:
        return _("Nobody new has earned one. Those that were issued before stand.")
    message = ngettext("%(n)d certificate is issued.", "%(n)d certificates are issued.", issued) % {"n": issued}
    return f"{message} {_('Who has an e-mail address is told; the others see theirs by their slip.')}"


@resumable(_lazy("Keep who passed the practical"))
@facilitator_required
@require_POST
def practical(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    sent = request.POST
    lists = {name: sent.getlist(name) for name in ("passed", "listed", "had")}
    note_practicals(register, **lists, by=request.user)
    messages.success(request, _("Kept."))
    back = {name: sent[name] for name in ("show", "page") if sent.get(name)}
    return redirect(f"{reverse('activity_certify', args=[activity.translation_key])}?{urlencode(back)}")


@facilitator_required
@require_safe
def certificate_preview(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    try:
        document = issuing.preview(activity, register, request.GET.get("who", ""))
    except issuing.CannotCertify:
        raise Http404(_("This activity gives no certificates.")) from None
    except CannotPrint:
        return _cannot_print(request, activity)
    return _pdf(document, "preview")


@facilitator_required
@require_safe
def certificates_pdf(request: HttpRequest, activity: ActivityPage, register: Register, number: int) -> HttpResponse:
    try:
        printed = issuing.print_all(register, number)
    except CannotPrint:
        return _cannot_print(request, activity)
    if printed is None:
        raise Http404
    document, left_out = printed
    if left_out and "others" not in request.GET:
        return _cannot_print(request, activity, left_out)
    return _pdf(document, f"certificates-{activity.slug}-{number}")


@facilitator_required
@require_safe
def report(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    context = {"report": report_of(activity, register, leaves=False), "fewest": FEWEST}
    return render(request, "activities/report.html", context)


@facilitator_required
@require_safe
def report_file(request: HttpRequest, activity: ActivityPage, register: Register, form: str) -> HttpResponse:
    if form not in FORMS_OF_REPORT:
        raise Http404
    content_type, made_of = FORMS_OF_REPORT[form]
    try:
        document = made_of(report_of(activity, register, leaves=True))
    except CannotPrint:
        return _cannot_print(request, activity)
    answer = HttpResponse(document, content_type=content_type)
    answer["Content-Disposition"] = file_named(f"report-{activity.slug}.{form}")
    return answer


def _cannot_print(
    request: HttpRequest, activity: ActivityPage, certificates: Sequence[Certificate] = ()
) -> HttpResponse:
    context = {"activity": activity, "those": certificates}
    return render(request, "activities/not_printed.html", context, status=503)


def _pdf(document: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(document, content_type="application/pdf")
    answer["Content-Disposition"] = file_named(f"{name}.pdf", inline=True)
    return answer
