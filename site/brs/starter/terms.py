"""Loads the axes, the Parties, the kinds of certificate, the evaluation form. What is there already stays as it is."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Locale

from brs.activities.evaluation.models import Survey, SurveyField
from brs.certificates.models import CertificateKind
from brs.people.models import Party
from brs.taxonomy.models import Audience, Competency, Convention, GlossaryTerm, Provision, SdgTarget, Term, Theme

from .blocks import citations
from .reading import LANGUAGES, key, read, rows

CROSS_CUTTING = {
    "en": "Cross-cutting",
    "fr": "Thèmes transversaux",
    "es": "Temas transversales",
    "ru": "Сквозные темы",
    "ar": "المواضيع المشتركة",
    "zh-hans": "跨领域议题",
}
PARTY_STATUS = ("basel", "rotterdam", "stockholm")


def load_terms() -> None:
    taxonomy = read("taxonomy.yaml")
    treaties = [{**entry, "is_treaty": True} for entry in taxonomy["conventions"]]
    _load(Convention, [*treaties, {"slug": "cross-cutting", "title": CROSS_CUTTING, "is_treaty": False}], _convention)
    conventions = {term.slug: term for term in Convention.objects.in_source_language()}

    def in_group(entry: dict[str, Any], language: str) -> dict[str, Any]:
        return {"group": conventions[entry["group"]]}

    def of_convention(entry: dict[str, Any], language: str) -> dict[str, Any]:
        return {"convention": conventions[entry["convention"]], "kind": entry["kind"], "number": str(entry["number"])}

    for entry, theme in _load(Theme, taxonomy["themes"], in_group):
        theme.conventions.set(conventions[slug] for slug in entry["conventions"])
    _load(Audience, taxonomy["audiences"])
    _load(Competency, taxonomy["competencies"], _described)
    _load(Provision, taxonomy["provisions"], of_convention)
    _load(SdgTarget, [_sdg(row) for row in rows("sdg.csv")], _sdg_fields)
    provisions = provision_keys()

    def defined(entry: dict[str, Any], language: str) -> dict[str, Any]:
        cited = citations(entry.get("provisions") or [], ("glossary", entry["slug"]), provisions)
        return {"definition": entry["definition"].get(language, ""), "provisions": cited}

    glossary = [{**entry, "title": entry["term"]} for entry in read("glossary.yaml")["terms"]]
    for entry, term in _load(GlossaryTerm, glossary, defined):
        term.conventions.set(conventions[slug] for slug in entry.get("conventions") or [])


def provision_keys() -> dict[str, int]:
    """Primary keys of the provisions, as pages cite them, by slug."""
    return dict(Provision.objects.in_source_language().values_list("slug", "pk"))


def load_parties() -> None:
    Party.objects.bulk_create([_party(row) for row in rows("countries.csv")], ignore_conflicts=True)


def load_certificate_kinds() -> None:
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    for rule in read("certificates.yaml")["rules"]:
        for language in LANGUAGES:
            CertificateKind.objects.get_or_create(
                translation_key=key("certificate", rule["slug"]),
                locale=locales[language],
                defaults={
                    "slug": rule["slug"],
                    "title": rule["title"][language],
                    "statement": rule["statement"][language],
                    "validity_months": rule["validity_months"],
                },
            )


def load_surveys() -> None:
    _load_survey("evaluation", Survey.Purpose.EVALUATION)
    _load_survey("follow_up", Survey.Purpose.FOLLOW_UP)


def _load_survey(name: str, purpose: Survey.Purpose) -> None:
    form = read(f"{name}.yaml")
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    for language in LANGUAGES:
        survey, is_new = Survey.objects.get_or_create(
            translation_key=key("survey", name),
            locale=locales[language],
            defaults={
                "title": form["title"][language],
                "introduction": form["introduction"][language],
                "purpose": purpose,
                "is_default": not Survey.objects.filter(
                    locale=locales[language], purpose=purpose, is_default=True
                ).exists(),
            },
        )
        if not is_new:
            continue
        for index, question in enumerate(form["questions"]):
            SurveyField.objects.create(
                survey=survey,
                translation_key=key("survey", name, question["id"]),
                locale=locales[language],
                sort_order=index,
                label=question["label"][language],
                field_type=question["kind"],
                required=question["required"],
                choices="\n".join(question.get("choices", {}).get(language, [])),
                applied_from=question.get("applied_from"),
            )


def _load(
    model: type[Term],
    entries: list[dict[str, Any]],
    more: Callable[[dict[str, Any], str], dict[str, Any]] = lambda entry, language: {},
) -> list[tuple[dict[str, Any], Any]]:
    """Each entry in each language that its title has; gives what was missing, with its entry."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    loaded = set(model.objects.values_list("slug", "locale__language_code"))  # type: ignore[attr-defined]
    missing = [
        (
            entry,
            model(
                translation_key=key(model._meta.model_name or "", entry["slug"]),
                locale=locales[language],
                slug=entry["slug"],
                title=title,
                sort_order=index,
                **more(entry, language),
            ),
        )
        for index, entry in enumerate(entries)
        for language, title in entry["title"].items()
        if (entry["slug"], language) not in loaded
    ]
    model.objects.bulk_create([term for _entry, term in missing])  # type: ignore[attr-defined]
    return missing


def _convention(entry: dict[str, Any], language: str) -> dict[str, Any]:
    if not entry["is_treaty"]:
        return {"is_treaty": False}
    return {
        "abbreviation": entry["abbreviation"],
        "full_title": entry["full_title"][language],
        "objective": entry["objective"][language],
        "website": entry["website"],
        "adopted_on": entry["adopted"],
        "in_force_since": entry["in_force"],
        "parties_count": entry["parties"]["count"],
        "parties_as_of": entry["parties"]["as_of"],
    }


def _described(entry: dict[str, Any], language: str) -> dict[str, Any]:
    return {"description": (entry.get("description") or {}).get(language, "")}


def _sdg(row: dict[str, str]) -> dict[str, Any]:
    return {**row, "slug": row["code"].replace(".", "-").lower(), "title": {"en": row["title_own_words"]}}


def _sdg_fields(entry: dict[str, Any], language: str) -> dict[str, Any]:
    is_indicator = entry["kind"] == "indicator"
    rationale = entry["link_rationale"]
    return {"code": entry["code"], "goal": int(entry["goal"]), "is_indicator": is_indicator, "rationale": rationale}


def _party(row: dict[str, str]) -> Party:
    return Party(
        iso2=row["iso2"],
        iso3=row["iso3"],
        m49=row["m49"],
        names={language: row[f"name_{language}"] for language in LANGUAGES},
        regional_group=row["un_regional_group"],
        development_status=row["development_status"],
        is_ldc=row["ldc"] == "1",
        is_lldc=row["lldc"] == "1",
        is_sids=row["sids"] == "1",
        **{convention: row[f"{convention}_party"] for convention in PARTY_STATUS},
    )
