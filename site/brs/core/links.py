"""Links in people's text to pages of the site: to one that is not published, its words stand without a link."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.html import format_html
from wagtail.models import Page, ReferenceIndex
from wagtail.rich_text.pages import PageLinkHandler

from .pages import address


class PublishedPageLink(PageLinkHandler):
    """Wagtail's, for readers; whoever may not see a page is led to the sign-in as anywhere."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """Opening tags. Two queries, however many links."""
        pages = cls.get_many(attrs_list)
        keys = [page.translation_key for page in pages if page]
        published = set(Page.objects.live().filter(translation_key__in=keys).values_list("translation_key", flat=True))
        return [
            format_html('<a href="{}">', address(page)) if page and page.translation_key in published else "<a>"
            for page in pages
        ]


def unpublished_targets(page: Page) -> QuerySet[Page]:
    """Pages that this one links to or names, as it was last published, and that are published in no language."""
    references = ReferenceIndex.get_references_for_object(page).filter(
        to_content_type=ContentType.objects.get_for_model(Page)
    )
    linked = Page.objects.filter(pk__in=[reference.to_object_id for reference in references])
    return linked.exclude(translation_key__in=Page.objects.live().values("translation_key"))
