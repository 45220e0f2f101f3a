"""What search engines shall find: pages in the languages in which they are published, provisions and the glossary."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.models import Page

from brs.activities.pages.models import ActivityPage
from brs.core.pages import HOME_DEPTH, address, is_public
from brs.taxonomy.models import Provision

# Below each language: what is a person's own, or endless.
NOT_TO_BE_READ = ("accounts", "learning", "search", "desk")


class PublishedPages(Sitemap):
    """A page once in each language that it has been published in, never in one where its source stands in."""

    i18n = alternates = True

    def items(self) -> list[Page]:
        self.spoken: dict[object, list[str]] = defaultdict(list)
        pages: dict[object, Page] = {}
        paths = set()
        public = Page.objects.live().filter(is_public(), depth__gte=HOME_DEPTH)
        public = public.exclude(pk__in=ActivityPage.objects.unlisted().values("pk"))
        for page in public.select_related("locale").order_by("path"):
            # What lies below an unpublished page is not for the public either.
            if page.depth > HOME_DEPTH and page.path[: -Page.steplen] not in paths:
                continue
            paths.add(page.path)
            self.spoken[page.translation_key].append(page.locale.language_code)
            pages.setdefault(page.translation_key, page)
        return list(pages.values())

    def get_languages_for_item(self, item: Page) -> list[str]:
        return self.spoken[item.translation_key]

    def location(self, item: Page) -> str:
        return address(item)

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


class Reference(Sitemap):
    """The glossary and the provisions, in every language."""

    i18n = alternates = True

    def items(self) -> Iterable[str]:
        return ["", *Provision.objects.in_source_language().values_list("slug", flat=True)]

    def location(self, item: str) -> str:
        return reverse("provision", args=[item]) if item else reverse("glossary")


SITEMAPS = {"pages": PublishedPages, "reference": Reference}


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines are asked to leave alone, and where the map is."""
    closed = ["/admin/", *(f"/{code}/{part}/" for code, _name in settings.LANGUAGES for part in NOT_TO_BE_READ)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {settings.WAGTAILADMIN_BASE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
