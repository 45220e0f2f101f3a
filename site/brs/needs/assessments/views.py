"""Needs in a browser: each view parses, makes one call and goes on. Foreign assessments are not found."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from brs.core.arrival import save_in
from brs.core.languages import readers_language
from brs.core.once import once
from brs.people.models import Party
from brs.people.pending import go_on, resumable

from . import actions
from .access import deed_of_authors, page, page_for_authors, page_for_readers
from .answering import overlooked
from .attainment import attainment
from .forms import AnswerForm, FocalPointForm
from .models import Assessment, FocalPoint, Questionnaire, QuestionnaireVersion, Response
from .overview import overview
from .scale import Level, Priority
from .screen import ItemScreen, assessment_screen, item_screen


@never_cache
def needs(request: HttpRequest) -> HttpResponse:
    """For everybody: what is asked and why; with an account also how far one is."""
    return render(request, "needs/needs.html", {"screen": overview(request.user)})


@resumable(_("ask to speak for your Party"))
@page
@once
def ask_to_speak(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    form = FocalPointForm(request.POST or None, initial={"party": person.party_id})
    if request.method == "POST" and form.is_valid():
        actions.ask_to_speak_for(person, form.chosen_party(), form.cleaned_data["function"])
        messages.success(request, _("The Secretariat has been asked. You will get a mail when it has answered."))
        return redirect("needs")
    return render(request, "needs/ask_to_speak.html", {"form": form}, status=422 if form.is_bound else 200)


@resumable(_("speak for the Party no more"))
@require_POST
@page
@once
def stop_speaking(request: HttpRequest, number: int) -> HttpResponse:
    focal_point = get_object_or_404(FocalPoint.objects.select_related("party"), person=request.user, pk=number)
    actions.end(focal_point, by=request.user)
    messages.success(request, gettext("You do not speak for %(party)s now.") % {"party": focal_point.party})
    return redirect("needs")


@resumable(_("begin answering"))
@require_POST
@page
@once
def begin(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """`party`: the code of one that the person speaks for; empty for themself."""
    party = None
    if request.POST.get("party"):
        spoken_for = FocalPoint.objects.confirmed().filter(person=request.user).values("party")
        party = get_object_or_404(Party.objects.filter(pk__in=spoken_for), pk=request.POST["party"])
    try:
        begun = actions.begin(key, request.user, party)
    except Questionnaire.DoesNotExist:
        raise Http404 from None
    return go_on(request) or redirect("assessment", begun.pk)


@page_for_readers
def assessment(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """What is left to answer; or what was submitted."""
    is_editable = _is_editable(request, assessment)
    template = "submitted" if assessment.submitted_at else "assessment"
    context = {"screen": assessment_screen(assessment), "is_editable": is_editable}
    return render(request, f"needs/{template}.html", context)


@resumable(_("save your answer"))
@page_for_authors
def item(request: HttpRequest, assessment: Assessment, item: str) -> HttpResponse:
    screen = item_screen(assessment, item)
    if request.method != "POST":
        if screen is None:
            raise Http404
        if assessment.submitted_at:
            return redirect("assessment", assessment.pk)
        form = AnswerForm.filled(screen.counts.line.answer if screen.counts else None, screen.saw)
        return _ask(request, screen, form)
    if screen is None and not _was_ever_asked(assessment, item):
        raise Http404
    if screen is None or assessment.submitted_at:
        return _too_late(request, assessment)
    if "take" in request.POST:
        return _take(request, assessment, screen)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        if "autosave" in request.POST:
            error = next(iter(form.errors.values()))[0]
            return JsonResponse({"error": error}, status=422)
        return _ask(request, screen, form)
    return _answered(request, assessment, screen, form.answer(), _ids(form.cleaned_data["saw"]))


def _answered(
    request: HttpRequest, assessment: Assessment, screen: ItemScreen, given: actions.Answer, saw: list[uuid.UUID]
) -> HttpResponse:
    """On to the next item; back to this one where somebody has said something else in the meantime."""
    item = screen.item["id"]
    try:
        response = actions.answer(
            assessment, item, given, request.user, saw=saw, save=save_in(request.POST, request.user.pk)
        )
    except (actions.AlreadySubmitted, actions.NotAsked):  # in this very moment
        return _too_late(request, assessment)
    if "autosave" in request.POST:
        return JsonResponse({"saw": str(response.pk)})
    if overlooked(assessment.responses.filter(item=item).said()):
        messages.warning(request, _("Somebody has answered this at the same time. Both answers are shown here."))
        return redirect("assessment_item", assessment.pk, item)
    if "list" in request.POST:
        return redirect("assessment", assessment.pk)
    if screen.number == screen.items:
        return redirect("check_assessment", assessment.pk)
    following = assessment.version.order()[screen.number]
    return redirect("assessment_item", assessment.pk, following)


def _take(request: HttpRequest, assessment: Assessment, screen: ItemScreen) -> HttpResponse:
    """One of the answers that are shown, chosen by somebody who saw them all."""
    chosen = _ids(request.POST["take"])
    response = get_object_or_404(Response, assessment=assessment, item=screen.item["id"], pk__in=chosen[:1])
    return _answered(request, assessment, screen, response.answer(), _ids(request.POST.get("saw", "")))


def _ask(request: HttpRequest, screen: ItemScreen, form: AnswerForm) -> HttpResponse:
    levels = zip(Level, screen.item["levels"], strict=True)
    context = {"screen": screen, "form": form, "levels": list(levels), "priorities": list(Priority)}
    return render(request, "needs/item.html", context, status=422 if form.is_bound else 200)


def _too_late(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """It was submitted, or the item is asked no more: what was typed is shown, to be copied."""
    assessment.refresh_from_db()
    if "autosave" in request.POST:
        return JsonResponse({"error": gettext("This was submitted or changed in the meantime.")}, status=409)
    typed = [text for name in ("evidence", "comment") if (text := request.POST.get(name, ""))]
    return render(request, "needs/too_late.html", {"assessment": assessment, "typed": typed}, status=409)


def _was_ever_asked(assessment: Assessment, item: str) -> bool:
    versions = QuestionnaireVersion.objects.filter(key=assessment.questionnaire_key)
    return any(item in version.order() for version in versions)


def _ids(text: str) -> list[uuid.UUID]:
    """What of a list of ids can be read."""
    ids = []
    for part in text.split(",")[:50]:
        try:
            ids.append(uuid.UUID(part))
        except ValueError:
            continue
    return ids


@page_for_authors
def check(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    if assessment.submitted_at:
        return redirect("assessment", assessment.pk)
    return render(request, "needs/check.html", {"screen": assessment_screen(assessment)})


@resumable(_("submit the answers"))
@deed_of_authors
def submit(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    try:
        actions.submit(assessment, request.user)
    except actions.NothingAnswered:
        messages.error(request, _("Nothing is answered yet. Answer at least one item."))
        return redirect("assessment", assessment.pk)
    messages.success(request, _("Submitted. Here is what follows from it."))
    return redirect("learning_plan", assessment.pk)


@resumable(_("go on with the newest version"))
@deed_of_authors
def move(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    try:
        actions.move_to_newest_version(assessment)
    except actions.AlreadySubmitted:
        messages.warning(request, _("This round was submitted before: it stays as it was asked."))
    except Questionnaire.DoesNotExist:
        messages.warning(request, _("The questionnaire is not online any more. You can still finish this round."))
    else:
        messages.success(request, _("These are the newest questions. What you had answered of them stays answered."))
    return redirect("assessment", assessment.pk)


@resumable(_("share it with your colleagues"))
@deed_of_authors
@once
def share(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    _of_party_and_submitted(assessment)
    actions.share(assessment)
    messages.success(request, _("Your colleagues can read it now."))
    return redirect("assessment", assessment.pk)


@resumable(_("stop sharing it"))
@deed_of_authors
@once
def stop_sharing(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    _of_party_and_submitted(assessment)
    actions.stop_sharing(assessment)
    messages.success(request, _("Nobody but its focal points and the Secretariat reads it now."))
    return redirect("assessment", assessment.pk)


@page_for_readers
def rounds(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    screen = attainment(assessment, request.user, readers_language(), rtl=get_language_bidi())
    context = {"screen": screen, "assessment": assessment}
    return render(request, "needs/rounds.html", context)


def _is_editable(request: HttpRequest, assessment: Assessment) -> bool:
    return Assessment.objects.editable_by(request.user).filter(pk=assessment.pk).exists()


def _of_party_and_submitted(assessment: Assessment) -> None:
    if assessment.party_id is None or assessment.submitted_at is None:
        raise Http404
