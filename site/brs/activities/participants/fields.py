"""The fields of a participant, a row each: how a list, a form, a screen, paper and a spreadsheet have them.

Whatever goes through what is known of a participant goes through FIELDS; a new one is a row here and a column of the
model. Their order is that of forms, of exports, and of the columns of a list without heads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from brs.activities.register.models import Participation
from brs.people.forms import NameField, parties_by_name
from brs.people.models import Party, User

from .cells import (
    LONGEST,
    LONGEST_EMAIL,
    gender_of,
    is_salutation,
    read_email,
    read_gender,
    read_name,
    read_party,
    read_words,
)
from .list_parsing import ListField

Label = str | Promise


class Input(Protocol):
    """Makes a form's field, required or not, that a browser may fill in by the token of `autocomplete`."""

    def __call__(self, *, label: Any, required: bool, autocomplete: str) -> forms.Field: ...


def _words(*, label: Any, required: bool, autocomplete: str) -> forms.Field:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": autocomplete})
    return NameField(label=label, required=required, max_length=LONGEST, widget=widget)


def _email(*, label: Any, required: bool, autocomplete: str) -> forms.Field:
    widget = forms.EmailInput(attrs={"dir": "ltr", "autocomplete": autocomplete})
    return forms.EmailField(label=label, required=required, max_length=LONGEST_EMAIL, widget=widget)


def _party(*, label: Any, required: bool, autocomplete: str) -> forms.Field:
    return forms.TypedChoiceField(
        label=label,
        required=required,
        choices=[("", _("Not said")), *parties_by_name()],
        coerce=lambda iso2: Party.objects.get(pk=iso2),
        empty_value=None,
    )


def _gender(*, label: Any, required: bool, autocomplete: str) -> forms.Field:
    choices = [("", _("Not said")), *User.Gender.choices]
    return forms.ChoiceField(label=label, required=required, choices=choices)


@dataclass(frozen=True, eq=False, kw_only=True)
class ParticipantField(ListField):
    """A column of Participation by the name of `name`.

    `label`: at the head of columns; `question`: in the form of those who run the activity; `own_question`: in that of
    who joins without an account, None where they are not asked. `account`: the attribute of an account that it is taken
    from when its owner joins. `in_words`: a value that a list was read for, as people say it.
    `is_searched`: the list of people and that of attendance are looked through by it; `is_beside_name`: it stands
    beside the name on the list of people.
    `exported`: columns of a spreadsheet, each with its head and the attribute; empty for one by label and name.
    `sheet_width`: of its column on the sheet to sign, in parts of what days and others leave; 0 is none. `sheet_days`:
    it is printed only beside so few days, and where it is known of somebody; None is always.
    """

    label: Label
    question: Label
    own_question: Label | None = None
    input: Input = _words
    required: bool = False
    autocomplete: str = "off"
    account: str = ""
    in_words: Callable[[str], str] = str
    is_searched: bool = False
    is_beside_name: bool = False
    exported: tuple[tuple[Label, str], ...] = ()
    sheet_width: float = 0
    sheet_days: int | None = None

    def form_field(self) -> forms.Field:
        """For what others say of somebody: a browser fills in nothing."""
        return self.input(label=self.question, required=self.required, autocomplete="off")

    def own_form_field(self) -> forms.Field:
        """For what somebody says of themselves."""
        label = self.question if self.own_question is None else self.own_question
        return self.input(label=label, required=self.required, autocomplete=self.autocomplete)

    def text(self, participation: Participation) -> str:
        return str(getattr(participation, self.name) or "")

    def cells(self, participation: Participation) -> list[str]:
        """Of a spreadsheet, under `heads_of_cells`."""
        return [str(getattr(participation, attribute) or "") for _head, attribute in self._exported()]

    def heads_of_cells(self) -> list[str]:
        return [str(head) for head, _attribute in self._exported()]

    def _exported(self) -> tuple[tuple[Label, str], ...]:
        return self.exported or ((self.label, self.name),)


