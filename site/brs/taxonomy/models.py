"""The axes by which everything is arranged, and the one reverse index over them."""

import uuid
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from modelcluster.fields import ParentalManyToManyField
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import RevisionMixin, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from brs.core.languages import SOURCE_LANGUAGE, best_of_each, readers_language
from brs.core.searching import Folded

from .blocks import CitationBlock


class TermQuerySet(models.QuerySet):
    def in_language(self, language: str) -> "TermQuerySet":
        return self.filter(locale__language_code=language)

    def in_source_language(self) -> "TermQuerySet":
        return self.in_language(SOURCE_LANGUAGE)


class Term(RevisionMixin, TranslatableMixin, index.Indexed, models.Model):
    """One value of an axis in one language. All languages share `translation_key` and `slug`."""

    slug = models.SlugField(_("slug"), max_length=80, help_text=_("The same in every language; never changed."))
    title = models.CharField(_("title"), max_length=255)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    # What its name is made of besides its own fields.
    named_with: tuple[str, ...] = ()
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    objects = TermQuerySet.as_manager()

    search_fields = [
        index.SearchField("title"),
        Folded("title"),
        index.AutocompleteField("title"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["sort_order", "title"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "locale"], name="%(class)s_slug_once_per_language"),
        ]

    def __str__(self) -> str:
        return self.title


