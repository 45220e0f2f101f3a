"""A quiz: which questions, and by which rules."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from brs.core.pages import TranslatedPage
from brs.review.workflows import ReviewedByConvention
from courses.learning.enrolments import enrolment_of

from ..course_outline import course_outline
from ..panels import ImpactPanel, QuizGlancePanel, QuizWarningsPanel
from ..quiz_questions import sources_of
from ..quiz_standing import standing_at
from ..quiz_start import start


class PoolBlock(blocks.StructBlock):
    """So many questions, drawn at random from the bank's questions on a topic."""

    topic = SnippetChooserBlock("taxonomy.Theme", label=_("Topic"))
    count = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=50)

    class Meta:
        icon = "rotate"
        label = _("Pool of questions")


class QuizPage(ReviewedByConvention, TranslatedPage):
    item_kind = "quiz"

    class Counts(models.TextChoices):
        BEST = "best", _("The best attempt")
        LAST = "last", _("The last attempt")
        FIRST = "first", _("The first attempt")

    class Feedback(models.TextChoices):
        AT_ONCE = "at_once", _("After each question")
        AT_END = "at_end", _("When all is handed in")

    introduction = models.TextField(_("introduction"), blank=True)
    questions = StreamField(
        [("question", SnippetChooserBlock("courses.Question", label=_("Question"))), ("pool", PoolBlock())],
        blank=True,
        verbose_name=_("questions"),
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark (per cent)"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"), null=True, blank=True, help_text=_("Empty: as many as the learner likes.")
    )
    counts = models.CharField(_("what counts"), max_length=5, choices=Counts.choices, default=Counts.BEST)
    feedback = models.CharField(_("feedback"), max_length=7, choices=Feedback.choices, default=Feedback.AT_END)
    shuffle = models.BooleanField(_("shuffle questions and options"), default=True)
    estimated_minutes = models.PositiveIntegerField(_("minutes to complete"), default=15)

    template = "courses/quiz.html"
    content_panels = [
        ImpactPanel(),
        *Page.content_panels,
        FieldPanel("introduction", help_text=_("Shown before the quiz begins.")),
        QuizWarningsPanel(),
        FieldPanel(
            "questions",
            help_text=_(
                "Questions of the bank, in the order in which they stand here, or pools: each attempt gets some "
                "of a topic by chance. Only published questions are asked."
            ),
        ),
        QuizGlancePanel(),
        FieldPanel("pass_mark", help_text=_("The share of the points from which the quiz is passed.")),
        FieldPanel("attempts_allowed"),
        FieldPanel(
            "counts", help_text=_("Which attempt decides whether the quiz is passed, where a learner makes several.")
        ),
        FieldPanel("feedback", help_text=_("When learners see what was right, with the explanation of each question.")),
        FieldPanel("shuffle", help_text=_("Each attempt gets the questions and their options in another order.")),
        FieldPanel("estimated_minutes", help_text=_("Shown to learners. There is no time limit.")),
    ]
    parent_page_types = ["courses.CoursePage", "courses.ModulePage"]
    subpage_types: list[str] = []

    @property
    def most_attempts(self) -> int | None:
        """The number of attempts that one may make; None for any. Where the first counts, another could win nothing."""
        return 1 if self.counts == self.Counts.FIRST else self.attempts_allowed

    def get_context(self, request, *args, **kwargs):
        screen = kwargs.get("screen")
        outline = screen.outline if screen else course_outline(self)
        enrolment = screen.enrolment if screen else enrolment_of(request.user, outline.course.translation_key)
        return {
            **super().get_context(request, *args, **kwargs),
            "course": outline.course,
            "crumbs": outline.crumbs(self),
            "enrolment": enrolment,
            "asked": self.cached("asked", lambda: sources_of(self, with_drafts=screen is not None)),
            "standing": kwargs.get("standing") or standing_at(self, request.user, enrolment),
        }

    def serve(self, request, *args, **kwargs):
        if request.method == "POST":
            return start(request, self)
        return super().serve(request, *args, **kwargs)

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
