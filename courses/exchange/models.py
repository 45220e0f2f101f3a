"""An import of questions: what a file fields, who took it, and which questions of the bank were made of it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["ImportedQuestion", "QuestionImport"]

KEPT_FOR = timedelta(days=14)  # what was read and never taken


class QuestionImport(models.Model):
    """A file or a pasted text, read. Once it is taken it stays, so that the same file is known again.

    `drafts`: as `DraftQuestion` in JSON; `issues`: what became no question; `rows`: the cells of a spreadsheet. They
    are emptied when it is taken. `columns`: as `Columns` in JSON, where its editor assigned them. `shape`: of its
    heads.
    """

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("read at"), auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    format = models.CharField(_("format"), max_length=20)
    digest = models.CharField(max_length=64)
    locale = models.ForeignKey("wagtailcore.Locale", models.CASCADE, related_name="+", verbose_name=_("language"))
    topic = models.ForeignKey("taxonomy.Theme", models.SET_NULL, null=True, blank=True, related_name="+")
    convention = models.ForeignKey("taxonomy.Convention", models.SET_NULL, null=True, blank=True, related_name="+")
    drafts = models.JSONField(default=list)
    issues = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    shape = models.CharField(max_length=64, blank=True)
    taken_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("import of questions")
        verbose_name_plural = _("imports of questions")
        indexes = [models.Index(fields=["digest"], name="question_import_by_digest")]

    def __str__(self) -> str:
        return self.file_name or str(_("Pasted text"))


class ImportedQuestion(models.Model):
    """A question that an import made, with the revision that it made: while that is the latest, nobody changed it."""

    question_import = models.ForeignKey(QuestionImport, models.CASCADE, related_name="questions")
    question = models.OneToOneField("courses.Question", models.CASCADE, related_name="imported")
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, related_name="+")


def prune() -> int:
    """Forget what was read and never taken; how many."""
    old = QuestionImport.objects.filter(taken_at=None, made_at__lt=timezone.now() - KEPT_FOR)
    return old.delete()[0]