FIELDS = (
    ParticipantField(
        name="name",
        label=_("Name"),
        question=capfirst(_("name as on certificates")),
        own_question=_("Your name, as it shall stand on certificates"),
        heads=(
            "name, full name, participant, participants, names, name and surname, nom, nom et prénom, nom et prénoms,"
            " nom complet, nombre completo, nombre y apellidos, nombres y apellidos, nombre y apellido, participante,"
            " имя и фамилия, фио, фамилия и имя, фамилия имя отчество, участник, الاسم, الاسم الكامل, المشارك,"
            " اسم المشارك, 姓名, 名字, 参加者, 学员"
        ),
        read=read_name,
        required=True,
        autocomplete="name",
        account="name",
        tells_apart=True,
        is_searched=True,
        sheet_width=1.5,
    ),
    ParticipantField(
        name="email",
        label=_("E-mail address"),
        question=_("E-mail address (optional)"),
        heads=(
            "email, e-mail, mail, email address, e-mail address, mail address, courriel, adresse électronique,"
            " adresse e-mail, adresse mail, correo, correo electrónico, dirección de correo, электронная почта,"
            " эл. почта, почта, адрес электронной почты, البريد الإلكتروني, البريد, عنوان البريد الإلكتروني, الإيميل,"
            " 电子邮件, 邮箱, 电子邮箱, 邮件, 电邮"
        ),
        read=read_email,
        looks_like=lambda cell, _party_of: "@" in cell,
        input=_email,
        is_searched=True,
    ),
    ParticipantField(
        name="party",
        label=_("Party"),
        question=_("Country or Party"),
        own_question=_("Country or Party"),
        heads=(
            "party, country, country or party, country party, state, nationality, pays, partie, pays ou partie, país,"
            " parte, país o parte,"
            " страна, сторона, государство, البلد, الدولة, الطرف, بلد, 国家, 缔约方, 国家或缔约方, 国别"
        ),
        read=read_party,
        looks_like=lambda cell, party_of: party_of(cell),
        input=_party,
        account="party",
        tells_apart=True,
        is_beside_name=True,
        exported=((_("Party"), "party"), (_("ISO code"), "party_id")),
        sheet_width=1,
    ),
    ParticipantField(
        name="organisation",
        label=_("Organisation"),
        question=_("Organisation (optional)"),
        own_question=_("Organisation (optional)"),
        heads=(
            "organisation, organization, institution, ministry, affiliation, employer, company, agency, organisme,"
            " établissement, ministère, société, organización, institución, entidad, ministerio, empresa, организация,"
            " учреждение, министерство, место работы, المؤسسة, المنظمة, الجهة, الوزارة, جهة العمل, 单位, 机构, 组织,"
            " 工作单位, 部门"
        ),
        read=read_words,
        autocomplete="organization",
        account="organisation",
        tells_apart=True,
        is_searched=True,
        is_beside_name=True,
        sheet_width=1.3,
    ),
    ParticipantField(
        name="job_title",
        label=_("Job title"),
        question=_("Job title (optional)"),
        heads=(
            "job title, title, position, function, title or function, title function, position title, job, designation,"
            " occupation, job position, role in the organisation, role in the organization, titre, fonction, poste,"
            " fonctions, titre fonction, intitulé du poste, titre du poste, poste occupé, emploi, título, cargo,"
            " puesto, función, nombre del cargo, nombre del puesto, cargo o función, puesto de trabajo, должность,"
            " занимаемая должность, название должности, наименование должности, المسمى الوظيفي, الوظيفة, المنصب, الصفة,"
            " المسمى, اسم الوظيفة, المهنة, 职务, 职位, 职称, 岗位, 头衔"
        ),
        read=read_words,
        unlike=is_salutation,
        yields=True,
        autocomplete="organization-title",
        account="position",
        is_beside_name=True,
        sheet_width=1.1,
        sheet_days=3,
    ),
    ParticipantField(
        name="gender",
        label=_("Gender"),
        question=_("Gender (optional)"),
        own_question=_("Gender (optional)"),
        heads="gender, sex, genre, sexe, género, sexo, пол, الجنس, النوع, 性别",
        read=read_gender,
        looks_like=lambda cell, _party_of: gender_of(cell),
        input=_gender,
        account="gender",
        in_words=lambda gender: str(dict(User.Gender.choices).get(gender, "")),
    ),
)
# What is known of somebody besides who they are and where mail reaches them.
DETAILS = tuple(field for field in FIELDS if field.name not in ("name", "email", "party"))
# What somebody on a list is looked for by; all of it is text.
SEARCHED = tuple(field.name for field in FIELDS if field.is_searched)
