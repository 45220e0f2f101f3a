"""The list of participants for those who run the activity: searched, counted, a page at a time."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brs.activities.register.models import Enlisting, Participation, Register
from brs.core.folding import fold
from brs.core.models import WaitingMail
from brs.core.waiting_mail import undelivered_to
from brs.people.models import Party

from .fields import FIELDS, SEARCHED

PER_PAGE = 50
LISTS_SHOWN = 10

# State -> what it is called, and who is in it.
STATES: dict[str, tuple[str | Promise, Q]] = {
    "": (_("On the list"), Q(withdrawn_at=None)),
    "come": (_("Have come"), Q(withdrawn_at=None) & ~Q(joined_at=None)),
    "awaited": (_("Not come yet"), Q(withdrawn_at=None, joined_at=None)),
    "withdrawn": (_("Taken off"), ~Q(withdrawn_at=None)),
}


@dataclass(frozen=True)
class State:
    name: str
    title: str | Promise
    count: int


@dataclass(frozen=True)
class PersonRow:
    """`details`: what stands beside the name. `undelivered`: the newest mail that did not reach them."""

    person: Participation
    details: list[str]
    undelivered: WaitingMail | None


@dataclass(frozen=True)
class People:
    """`page`: of participations; `shown`: the same with what is said beside them.

    `parties`: those that somebody on the list comes from. `querystring`: of the address.
    """

    page: Page
    shown: list[PersonRow]
    states: list[State]
    parties: list[Party]
    state: str
    query: str
    party: str
    querystring: str


@dataclass(frozen=True)
class Listed:
    """A list that was put in. `stay`: how many of it cannot be taken back, for they have come or done something."""

    enlisting: Enlisting
    people: int
    stay: int


def people(register: Register, *, query: str, state: str, party: str, page: str) -> People:
    """Six queries, however many people there are."""
    state = state if state in STATES else ""
    all_of_them = register.participations.all()
    counts = all_of_them.aggregate(
        **{f"n{number}": Count("pk", filter=who) for number, (_title, who) in enumerate(STATES.values())}
    )
    parties = sorted(Party.objects.filter(pk__in=all_of_them.order_by().values("party")), key=str)
    shown = all_of_them.filter(STATES[state][1])
    if party in {known.pk for known in parties}:
        shown = shown.filter(party=party)
    else:
        party = ""
    if query:
        wanted = fold(query)
        rows = shown.values_list("pk", *SEARCHED)
        shown = shown.filter(pk__in=[pk for pk, *texts in rows if wanted in fold(" ".join(texts))])
    chosen = {"q": query, "state": state, "party": party}
    listed = Paginator(shown.select_related("party", "learner", "withdrawn_by"), PER_PAGE).get_page(page)
    mails = undelivered_to(person.address for person in listed)
    return People(
        page=listed,
        shown=[PersonRow(person, _details(person), mails.get(person.address.lower())) for person in listed],
        states=[
            State(name, title, counts[f"n{number}"]) for number, (name, (title, _who)) in enumerate(STATES.items())
        ],
        parties=parties,
        state=state,
        query=query,
        party=party,
        querystring=urlencode({name: value for name, value in chosen.items() if value}),
    )


def _details(person: Participation) -> list[str]:
    texts = [field.text(person) for field in FIELDS if field.is_beside_name]
    return [text for text in texts if text]


def lists(register: Register) -> list[Listed]:
    """The last lists that were put in and are not undone. One query."""
    idle = Q(participations__joined_at=None, participations__marks=None)
    enlistings = (
        register.enlistings.filter(undone_at=None)
        .select_related("by")
        .annotate(
            people=Count("participations", distinct=True), idle=Count("participations", filter=idle, distinct=True)
        )
    )
    return [
        Listed(enlisting, enlisting.people, enlisting.people - enlisting.idle)
        for enlisting in enlistings.filter(people__gt=0).order_by("-made_at", "-pk")[:LISTS_SHOWN]
    ]
