"""People who sign in, and the Parties they come from."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from brs.core.languages import readers_language


class Party(models.Model):
    """A State or regional organisation. A Party to one convention need not be one to the others."""

    class Status(models.TextChoices):
        YES = "yes", _("Party")
        NO = "no", _("Not a Party")
        UNKNOWN = "unknown", _("Not known")

    iso2 = models.CharField(_("ISO 3166-1 code"), max_length=2, primary_key=True)
    iso3 = models.CharField(_("ISO code (three letters)"), max_length=3, blank=True)
    m49 = models.CharField(_("M49 code"), max_length=3, blank=True)
    names = models.JSONField(_("names by language"), default=dict)
    regional_group = models.CharField(_("United Nations regional group"), max_length=80, blank=True)
    development_status = models.CharField(_("development status"), max_length=40, blank=True)
    is_ldc = models.BooleanField(_("least developed country"), default=False)
    is_lldc = models.BooleanField(_("landlocked developing country"), default=False)
    is_sids = models.BooleanField(_("small island developing State"), default=False)
    basel = models.CharField(_("Basel Convention"), max_length=7, choices=Status.choices, default=Status.UNKNOWN)
    rotterdam = models.CharField(
        _("Rotterdam Convention"), max_length=7, choices=Status.choices, default=Status.UNKNOWN
    )
    stockholm = models.CharField(
        _("Stockholm Convention"), max_length=7, choices=Status.choices, default=Status.UNKNOWN
    )

    class Meta:
        verbose_name = _("Party")
        verbose_name_plural = _("Parties")
        ordering = ["iso2"]

    def __str__(self) -> str:
        return self.names.get(readers_language()) or self.names.get("en") or self.iso2


class PeopleQuerySet(models.QuerySet["User"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        """One by one, so that every room erases its part of each."""
        with transaction.atomic():
            return len([person.delete() for person in self]), {}


class PeopleManager(UserManager.from_queryset(PeopleQuerySet)):  # type: ignore[misc]
    """People are found by e-mail, whatever its case."""

    def _create(self, email: str, password: str | None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":  # type: ignore[override]
        return self._create(email, password, **fields)

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":  # type: ignore[override]
        return self._create(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)

    def other_administrators(self, person: "User") -> models.QuerySet["User"]:
        return self.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)


class User(AbstractUser):
    """A person. Their name is written once, as it shall stand on certificates, in any script."""

    class Gender(models.TextChoices):
        WOMAN = "woman", _("Woman")
        MAN = "man", _("Man")
        OTHER = "other", _("Another answer")

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name as on certificates"), max_length=200)
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("Party")
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    position = models.CharField(_("role in the organisation"), max_length=200, blank=True)
    gender = models.CharField(_("gender"), max_length=5, choices=Gender.choices, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    saves_data = models.BooleanField(
        _("save data"), default=False, help_text=_("Pages without images until asked for.")
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PeopleManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="email_once_whatever_its_case")]

    def __str__(self) -> str:
        return self.name or self.email

    @transaction.atomic
    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        """However an account is deleted, here, in the admin or in a shell, every room erases its part first."""
        from .privacy import erase_in_every_room

        erase_in_every_room(self)
        return super().delete(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
