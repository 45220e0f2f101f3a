"""Tags and filters for every template."""

from typing import Any
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, ngettext, override
from django.utils.translation import gettext as _
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.models import Page

from brs.core import logs, one_address, pages
from brs.core.editors_bar import has_been_in_the_admin
from brs.core.time_zones import place_of

register = template.Library()


@register.simple_tag
def address(page: Page, language: str | None = None) -> str:
    """The page's address in the reader's interface, or in that of another language."""
    return pages.address(page, language)


@register.simple_tag
def translation_names(page: Page) -> str:
    """The other languages of a page that move and are renamed with it: «Français, Español»; empty for none."""
    return _(", ").join(version.locale.get_display_name() for version in one_address.translations_of(page))


@register.simple_tag(takes_context=True)
def in_menus(context: template.Context) -> list[Page]:
    """On content pages: those just below home that editors show in menus, in the reader's language where they can be.

    Cached with the page's footer; other screens save themselves the query.
    """
    if not isinstance(context.get("page"), pages.TranslatedPage):
        return []
    return list(pages.for_everybody(Page.objects.in_menu().filter(depth=pages.HOME_DEPTH + 1)).order_by("path"))


@register.simple_tag(takes_context=True)
def editors_bar(context: template.Context) -> str:
    """Wagtail's bar, on content pages and in their previews: by it the panel "Checks" sees a page.

    For who edits alone, so it stands in no piece that is cached.
    """
    request = context.get("request")
    if request is None or not isinstance(context.get("page"), pages.TranslatedPage):
        return ""
    return wagtailuserbar(context) if has_been_in_the_admin(request) else ""


@register.simple_tag
def absolute_static(name: str) -> str:
    """A static file's address with scheme and host, for those who fetch it from elsewhere."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, static(name))


@register.simple_tag
def reference() -> str:
    """By which the log knows the request; empty where it has none."""
    name = logs.reference.get()
    return "" if name == logs.NOBODY else name


@register.filter
def duration(minutes: int | None) -> str:
    """Minutes as people say them: «45 minutes», «1 hour 30 minutes»; nothing where none are typed yet."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    long = ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    short = ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest}
    if hours and rest:
        return _("%(hours)s %(minutes)s") % {"hours": long, "minutes": short}
    return long if hours else short


@register.filter
def per_cent(number: int) -> str:
    """«80 %», as the reader's language writes it."""
    return _("%(n)s %%") % {"n": number}


@register.filter
def zone_in_words(zone: str) -> str:
    """«Nairobi time», for a day that depends on where one is."""
    return "UTC" if zone == "UTC" else _("%(place)s time") % {"place": place_of(zone)}


@register.filter
def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


@register.filter
def isolated(words: Any) -> SafeString:
    """Words of somebody else's within a sentence of ours: whichever way they run, the sentence holds."""
    return format_html("<bdi>{}</bdi>", words)


@register.filter
def titled(instance: Any) -> SafeString:
    """The title of a page or term; marked as such where it is not in the reader's language. Reads its locale."""
    language = instance.locale.language_code
    with override(language):
        title = str(instance)
    if language == get_language():
        return conditional_escape(title)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction(language), title)


@register.tag
def cached(parser: template.base.Parser, token: template.base.Token) -> "Cached":
    """`{% cached "footer" %}…{% endcached %}`: made once a generation, page and language; see docs/generations.md.

    What stands in it sees the page, the language of the `interface`, and what is handed in by name: it knows nothing of
    the person who asks, nor of what they asked for. Further words tell apart what stands in a loop, or differs for a
    kind of reader: `{% cached "block" forloop.counter with block=part.block %}`.
    """
    _tag, *words = token.split_contents()
    split = words.index("with") if "with" in words else len(words)
    handed_in = template.base.token_kwargs(words[split + 1 :], parser)
    nodes = parser.parse(("endcached",))
    parser.delete_first_token()
    return Cached([parser.compile_filter(word) for word in words[:split]], handed_in, nodes)


class Cached(template.Node):
    def __init__(
        self,
        names: list[template.base.FilterExpression],
        handed_in: dict[str, template.base.FilterExpression],
        nodelist: template.NodeList,
    ) -> None:
        self.names, self.handed_in, self.nodelist = names, handed_in, nodelist

    def render(self, context: template.Context) -> str:
        page = context.get("page")
        if not isinstance(page, pages.TranslatedPage):  # a screen of somebody's, of which nothing is cached
            with context.push(**self.seen(context)):
                return self.nodelist.render(context)
        name = "html " + " ".join(str(name.resolve(context)) for name in self.names)
        return page.cached(name, lambda: self.make(context))

    def make(self, context: template.Context) -> str:
        """In a context of its own: the one around it holds the person and their request."""
        assert context.template
        unseeing = template.Context({"page": context["page"], **self.seen(context)})
        with unseeing.render_context.push_state(context.template), unseeing.bind_template(context.template):
            return self.nodelist.render(unseeing)

    def seen(self, context: template.Context) -> dict[str, Any]:
        handed_in = {name: value.resolve(context) for name, value in self.handed_in.items()}
        return {"interface": get_language(), **handed_in}


@register.simple_tag(takes_context=True)
def languages(context: template.Context) -> list[dict[str, str | bool]]:
    """The same address in each language: code, name in that language, address, whether it is the one being read."""
    page, request = context.get("page"), context.get("request")
    path = pages.address(page) if isinstance(page, pages.TranslatedPage) else request.path if request else "/"
    head, _slash, rest = path.removeprefix("/").partition("/")
    codes = dict(settings.LANGUAGES)
    return [
        {
            "code": code,
            "name": name,
            "address": f"/{code}/{rest}" if head in codes or path == "/" else f"?language={code}",
            "current": code == get_language(),
        }
        for code, name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def card(context: template.Context) -> dict[str, Any]:
    """A page's description for machines: its title, what it is about, its own address, and that in each language.

    A page that stands in for a missing translation is at home at its source's address.
    """
    page, request = context.get("page"), context.get("request")
    if isinstance(page, pages.TranslatedPage):
        return page.cached("card", lambda: _card_of(page))
    path = request.path if request else "/"
    head, _slash, rest = path.removeprefix("/").partition("/")
    spoken = dict(settings.LANGUAGES) if head in dict(settings.LANGUAGES) else {}
    return _card("BRS Learn", "", path, {code: f"/{code}/{rest}" for code in spoken})


def _card_of(page: pages.TranslatedPage) -> dict[str, Any]:
    alternates = {code: pages.address(page, code) for code in page.live_languages}
    return _card(page.title, page.in_brief, pages.address(page, page.content_language), alternates)


def _card(title: str, description: str, path: str, alternates: dict[str, str]) -> dict[str, Any]:
    site = settings.WAGTAILADMIN_BASE_URL
    return {
        "title": title,
        "description": description,
        "address": site + path,
        "alternates": [(code, site + other) for code, other in alternates.items()] if len(alternates) > 1 else [],
    }
