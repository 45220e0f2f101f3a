"""Who gets in by a shared link. Wrong, revoked and expired codes answer strangers alike; guessing is limited."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import override

from brs.core.codes import tidy_share_code
from brs.core.limits import Guessing, Limit, TooManyTries, browser_of, give_all_back, place_of, say_wait, take_all
from toolkits.sharing.actions import count
from toolkits.sharing.models import DailyCount, ShareLink, Toolkit

from .forms import CodeForm, PasscodeForm

# A room of 300 behind one address mistypes codes, each of them once or twice; 2^50 codes are not found at this pace.
# While codes are being guessed from many places at once, each place gets a few tries only.
MISSES = Guessing(
    of_a_place=Limit("codes missed from a place", most=600, seconds=600),
    anywhere=Limit("codes missed", most=1200, seconds=600),
    few=5,
)

# Whoever mistypes makes themselves wait, and nobody beside them. A million passcodes take years.
OF_A_BROWSER = Limit("passcodes of a link tried in a browser", most=10, seconds=600)
OF_A_ROOM = Limit("passcodes of a link tried from a place", most=600, seconds=3600)
OF_A_LINK = Limit("passcodes of a link", most=1000, seconds=24 * 3600)
UNLOCKED = "unlocked"
UNLOCKED_SECONDS = 60 * 60 * 24 * 30


class PasscodeNeeded(Exception):
    def __init__(self, link: ShareLink):
        self.link = link


class LinkEnded(Exception):
    """Told to the toolkit's owners only."""

    def __init__(self, link: ShareLink):
        self.link = link


def entrance(request: HttpRequest, code: str) -> ShareLink:
    """The link of a code in its one form, for whom it lets in.

    Raises TooManyTries; Http404 for a code that is wrong or works no longer, LinkEnded in its place for owners;
    PasscodeNeeded.
    """
    client = place_of(request)
    if seconds := MISSES.wait(client):
        raise TooManyTries(seconds)
    link = ShareLink.objects.filter(code=code).select_related("toolkit").first()
    if link is None or link.state() != "works":
        if link and is_owner(request, link):
            raise LinkEnded(link)
        MISSES.missed(client, code)
        raise Http404
    if link.passcode and not _is_unlocked(request, link) and not is_owner(request, link):
        raise PasscodeNeeded(link)
    return link


def shared_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view below `/t/<code>/`: gets the link instead of its code, and speaks the link's or the chosen language.

    What it streams is made after that language has been put away again.
    """

    @wraps(view)
    def guarded(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        tidy = tidy_share_code(code)
        if tidy and tidy != code:
            match = request.resolver_match
            assert match is not None
            query = request.META.get("QUERY_STRING", "")
            return redirect(reverse(match.view_name, kwargs={**kwargs, "code": tidy}) + (f"?{query}" if query else ""))
        answer = _answer(view, request, tidy, kwargs)
        answer["X-Robots-Tag"] = "noindex"
        add_never_cache_headers(answer)
        return answer

    return guarded


def is_owner(request: HttpRequest, link: ShareLink) -> bool:
    return (
        request.user.is_authenticated and Toolkit.objects.editable_by(request.user).filter(pk=link.toolkit_id).exists()
    )


def count_visitor(request: HttpRequest, link: ShareLink, deed: DailyCount.Deed) -> None:
    """One more of a deed, unless an owner did it or a browser on its own account."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    if request.method == "GET" and "prefetch" not in purpose and not is_owner(request, link):
        count(link, deed)


def _answer(
    view: Callable[..., HttpResponseBase], request: HttpRequest, code: str, kwargs: dict[str, Any]
) -> HttpResponseBase:
    try:
        link = entrance(request, code)
    except TooManyTries as limit:
        return say_wait(request, limit.seconds)
    except Http404:
        return render(request, "toolkits/no_link.html", {"form": CodeForm()}, status=404)
    except LinkEnded as ended:
        return render(request, "toolkits/link_ended.html", {"link": ended.link}, status=410)
    except PasscodeNeeded as needed:
        return _in_language(request, needed.link, _ask_passcode)
    if "passcode" in request.POST:  # sent twice: the first opened it
        return redirect(request.get_full_path())
    return _in_language(request, link, view, **kwargs)


def _in_language(
    request: HttpRequest, link: ShareLink, view: Callable[..., HttpResponseBase], **kwargs: Any
) -> HttpResponseBase:
    chosen = request.GET.get("language", "")
    language = chosen if chosen in dict(settings.LANGUAGES) else link.language
    with override(language):
        answer = view(request, link, **kwargs)
    answer["Content-Language"] = language
    return answer


def _ask_passcode(request: HttpRequest, link: ShareLink) -> HttpResponse:
    """At whatever address of the link: the form, and on with the same address once the passcode is right."""
    form = PasscodeForm(request.POST or None)
    status, seconds = 200, 0
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                right = _try(request, link, form.cleaned_data["passcode"])
            except TooManyTries as limit:
                seconds, status = limit.seconds, 429
                form.say_wait(seconds)
            else:
                if right:
                    return _unlocked(redirect(request.get_full_path()), link)
                form.say_wrong()
    answer = render(request, "toolkits/passcode.html", {"form": form, "link": link}, status=status)
    if seconds:
        answer["Retry-After"] = str(seconds)
    return answer


def _try(request: HttpRequest, link: ShareLink, passcode: str) -> bool:
    """Whether the passcode is right. Raises TooManyTries, without looking at it."""
    client = place_of(request)
    tries = (
        (OF_A_BROWSER, (link.pk, client, browser_of(request))),
        (OF_A_ROOM, (link.pk, client)),
        (OF_A_LINK, link.pk),
    )
    take_all(tries)
    right = link.opens_with(passcode)
    if right:
        give_all_back(tries)
    return right


def _unlocked(answer: HttpResponse, link: ShareLink) -> HttpResponse:
    answer.set_cookie(
        UNLOCKED,
        _key_of(link),
        max_age=UNLOCKED_SECONDS,
        path=reverse("shared", args=[link.code]),
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _is_unlocked(request: HttpRequest, link: ShareLink) -> bool:
    return constant_time_compare(request.COOKIES.get(UNLOCKED, ""), _key_of(link))


def _key_of(link: ShareLink) -> str:
    """What a browser keeps once it has given the passcode: worth nothing for another code or passcode."""
    return salted_hmac("toolkits.sharing.entrance", link.code + link.passcode, algorithm="sha256").hexdigest()
