"""The lists of pictures and documents in the admin: what each weighs, whose it is, its uses, what it lacks."""

from typing import Any

import django_filters
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.template.defaultfilters import filesizeformat
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, DownloadColumn, TitleColumn, UsageCountColumn
from wagtail.documents import get_document_model
from wagtail.documents.views import documents
from wagtail.images.views import images
from wagtail.models import ReferenceIndex

from ..models import AudioVersion, Licence
from ..searching import ids_beginning

LONGEST_DESCRIPTION = 80


def is_used(model: type[Model]) -> Exists:
    """For a query of pictures or documents: whether anything refers to it."""
    return Exists(
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(model),
            to_object_id=Cast(OuterRef("pk"), output_field=CharField()),
        )
    )


def bytes_of(medium: Any) -> int | None:
    """As recorded when it was uploaded; else asked of the storage. None where the file is gone."""
    if medium.file_size is not None:
        return int(medium.file_size)
    try:
        return int(medium.file.size)
    except (OSError, ValueError):
        return None


def weight(medium: Any) -> str:
    size = bytes_of(medium)
    return _("The file is missing") if size is None else filesizeformat(size)


def size_of_picture(image: Any) -> str:
    return f"{image.width} × {image.height}, {weight(image)}"


def licence_of(medium: Any) -> str:
    attribution = getattr(medium, "attribution", None)
    return str(Licence(attribution.licence if attribution else "").label)


def source_of(medium: Any) -> str:
    attribution = getattr(medium, "attribution", None)
    return attribution.source or attribution.source_url if attribution else ""


def description_of(image: Any) -> str:
    return Truncator(image.description).chars(LONGEST_DESCRIPTION) or _("Missing")


def _without_licence(media: QuerySet) -> QuerySet:
    return media.filter(Q(attribution=None) | Q(attribution__licence=Licence.UNKNOWN))


class MediaFilters(django_filters.FilterSet):
    """What both lists are filtered by. Who ticks two things gets those that lack both."""

    missing = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("What is missing"), method="lacking", widget=forms.CheckboxSelectMultiple
    )
    licence = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Licence"),
        field_name="attribution__licence",
        choices=[choice for choice in Licence.choices if choice[0]],
        widget=forms.CheckboxSelectMultiple,
    )
    # What may be missing: its name, and the sentence for it.
    lacks: dict[str, Any] = {"uses": gettext_lazy("Not used"), "licence": gettext_lazy("No licence")}

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.filters["missing"].extra["choices"] = list(self.lacks.items())

    def lacking(self, media: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        if "uses" in chosen:
            media = media.filter(~is_used(media.model))
            if media.model is get_document_model():  # readers find these below their films
                media = media.exclude(pk__in=AudioVersion.objects.exclude(audio=None).values("audio"))
        if "description" in chosen:
            media = media.filter(description="")
        return _without_licence(media) if "licence" in chosen else media


class ImageFilters(images.ImagesFilterSet, MediaFilters):
    lacks = {**MediaFilters.lacks, "description": gettext_lazy("No description")}

    class Meta(images.ImagesFilterSet.Meta):
        pass


class DocumentFilters(documents.DocumentsFilterSet, MediaFilters):
    class Meta(documents.DocumentsFilterSet.Meta):
        pass


class MediaList:
    """What both lists have beside Wagtail's columns. It stands before one of Wagtail's views."""

    export_headings = {
        "filename": gettext_lazy("File"),
        "pixels": gettext_lazy("Pixels"),
        "bytes": gettext_lazy("Bytes"),
        "licence_in_words": gettext_lazy("Licence"),
        "source_in_words": gettext_lazy("Author or source"),
        "usage_count": gettext_lazy("Usage"),
        "collection.name": gettext_lazy("Collection"),
    }

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("attribution")  # type: ignore[misc]

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By ids: the search engine knows nothing of licences and uses, by which the list may be filtered."""
        if not self.is_searching:  # type: ignore[attr-defined]
            return queryset
        ids = ids_beginning(self.search_query, queryset.model.objects.all())  # type: ignore[attr-defined]
        return queryset.filter(pk__in=ids)

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        media = super().decorate_paginated_queryset(object_list)  # type: ignore[misc]
        if self.is_export:  # type: ignore[attr-defined]
            media = list(media)
            for medium in media:
                medium.bytes = bytes_of(medium)
                medium.pixels = f"{medium.width} × {medium.height}" if hasattr(medium, "width") else ""
                medium.licence_in_words, medium.source_in_words = licence_of(medium), source_of(medium)
        return media

    @cached_property
    def licence_columns(self) -> list[Column]:
        return [
            Column("licence", label=_("Licence"), accessor=licence_of),
            Column("source", label=_("Author or source"), accessor=source_of),
        ]

    @cached_property
    def usage_column(self) -> Column:
        return UsageCountColumn("usage_count", label=_("Usage"), sort_key="usage_count")

    @cached_property
    def collection_columns(self) -> list[Column]:
        """Where there are several collections."""
        if not self.filters or "collection_id" not in self.filters.filters:  # type: ignore[attr-defined]
            return []
        return [Column("collection", label=_("Collection"), accessor="collection.name")]


class ImageList(MediaList, images.IndexView):
    add_item_label = gettext_lazy("Add")  # beside search, order and layout there is room for no more
    filterset_class = ImageFilters
    export_filename = "pictures"
    list_export = [
        "title",
        "filename",
        "pixels",
        "bytes",
        "description",
        "licence_in_words",
        "source_in_words",
        "usage_count",
        "collection.name",
        "created_at",
    ]

    @cached_property
    def layout(self) -> str:
        return self.request.GET.get("layout", "list")

    def get_valid_orderings(self) -> Any:
        return self.ORDERING_OPTIONS.keys()

    @cached_property
    def columns(self) -> list[Column]:
        if self.layout == "grid":
            return []
        return [
            images.BulkActionsColumn("bulk_actions"),
            images.ImagePreviewColumn("preview", label=_("Preview"), accessor="image", classname="image-preview"),
            images.TitleColumnWithFilename(
                "title",
                label=_("Title"),
                sort_key="title",
                get_url=self.get_edit_url,
                width="25%",
                classname="title-with-filename media-title",
            ),
            Column("size", label=_("Size"), accessor=size_of_picture, sort_key="file_size"),
            Column("description", label=_("Description"), accessor=description_of),
            *self.licence_columns,
            *self.collection_columns,
            self.usage_column,
            DateColumn("created_at", label=_("Created"), sort_key="created_at"),
        ]


class DocumentList(MediaList, documents.IndexView):
    filterset_class = DocumentFilters
    export_filename = "documents"
    list_export = [
        "title",
        "filename",
        "bytes",
        "licence_in_words",
        "source_in_words",
        "usage_count",
        "collection.name",
        "created_at",
    ]

    @cached_property
    def columns(self) -> list[Column]:
        return [
            documents.BulkActionsColumn("bulk_actions"),
            TitleColumn(
                "title",
                label=_("Title"),
                sort_key="title",
                get_url=self.get_edit_url,
                get_title_id=lambda document: f"document_{document.pk}_title",
            ),
            DownloadColumn("filename", label=_("File")),
            Column("size", label=_("Size"), accessor=weight, sort_key="file_size"),
            *self.licence_columns,
            *self.collection_columns,
            self.usage_column,
            DateColumn("created_at", label=_("Created"), sort_key="created_at"),
        ]