class Convention(Term):
    """A convention, or the cross-cutting heading (`is_treaty` false)."""

    abbreviation = models.CharField(_("abbreviation"), max_length=4, blank=True)
    is_treaty = models.BooleanField(_("is a treaty"), default=True)
    full_title = models.CharField(_("full title"), max_length=400, blank=True)
    objective = models.TextField(_("objective in our own words"), blank=True)
    website = models.URLField(_("website"), blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    in_force_since = models.DateField(_("in force since"), null=True, blank=True)
    parties_count = models.PositiveIntegerField(_("number of Parties"), null=True, blank=True)
    parties_as_of = models.CharField(_("number of Parties as of"), max_length=60, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("convention")
        verbose_name_plural = _("conventions")


class Theme(Term):
    group = models.ForeignKey(Convention, models.PROTECT, related_name="+", verbose_name=_("group"))
    conventions = models.ManyToManyField(Convention, related_name="+", verbose_name=_("conventions"), blank=True)

    class Meta(Term.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class SdgTarget(Term):
    """A target or indicator of the 2030 Agenda (A/RES/70/1, A/RES/71/313), titled in our own words."""

    code = models.CharField(_("code"), max_length=10)
    goal = models.PositiveSmallIntegerField(_("goal"))
    is_indicator = models.BooleanField(_("is an indicator"), default=False)
    rationale = models.TextField(_("why it relates to the conventions"), blank=True)

    override_translatable_fields = [
        *Term.override_translatable_fields,
        SynchronizedField("code", overridable=False),
    ]

    class Meta(Term.Meta):
        verbose_name = _("SDG target")
        verbose_name_plural = _("SDG targets")

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Audience(Term):
    class Meta(Term.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class Competency(Term):
    description = models.TextField(_("description"), blank=True)

    class Meta(Term.Meta):
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")


class ProvisionManager(models.Manager.from_queryset(TermQuerySet)):  # type: ignore[misc]
    """Each with its convention, which is part of its name."""

    def get_queryset(self) -> TermQuerySet:
        return super().get_queryset().select_related("convention")


class Provision(Term):
    """An article, annex or decision of a convention."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("Article")
        ANNEX = "annex", _("Annex")
        DECISION = "decision", _("Decision")

    convention = models.ForeignKey(Convention, models.PROTECT, related_name="+", verbose_name=_("convention"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    number = models.CharField(_("number"), max_length=40)
    url = models.URLField(_("address of the authentic text"), blank=True)

    objects = ProvisionManager()

    named_with = ("convention",)
    search_fields = [*Term.search_fields, Folded("whole_name"), Folded("other_names")]

    class Meta(Term.Meta):
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")

    def __str__(self) -> str:
        return f"{self.short_name}: {self.title}"

    @property
    def short_name(self) -> str:
        """As it is cited: «BC Article 6»."""
        return f"{self.convention.abbreviation} {self.get_kind_display()} {self.number}"

    @property
    def whole_name(self) -> str:
        """With all that people call it by, in its own language: «Basel Convention BC Article 6: …»."""
        with override(self.locale.language_code):
            return f"{self.convention.title} {self}"

    @property
    def other_names(self) -> str:
        """With all that people call it by in any language: «المادة 6», «第6条», «Art. 6»."""
        titles = Convention.objects.filter(translation_key=self.convention.translation_key).values_list(
            "title", flat=True
        )
        return " ".join([KINDS_CALLED[self.kind].format(number=self.number), JOINED_BY, *titles])


# How six languages call a kind of provision, and by what words they join it to its convention.
KINDS_CALLED: dict[str, str] = {
    "article": "article articles art artículo artículos art. статья ст. المادة مادة 条 第{number}条",
    "annex": "annex annexes annexe annexes anexo anexos appendix приложение المرفق مرفق الملحق 附件 附件{number} 附录",
    "decision": "decision decisions décision decisión decisiones решение المقرر مقرر القرار 决定 第{number}号决定",
}
JOINED_BY = "of the to de la du del al к من ل"


class GlossaryTerm(Term):
    definition = models.TextField(_("definition"), blank=True)
    conventions = models.ManyToManyField(Convention, related_name="+", verbose_name=_("conventions"), blank=True)
    provisions = StreamField([("citation", CitationBlock())], blank=True, verbose_name=_("provisions"))

    search_fields = [*Term.search_fields, index.SearchField("definition"), Folded("definition")]

    class Meta(Term.Meta):
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")


# Name of an axis in addresses and in the index -> the model of its terms.
AXES: dict[str, type[Term]] = {
    "convention": Convention,
    "theme": Theme,
    "sdg": SdgTarget,
    "audience": Audience,
    "competency": Competency,
    "provision": Provision,
}


class Classified(models.Model):
    """What a page needs to carry terms of every axis. Terms are those of the source language."""

    conventions = ParentalManyToManyField(Convention, related_name="+", verbose_name=_("conventions"), blank=True)
    themes = ParentalManyToManyField(Theme, related_name="+", verbose_name=_("themes"), blank=True)
    sdg_targets = ParentalManyToManyField(SdgTarget, related_name="+", verbose_name=_("SDG targets"), blank=True)
    audiences = ParentalManyToManyField(Audience, related_name="+", verbose_name=_("audiences"), blank=True)
    competencies = ParentalManyToManyField(Competency, related_name="+", verbose_name=_("competencies"), blank=True)
    provisions = StreamField([("citation", CitationBlock())], blank=True, verbose_name=_("provisions"))

    class Meta:
        abstract = True

    def terms(self) -> Iterable[tuple[str, uuid.UUID]]:
        """Pairs (axis, translation key of the term) that this page carries."""
        for axis, field in CLASSIFIED_FIELDS.items():
            for term in getattr(self, field).all():
                yield axis, term.translation_key
        for citation in self.provisions:
            if citation.value["provision"]:
                yield "provision", citation.value["provision"].translation_key


CLASSIFIED_FIELDS = {
    "convention": "conventions",
    "theme": "themes",
    "sdg": "sdg_targets",
    "audience": "audiences",
    "competency": "competencies",
}


class ClassificationQuerySet(models.QuerySet):
    def of(self, content_key: uuid.UUID) -> "ClassificationQuerySet":
        return self.filter(content_key=content_key)

    def carrying(self, term_key: uuid.UUID) -> "ClassificationQuerySet":
        return self.filter(term_key=term_key)


class Classification(models.Model):
    """Published content carries a term: the reverse index, written on publish and unpublish, rebuildable.

    A course can stand in a term's place: for the content that goes with it.
    """

    content_key = models.UUIDField()
    axis = models.CharField(max_length=12, choices=[(axis, axis) for axis in (*AXES, "course")])
    term_key = models.UUIDField()

    objects = ClassificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_key", "axis", "term_key"], name="classification_once"),
        ]
        indexes = [models.Index(fields=["term_key", "content_key"], name="classification_by_term")]


def in_readers_language(model: type[Term], keys: Iterable[uuid.UUID] | None = None) -> dict[uuid.UUID, Term]:
    """Terms by translation key, each in the active language, else in the source language. One query."""
    terms = _readable(model.objects.all()).select_related("locale", *model.named_with)
    if keys is not None:
        terms = terms.filter(translation_key__in=list(keys))
    return best_of_each(terms)


def cited(provisions: StreamValue) -> list[tuple[Provision, str]]:
    """What a stream of citations names: provisions in the reader's language, each with its pinpoint. One query."""
    named = [(block["value"]["provision"], block["value"]["pinpoint"]) for block in provisions.raw_data]
    if not named:
        return []
    same = Provision.objects.filter(pk__in=[pk for pk, _pinpoint in named]).values("translation_key")
    terms = _readable(Provision.objects.filter(translation_key__in=same)).select_related("locale", "convention")
    by_key = best_of_each(terms)
    key_of = {term.pk: term.translation_key for term in terms}
    return [(by_key[key_of[pk]], pinpoint) for pk, pinpoint in named if pk in key_of]


def _readable(terms: models.QuerySet) -> models.QuerySet:
    """Of all languages those among which one is chosen for the reader."""
    return terms.filter(locale__language_code__in={readers_language(), SOURCE_LANGUAGE})
