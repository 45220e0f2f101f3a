"""The screens on which one picture or document is edited, and on which a film gets an audio version."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.documents import get_document_model
from wagtail.documents.views import documents
from wagtail.images.views import images
from wagtail.permissions import policy_registry

from ..models import AudioVersion
from . import audio, replacing
from .listing import bytes_of
from .weights import film_in_words


class SaysWhatBecame:
    """It stands before one of Wagtail's views."""

    form: Any
    object: Any

    def get_success_message(self) -> str:
        if "file" not in self.form.changed_data:
            return super().get_success_message()  # type: ignore[misc, no-any-return]
        return " ".join(filter(None, [replacing.replaced(self.object), getattr(self.object, "became", "")]))


class EditImage(SaysWhatBecame, images.EditView):
    pass


class EditDocument(SaysWhatBecame, documents.EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        if audio.is_film(self.object):
            address = reverse("audio_version", args=[self.object.pk])
            buttons.append(Button(_("Audio version"), address, icon_name="media", priority=30))
        return buttons


class AudioVersionView(WagtailAdminTemplateMixin, TemplateView):
    """What a film weighs, and its sound alone: made by a press, in the background."""

    page_title = gettext_lazy("Audio version")
    header_icon = "media"
    template_name = "core/audio_version.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.film = get_object_or_404(get_document_model(), pk=kwargs["document_id"])
        policy = policy_registry.get_by_type(get_document_model())
        if not policy.user_has_permission_for_instance(request.user, "change", self.film):
            raise PermissionDenied
        if not audio.is_film(self.film):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, document_id: int) -> HttpResponse:
        if audio.program() is None:
            messages.error(request, AudioVersion.Problem.MISSING.label)
        else:
            audio.ask(self.film)
            messages.success(request, _("The audio version is being made. It takes some minutes at most."))
        return redirect(request.path)

    def get_page_subtitle(self) -> str:
        return self.film.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtaildocs:index"), "label": _("Documents")},
            {"url": reverse("wagtaildocs:edit", args=[self.film.pk]), "label": self.film.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "film": self.film,
            "weight": film_in_words(bytes_of(self.film) or 0),
            "version": AudioVersion.objects.select_related("audio").filter(film=self.film).first(),
            "is_installed": audio.program() is not None,
        }
