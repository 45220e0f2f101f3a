"""Loads the page tree: home, sections, conventions, themes, tools, and the courses with lessons and quizzes.

What is there already is left as it is, so that nothing an editor did is ever undone.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page, Site

from brs.activities.pages.models import ActivityIndexPage
from brs.certificates.models import CertificateKind
from brs.home.models import ConventionPage, HomePage, SectionPage, ThemePage
from brs.taxonomy.models import Audience, Competency, Convention, SdgTarget, Term, Theme
from courses.pages.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, QuizPage
from courses.pages.releases import release_course
from courses.questions.models import Question
from toolkits.tools.models import ToolIndexPage, ToolPage

from .blocks import Writer, citations, tool_editions, tool_points, tool_steps, trainers_notes
from .questions import question_value
from .reading import LANGUAGES, courses, key, read, translations
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
    "tools": {
        "en": "Tools and methodologies",
        "fr": "Outils et méthodologies",
        "es": "Herramientas y metodologías",
        "ru": "Инструменты и методологии",
        "ar": "الأدوات والمنهجيات",
        "zh-hans": "工具与方法",
    },
    "activities": {
        "en": "Activities",
        "fr": "Activités",
        "es": "Actividades",
        "ru": "Мероприятия",
        "ar": "الأنشطة",
        "zh-hans": "活动",
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
INDEXES: dict[str, type[Page]] = {
    "courses": CourseIndexPage,
    "tools": ToolIndexPage,
    "activities": ActivityIndexPage,
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
        self.tools: dict[str, int] = {}
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
                model = INDEXES.get(slug, SectionPage)
                self.page(home, model, language, "section", slug, title=titles[language], slug=slug)
            self._term_pages(language)

    def home(self) -> Page:
        """That in the source language."""
        return Page.objects.get(translation_key=key("home"), locale=self.locales["en"])

    def load_library(self) -> None:
        """Tools and courses, which name one another."""
        new_tools = [(page, tool) for tool in read("tools.yaml")["tools"] if (page := self._new_tool(tool))]
        self.tools = pages_by_slug(ToolPage)
        self._load_courses()
        for page, tool in new_tools:
            self._finish_tool(page, tool)

    def _load_courses(self) -> None:
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
        home = self.page(root, HomePage, language, "home", title=title, slug=slug, introduction=introduction)
        if language == "en":
            site, _ = Site.objects.get_or_create(
                is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
            )
            if site.root_page.specific_class is not HomePage:
                site.root_page, site.site_name = home, "BRS Learn"
                site.save()
                Page.objects.filter(slug="home", depth=2).exact_type(Page).delete()
        return home

    def page(self, parent: Page, model: type[Page], language: str, *address: str, **fields: Any) -> Page:
        identity = key(*address)
        loaded = model.objects.filter(translation_key=identity, locale=self.locales[language]).first()
        if loaded:
            return loaded
        fields |= {"first_published_at": self.now, "last_published_at": self.now}
        page = model(translation_key=identity, locale=self.locales[language], **fields)
        parent = Page.objects.get(pk=parent.pk)  # its number of children in memory may be old
        parent.add_child(instance=page)
        return page

    def section(self, language: str, slug: str) -> Page:
        return Page.objects.get(translation_key=key("section", slug), locale=self.locales[language])

    def _term_pages(self, language: str) -> None:
        for section, model, page_model, field in (
            ("conventions", Convention, ConventionPage, "convention"),
            ("themes", Theme, ThemePage, "theme"),
        ):
            parent = self.section(language, section)
            for term in model.objects.in_language(language).order_by("sort_order"):
                if term.slug != "cross-cutting":
                    fields = {field: term, "title": term.title, "slug": term.slug}
                    self.page(parent, page_model, language, section, term.slug, **fields)

    def _new_tool(self, tool: dict[str, Any]) -> ToolPage | None:
        """The tool's page with what needs no other page; None where it is there already."""
        slug = tool["slug"]
        if ToolPage.objects.filter(translation_key=key("tool", slug), locale=self.locales["en"]).exists():
            return None
        page = self.page(
            self.section("en", "tools"),
            ToolPage,
            "en",
            "tool",
            slug,
            title=tool["title"]["en"],
            slug=slug,
            kind=tool["type"],
            summary=tool["description"]["en"],
            effort=tool.get("effort", ""),
            editions=tool_editions(tool),
            when_to_use=tool_points(tool, "when_to_use"),
            when_not=tool_points(tool, "when_not"),
            provisions=citations(tool.get("provisions", []), ("tool", slug), self.provisions),
            is_demo=True,
        )
        self._carry(page, tool, tool["conventions"])
        return page

    def _finish_tool(self, page: ToolPage, tool: dict[str, Any]) -> None:
        """What can be said only when all tools and courses are there."""
        courses = pages_by_slug(CoursePage)
        page.steps = tool_steps(tool, self.tools)
        page.related = [
            {"type": kind, "value": pages[slug], "id": str(key("tool", tool["slug"], kind, slug))}
            for kind, pages, slugs in (
                ("course", courses, tool.get("courses", [])),
                ("tool", self.tools, tool.get("related", [])),
            )
            for slug in slugs
        ]
        page.save()
        self.keep_revision(page)

    def _course(self, language: str, course: dict[str, Any]) -> None:
        slug = course["slug"]
        if CoursePage.objects.filter(translation_key=key("course", slug), locale=self.locales[language]).exists():
            return
        kinds = CertificateKind.objects.filter(slug=course["certificate"], locale=self.locales["en"])
        page = self.page(
            self.section(language, "courses"),
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
            is_open=True,
        )
        cross_cutting = ["cross-cutting"] if course.get("cross_cutting") else []
        self._carry(page, course, [*course["conventions"], *cross_cutting])
        page.save()
        lessons = {}
        for module in course["modules"]:
            address = (slug, "module", module["slug"])
            parent = self.page(page, ModulePage, language, *address, title=module["title"], slug=module["slug"])
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
        self.keep_revision(page)
        if page.locale == self.locales["en"]:
            release_course(page)

    def keep_revision(self, page: Page) -> None:
        """The revision that an editor starts from: the one that is live, so nothing is left to be published."""
        page.live_revision = page.save_revision(changed=False)
        type(page).objects.filter(pk=page.pk).update(live_revision=page.live_revision)

    def _carry(self, page: Page, entry: dict[str, Any], conventions: list[str]) -> None:
        """Arrange the page by what the entry says."""
        for model, field, slugs in (
            (Convention, "conventions", conventions),
            (Theme, "themes", entry["themes"]),
            (Audience, "audiences", entry["audiences"]),
            (Competency, "competencies", entry["competencies"]),
            (SdgTarget, "sdg_targets", [code.replace(".", "-").lower() for code in entry["sdg"]]),
        ):
            setattr(page, field, [self.terms[model][slug] for slug in slugs])

    def _lesson(self, parent: Page, language: str, course_slug: str, lesson: dict[str, Any]) -> Page:
        page = self.page(
            parent,
            LessonPage,
            language,
            course_slug,
            lesson["slug"],
            title=lesson["title"],
            slug=lesson["slug"],
            estimated_minutes=lesson["estimated_minutes"],
            objectives=[
                {"type": "objective", "value": text, "id": str(key(course_slug, lesson["slug"], "aim", str(index)))}
                for index, text in enumerate(lesson["objectives"])
            ],
            sources="\n".join(map(str, lesson.get("sources") or [])),
        )
        address = (course_slug, lesson["slug"])
        writer = Writer(language, self.provisions, self.tools)
        page.body = [writer.block(block, address) for block in lesson["blocks"]]
        page.provisions = citations(lesson["provisions"], address, self.provisions)
        page.trainers_notes = trainers_notes(lesson.get("trainers_notes", []), address)
        page.competencies = [self.terms[Competency][slug] for slug in lesson["competencies"]]
        page.save()
        self.keep_revision(page)
        return page

    def _quiz(self, parent: Page, language: str, course: dict[str, Any], lessons: dict[str, Page]) -> None:
        slug, quiz = course["slug"], course["quiz"]
        taught = {
            lesson["slug"]: lesson["competencies"] for module in course["modules"] for lesson in module["lessons"]
        }
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
                    "competency": self.terms[Competency][taught[entry["lesson"]][0]],
                    "lesson": lessons[entry["lesson"]],
                    "provisions": citations(entry["provisions"], address, self.provisions),
                },
            )
            questions.append({"type": "question", "value": question.pk, "id": str(key(*address, "place"))})
        page = self.page(
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
        self.keep_revision(page)


def pages_by_slug(model: type[Page]) -> dict[str, int]:
    """Primary keys of the pages in the source language."""
    return dict(model._default_manager.filter(locale__language_code="en").values_list("slug", "pk"))
