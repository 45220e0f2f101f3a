"""Loads the page tree: home, sections, conventions, themes, and the courses with their lessons and quizzes.

What is there already is left as it is, so that nothing an editor did is ever undone.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page, Site

from brs.certificates.models import CertificateKind
from brs.home.models import ConventionPage, HomePage, SectionPage, ThemePage
from brs.taxonomy.models import Audience, Competency, Convention, SdgTarget, Term, Theme
from courses.pages.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, QuizPage
from courses.pages.releases import release_course
from courses.questions.models import Question

from .blocks import Writer, question_value, trainers_notes
from .reading import LANGUAGES, courses, key, translations
from .terms import provision_keys

SECTIONS = {
    "courses": {
        "en": "Courses",
        "fr": "Cours",
        "es": "Cursos",
        "ru": "Курсы",
        "ar": "الدورات",
        "zh-hans": "课程",
    },
    "conventions": {
        "en": "Conventions",
        "fr": "Conventions",
        "es": "Convenios",
        "ru": "Конвенции",
        "ar": "الاتفاقيات",
        "zh-hans": "公约",
    },
    "themes": {
        "en": "Themes",
        "fr": "Thèmes",
        "es": "Temas",
        "ru": "Темы",
        "ar": "المواضيع",
        "zh-hans": "主题",
    },
}
HOME = {
    "en": ("Learn to put the conventions to work", "Courses on chemicals and wastes for those who act for a Party."),
    "fr": ("Apprendre à appliquer les conventions", "Des cours sur les produits chimiques et les déchets."),
    "es": ("Aprender a aplicar los convenios", "Cursos sobre productos químicos y desechos."),
    "ru": ("Учимся применять конвенции", "Курсы по химическим веществам и отходам."),
    "ar": ("تعلّم تطبيق الاتفاقيات", "دورات عن المواد الكيميائية والنفايات."),
    "zh-hans": ("学习如何落实各项公约", "关于化学品和废物的课程。"),
}


class PageTree:
    """Makes pages that are missing, each once per language."""

    def __init__(self, say: Callable[[str], None]):
        self.say = say
        self.locales = {language: Locale.objects.get_or_create(language_code=language)[0] for language in LANGUAGES}
        self.now = timezone.now()
        self.provisions = provision_keys()
        self.made: list[tuple[CoursePage, dict[str, Any]]] = []
        self.terms: dict[type[Term], dict[str, Term]] = {
            model: {term.slug: term for term in model.objects.in_source_language()}  # type: ignore[attr-defined]
            for model in (Audience, Competency, Convention, SdgTarget, Theme)
        }

    def load_ground(self) -> None:
        """Home, sections, and a page for each convention and theme."""
        for language in LANGUAGES:
            home = self._home(language)
            for slug, titles in SECTIONS.items():
                model = CourseIndexPage if slug == "courses" else SectionPage
                self._page(home, model, language, "section", slug, title=titles[language], slug=slug)
            self._term_pages(language)

    def load_courses(self) -> None:
        for course in courses():
            self._course("en", course)
            for language, translation in translations(course).items():
                self._course(language, translation)
            self.say(f"  {course['code']} {course['title']['en']}")
        for page, course in self.made:
            self._finish(page, course)

    def _home(self, language: str) -> Page:
        root = Page.get_first_root_node()
        title, introduction = HOME[language]
        slug = "brs" if language == "en" else f"brs-{language}"
        home = self._page(root, HomePage, language, "home", title=title, slug=slug, introduction=introduction)
        if language == "en":
            site, _ = Site.objects.get_or_create(
                is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
            )
            if site.root_page.specific_class is not HomePage:
                site.root_page, site.site_name = home, "BRS Learn"
                site.save()
                Page.objects.filter(slug="home", depth=2).exact_type(Page).delete()
        return home

    def _page(self, parent: Page, model: type[Page], language: str, *address: str, **fields: Any) -> Page:
        identity = key(*address)
        found = model.objects.filter(translation_key=identity, locale=self.locales[language]).first()
        if found:
            return found
        fields |= {"first_published_at": self.now, "last_published_at": self.now}
        page = model(translation_key=identity, locale=self.locales[language], **fields)
        parent = Page.objects.get(pk=parent.pk)  # its number of children in memory may be old
        parent.add_child(instance=page)
        return page

    def _section(self, language: str, slug: str) -> Page:
        return Page.objects.get(translation_key=key("section", slug), locale=self.locales[language])

    def _term_pages(self, language: str) -> None:
        for section, model, page_model, field in (
            ("conventions", Convention, ConventionPage, "convention"),
            ("themes", Theme, ThemePage, "theme"),
        ):
            parent = self._section(language, section)
            for term in model.objects.in_language(language).order_by("sort_order"):
                if term.slug != "cross-cutting":
                    fields = {field: term, "title": term.title, "slug": term.slug}
                    self._page(parent, page_model, language, section, term.slug, **fields)

    def _course(self, language: str, course: dict[str, Any]) -> None:
        slug = course["slug"]
        if CoursePage.objects.filter(translation_key=key("course", slug), locale=self.locales[language]).exists():
            return
        kinds = CertificateKind.objects.filter(slug=course["certificate"], locale=self.locales["en"])
        page = self._page(
            self._section(language, "courses"),
            CoursePage,
            language,
            "course",
            slug,
            title=course["title"][language],
            slug=slug,
            code=course["code"],
            summary=course["summary"][language],
            level=course["level"],
            estimated_minutes=course["estimated_minutes"],
            outcomes=[
                {"type": "outcome", "value": {"text": outcome["text"]}, "id": str(key(slug, outcome["id"]))}
                for outcome in course["outcomes"]
            ],
            certificate_kind=kinds.first(),
            is_demo=True,
        )
        cross_cutting = ["cross-cutting"] if course.get("cross_cutting") else []
        self._classify(page, Convention, "conventions", [*course["conventions"], *cross_cutting])
        self._classify(page, Theme, "themes", course["themes"])
        self._classify(page, Audience, "audiences", course["audiences"])
        self._classify(page, Competency, "competencies", course["competencies"])
        self._classify(page, SdgTarget, "sdg_targets", [code.replace(".", "-").lower() for code in course["sdg"]])
        page.save()
        lessons = {}
        for module in course["modules"]:
            address = (slug, "module", module["slug"])
            parent = self._page(page, ModulePage, language, *address, title=module["title"], slug=module["slug"])
            for lesson in module["lessons"]:
                lessons[lesson["slug"]] = self._lesson(parent, language, slug, lesson)
        self._quiz(page, language, course, lessons)
        self.made.append((page, course))

    def _finish(self, page: CoursePage, course: dict[str, Any]) -> None:
        """What can be said only when all courses are there."""
        before = [key("course", slug) for slug in course.get("prerequisites") or []]
        page.refresh_from_db(fields=["numchild"])  # its modules came after it was read
        page.prerequisites = CoursePage.objects.filter(translation_key__in=before, locale=self.locales["en"])
        page.save()
        self._keep_revision(page)
        if page.locale == self.locales["en"]:
            release_course(page)

    def _keep_revision(self, page: Page) -> None:
        """The revision that an editor starts from: the one that is live, so nothing is left to be published."""
        page.live_revision = page.save_revision(changed=False)
        type(page).objects.filter(pk=page.pk).update(live_revision=page.live_revision)

    def _classify(self, page: CoursePage, model: type[Term], field: str, slugs: list[str]) -> None:
        setattr(page, field, [self.terms[model][slug] for slug in slugs])

    def _lesson(self, parent: Page, language: str, course_slug: str, lesson: dict[str, Any]) -> Page:
        page = self._page(
            parent,
            LessonPage,
            language,
            course_slug,
            lesson["slug"],
            title=lesson["title"],
            slug=lesson["slug"],
            estimated_minutes=lesson["estimated_minutes"],
            objectives=[
                {"type": "objective", "value": text, "id": str(key(course_slug, lesson["slug"], "aim", str(place)))}
                for place, text in enumerate(lesson["objectives"])
            ],
            sources="\n".join(map(str, lesson.get("sources") or [])),
        )
        address = (course_slug, lesson["slug"])
        writer = Writer(language, self.provisions)
        page.body = [writer.block(block, address) for block in lesson["blocks"]]
        page.provisions = writer.citations(lesson["provisions"], address)
        page.trainers_notes = trainers_notes(lesson.get("trainers_notes", []), address)
        page.save()
        self._keep_revision(page)
        return page

    def _quiz(self, parent: Page, language: str, course: dict[str, Any], lessons: dict[str, Page]) -> None:
        slug, quiz = course["slug"], course["quiz"]
        writer = Writer(language, self.provisions)
        questions = []
        for entry in quiz["questions"]:
            address = (slug, "quiz", entry["id"])
            kind, value = question_value(entry, address)
            question, _ = Question.objects.get_or_create(
                translation_key=key(*address),
                locale=self.locales[language],
                defaults={
                    "name": f"{course['code']} {entry['id']}: {entry['stem']}"[:200],
                    "body": [{"type": kind, "value": value, "id": str(key(*address, "body"))}],
                    "points": entry["points"],
                    "difficulty": entry["bloom"],
                    "topic": self.terms[Theme][course["themes"][0]],
                    "convention": self.terms[Convention][course["conventions"][0]],
                    "lesson": lessons[entry["lesson"]],
                    "provisions": writer.citations(entry["provisions"], address),
                },
            )
            questions.append({"type": "question", "value": question.pk, "id": str(key(*address, "place"))})
        page = self._page(
            parent,
            QuizPage,
            language,
            slug,
            "quiz",
            title=quiz["title"],
            slug=quiz["slug"],
            pass_mark=course["pass_mark"],
            questions=questions,
        )
        self._keep_revision(page)
