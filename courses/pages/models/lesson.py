"""A lesson: a page of blocks."""

from django.contrib import messages
from django.db import models
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from brs.core.once import id_of_form
from brs.core.pages import TranslatedPage, address
from brs.core.searching import Folded
from brs.people.pending import ask_to_sign_in, done_with, put_by
from brs.review.panels import ReportsPanel
from brs.review.workflows import ReviewedByConvention
from brs.taxonomy.models import Classified, cited
from brs.taxonomy.panels import classification_panels
from courses.learning.enrolments import enrolment_of

from ..blocks import LESSON_BLOCKS
from ..course_outline import course_outline
from ..course_screen import course_screen
from ..lesson_screen import LONGEST_REFLECTION, keep, parts_of, read_reply
from ..panels import ImpactPanel
from ..trainers_notes import may_read, trainers_notes_field

# A field of the forms that are shown to a learner, under its name of today and that of pages that browsers still hold.
FROM_LEARNER = {"from_learner", "kept"}


class LessonPage(ReviewedByConvention, Classified, TranslatedPage):
    item_kind = "lesson"

    estimated_minutes = models.PositiveIntegerField(_("minutes to read"), default=5)
    objectives = StreamField(
        [("objective", blocks.CharBlock(label=_("Objective"), max_length=300))],
        blank=True,
        verbose_name=_("objectives"),
    )
    body = StreamField(LESSON_BLOCKS, blank=True, verbose_name=_("body"))
    sources = models.TextField(_("sources"), blank=True, help_text=_("Sources that are not treaty provisions."))
    trainers_notes = trainers_notes_field()

    template = "courses/lesson.html"
    content_panels = [
        ReportsPanel(),
        ImpactPanel(),
        *Page.content_panels,
        FieldPanel("estimated_minutes", help_text=_("Shown in the outline of the course, so that learners can plan.")),
        FieldPanel("objectives", help_text=_("Shown on top of the lesson, a line each.")),
        FieldPanel(
            "body",
            help_text=_(
                "What learners read. Press the plus sign to add a text, picture, film, exercise or another block."
            ),
        ),
        *classification_panels,
        FieldPanel("sources"),
        FieldPanel(
            "trainers_notes",
            help_text=_(
                "For facilitators and the Secretariat alone: how to teach this lesson in a room. Learners never see it."
            ),
        ),
    ]
    search_fields = [*TranslatedPage.search_fields, index.SearchField("body"), Folded("body")]
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []

    def about_conventions(self):
        return self.conventions.all()

    def get_context(self, request, *args, **kwargs):
        screen = kwargs.get("screen") or course_screen(self, request)
        before, after = screen.outline.around(self)
        return {
            **super().get_context(request, *args, **kwargs),
            "course": screen.outline.course,
            "crumbs": screen.outline.crumbs(self),
            "screen": screen,
            "parts": parts_of(self, screen.enrolment.progress.parts if screen.enrolment else {}, kwargs.get("reply")),
            "has_film": screen.enrolment and any(block.block_type == "video" for block in self.body),
            "cited": self.cached("cited", lambda: cited(self.provisions)),
            "trainers_notes": self.trainers_notes if self.trainers_notes and may_read(request.user) else None,
            "state": screen.state_of(self),
            "go_on": screen.go_on_after(self),
            "is_for_renewal": screen.renewal is not None and str(self.translation_key) in screen.renewal.left,
            "before": before,
            "after": after,
        }

    def terms(self):
        yield from super().terms()
        for block in self.body:
            if block.block_type == "provision" and block.value["provision"]:
                yield "provision", block.value["provision"].translation_key

    def serve(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().serve(request, *args, **kwargs)
        reply = read_reply(self, request.POST)
        if reply is None:
            messages.warning(request, _("The lesson has changed. Please answer once more."))
            if written := request.POST.get("text", "").strip():
                messages.info(request, _("This is what you wrote: %(text)s") % {"text": written[:LONGEST_REFLECTION]})
            return redirect(request.path)
        is_from_learner = bool(FROM_LEARNER & request.POST.keys())
        # The form was made for a learner, and they are signed out by now.
        if is_from_learner and not request.user.is_authenticated:
            return ask_to_sign_in(request)
        course = course_outline(self).course
        enrolment = enrolment_of(request.user, course.translation_key)
        if is_from_learner and enrolment is None:
            messages.warning(request, _("Enrol in the course first: then what you sent is kept."))
            return put_by(request) or redirect(address(course))
        done_with(request)
        if enrolment and not reply.error:
            keep(enrolment, self, reply, id_of_form(request))
            return redirect(f"{request.path}#b-{reply.block_id}")
        # A visitor's answer is marked and forgotten.
        response = super().serve(request, reply=reply)
        response.status_code = 422 if reply.error else 200
        return response

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        permissions = [("read_trainers_notes", "Can read trainer's notes")]
