"""A shared toolkit for whoever has its code: no account, no scripts."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from brs.core.qr import qr_svg
from toolkits.sharing.contents.sections import contents
from toolkits.sharing.models import DailyCount, ShareLink

from .access import count_visitor, is_owner, shared_link
from .forms import CodeForm
from .shared_page import address_of, shared_page


def type_code(request: HttpRequest) -> HttpResponse:
    """A code typed in; leads to its toolkit."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("shared", form.cleaned_data["code"])
    return render(request, "toolkits/type_code.html", {"form": form}, status=422 if form.is_bound else 200)


@shared_link
@require_safe
def shared(request: HttpRequest, link: ShareLink) -> HttpResponse:
    count_visitor(request, link, DailyCount.Deed.VISIT)
    page = shared_page(link, get_language() or link.language)
    return render(request, "toolkits/shared.html", {"shared": page, "link": link, "owner": is_owner(request, link)})


@shared_link
@require_safe
def open_item(request: HttpRequest, link: ShareLink, entry: int) -> HttpResponse:
    """On to an item's own address."""
    sections = contents(link.toolkit, get_language() or link.language, for_owner=False)
    addresses = {item.entry.pk: item.address for section in sections for item in section.items}
    address = addresses.get(entry, "")
    if urlsplit(address).scheme not in ("", "http", "https") or not address:
        raise Http404
    count_visitor(request, link, DailyCount.Deed.OPEN)
    return HttpResponseRedirect(address)


@shared_link
@require_safe
def qr(request: HttpRequest, link: ShareLink) -> HttpResponse:
    return HttpResponse(qr_svg(address_of(link)), content_type="image/svg+xml")


@shared_link
@require_safe
def poster(request: HttpRequest, link: ShareLink) -> HttpResponse:
    """To project in a room, or to print and put up."""
    entrance = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc + "/t/"
    return render(request, "toolkits/poster.html", {"link": link, "toolkit": link.toolkit, "entrance": entrance})
