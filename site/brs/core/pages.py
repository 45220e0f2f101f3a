"""What every public page shares: one page, one slug, in every language that it has been translated to."""

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

SOURCE_LANGUAGE = "en"


class TranslatedPage(Page):
    """A page whose slug is one in all languages. Where it is not translated, its source is served in its place.

    `/fr/courses/x/` shows the English page «x», marked as English, inside the French interface.
    """

    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        try:
            return super().route(request, path_components)
        except Http404:
            if self.locale.language_code == SOURCE_LANGUAGE:
                raise
            source = self.get_translations().filter(locale__language_code=SOURCE_LANGUAGE).live().first()
            if source is None:
                raise
            return source.specific.route(request, path_components)

    @property
    def content_language(self) -> str:
        return self.locale.language_code


def address(page: Page, language: str | None = None) -> str:
    """The page's address inside the interface of `language` (the active one): `/fr/courses/x/`. No query.

    `url_path` is «/home/courses/x/» or «/home-fr/courses/x/»: its first step is the home page of a language.
    """
    below_home = page.url_path.split("/", 2)[2]
    return f"/{language or get_language() or SOURCE_LANGUAGE}/{below_home}"
