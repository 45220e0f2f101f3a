"""A toolkit is printed: tagged, in every script, with all of it that visitors may see, and never more than that."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pypdf import PageObject, PdfReader
from wagtail.documents import get_document_model
from wagtail.models import Locale

from brs.core.limits import Limit
from brs.taxonomy.models import Classification, Convention, Provision
from tests.given import a_course, a_link, a_tool, a_toolkit, a_trainee, in_french, in_role, lessons_of
from tests.pages.test_trainers_notes import CANARY, NOTES
from toolkits.sharing import actions
from toolkits.sharing.handouts import views
from toolkits.sharing.models import DailyCount, Entry, ShareLink, Toolkit

pytestmark = pytest.mark.django_db


def public(link: ShareLink) -> str:
    return f"/t/{link.code}/handout.pdf"


def handout_path(toolkit: Toolkit) -> str:
    return reverse("toolkit_handout", args=[toolkit.pk])


def read(answer: Any) -> PdfReader:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def printed(answer: Any) -> str:
    """All that is printed, on one line."""
    return " ".join("\n".join(page.extract_text() for page in read(answer).pages).split())


def places(page: PageObject) -> list[str]:
    """Where the links on a page lead."""
    notes = [note.get_object() for note in page.get("/Annots", [])]
    return [note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})]


def headings(reader: PdfReader) -> list[str]:
    """Kinds of the headings, in the order in which they are read aloud."""
    names: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for kid in node:
                walk(kid)
        elif isinstance(node, dict):
            if node.get("/S", "").startswith("/H"):
                names.append(node["/S"])
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return names


def a_noted_toolkit(lessons: int = 1, **fields: Any) -> Toolkit:
    """Its lessons have notes for trainers, and so has a tool."""
    toolkit, course = a_toolkit(**fields), a_course(lessons=lessons)
    actions.add_section(toolkit, "Morning")
    for page in (*lessons_of(course), a_tool()):
        page.trainers_notes = NOTES
        page.save_revision().publish()
        actions.add_page(toolkit, page.translation_key, page.title)
    return toolkit


def annotate(entry: Entry, note: str) -> None:
    actions.annotate(entry, title=entry.title, note=note)


def test_it_says_what_was_gathered_and_how_to_come_there(client):
    toolkit = a_toolkit(purpose="For Nairobi", cover_note="<p>Bring <b>a case</b>.</p>")
    course = a_course(lessons=1)
    form = get_document_model().objects.create(title="The form", file=ContentFile(b"a,b", "form.csv"), file_size=6_000)
    actions.add_section(toolkit, "Before")
    actions.add_page(toolkit, course.translation_key, course.title)
    actions.add_document(toolkit, form)
    outside = actions.add_link(toolkit, "https://www.basel.int/x", "Official site")
    annotate(outside, "Look here first.\nThen there.")
    link = a_link(toolkit, passcode="mercury")
    client.force_login(toolkit.owner)
    paper = client.get(public(link))
    text = printed(paper)
    for words in (
        *("Kit", "For Nairobi", "Bring a case.", "English", "3 items", link.code, "testserver/t/", "Before"),
        *(course.title, "About.", "The form", "CSV", "5.9", "Official site", "www.basel.int", "Look here first."),
        *("You will be asked for a passcode", f"testserver/t/{link.code}/open/{outside.pk}/", "Page 1 of 1"),
    ):
        assert words in text
    [page] = read(paper).pages
    assert f"http://testserver/t/{link.code}/open/{outside.pk}/" in places(page)
    assert f"http://testserver/t/{link.code}/" in places(page)


def test_it_is_tagged_with_headings_in_order_and_codes_named(client):
    paper = read(client.get(public(a_link(a_noted_toolkit(lessons=2)))))
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert paper.metadata.title == "Kit"
    assert headings(paper) == ["/H1", "/H2", "/H3", "/H3", "/H3"]
    loose = read(client.get(public(a_link(a_toolkit(links=1)))))
    assert headings(loose) == ["/H1", "/H2"]


def test_provisions_lead_to_what_cites_them(client):
    toolkit, course, english = a_toolkit(), a_course(), Locale.objects.get(language_code="en")
    basel = Convention.objects.create(slug="basel", title="Basel", abbreviation="BC", locale=english)
    provision = Provision.objects.create(
        slug="bc-6", title="Movement", kind="article", number="6", convention=basel, locale=english
    )
    actions.add_page(toolkit, course.translation_key, course.title)
    Classification.objects.create(
        content_key=course.translation_key, axis="provision", term_key=provision.translation_key
    )
    paper = client.get(public(a_link(toolkit)))
    assert "BC Article 6" in printed(paper)
    assert f"http://testserver/en/provisions/{provision.slug}/" in places(read(paper).pages[0])


def test_a_tool_says_its_type_formats_and_languages(client):
    edition = {"languages": ["fr", "es"], "format": "pdf", "date": "2019", "url": "https://a.org", "kilobytes": None}
    toolkit, tool = a_toolkit(), a_tool(editions=[{"type": "link", "value": edition}])
    actions.add_page(toolkit, tool.translation_key, tool.title)
    link = a_link(toolkit)
    assert "Checklist · Spanish, French · PDF" in printed(client.get(public(link)))
    assert "Checklist · Spanish, French · PDF" in " ".join(client.get(f"/t/{link.code}/").content.decode().split())


def test_the_owners_paper_leads_to_the_items_themselves(client):
    toolkit, course = a_toolkit(), a_course()
    actions.add_page(toolkit, course.translation_key, course.title)
    actions.add_link(toolkit, "https://example.org/" + "long-" * 60, "Far")
    client.force_login(toolkit.owner)
    paper = client.get(handout_path(toolkit))
    assert "/t/" not in printed(paper)
    assert "example.org/…" in printed(paper)
    assert f"http://testserver/en/courses/{course.slug}/" in places(read(paper).pages[0])


@pytest.mark.parametrize("language", ["ar", "ru", "zh-hans"])
def test_it_is_printed_in_the_scripts_of_its_words(client, language):
    titles = {"ar": "إدارة النفايات", "ru": "Управление отходами", "zh-hans": "废物管理"}
    toolkit = a_toolkit(language=language, links=1)
    Toolkit.objects.filter(pk=toolkit.pk).update(title=titles[language])
    annotate(toolkit.entries.get(), titles[language])
    paper = client.get(public(a_link(toolkit, language=language)))
    assert read(paper).trailer["/Root"]["/Lang"].startswith(language.split("-")[0])
    # Arabic is stored in the order in which it is drawn.
    assert set(titles[language].replace(" ", "")) <= set(printed(paper))


def test_it_reads_from_the_right_in_arabic(client):
    def left_of_the_first_code(language: str) -> float:
        paper = read(client.get(public(a_link(language=language))))
        return paper.pages[0]["/Annots"][0].get_object()["/Rect"][0]

    middle = 595 / 2
    assert left_of_the_first_code("ar") < middle < left_of_the_first_code("en")


def test_it_speaks_the_links_language_or_the_visitors_choice_and_leads_on_in_it(client):
    toolkit, course = a_toolkit(), a_course(lessons=1)
    actions.add_page(toolkit, course.translation_key, course.title)
    french = in_french(course)
    french.title = "Le cours"
    french.save_revision().publish()
    link = a_link(toolkit)
    assert course.title in printed(client.get(public(link)))
    paper = client.get(public(link), {"language": "fr"})
    assert "Le cours" in printed(paper)
    assert any(target.endswith("/?language=fr") for target in places(read(paper).pages[0]))
    client.force_login(toolkit.owner)
    with override("fr"):
        assert "Le cours" in printed(client.get(handout_path(toolkit)))


def test_it_is_served_to_who_has_the_passcode_while_the_link_works(client):
    link = a_link(passcode="mercury")
    assert b"%PDF" not in client.get(public(link)).content
    assert client.post(public(link), {"passcode": "mercury"})["Location"] == public(link)
    read(client.get(public(link)))
    for ended in (a_link(expires_at=timezone.now()), a_link()):
        if ended.expires_at is None:
            actions.revoke(ended)
        assert client.get(public(ended)).status_code == 404
    assert client.get("/t/7K2M9-QX4TB/handout.pdf").status_code == 404


def test_a_download_is_counted_unless_an_owner_makes_it(client):
    link = a_link()
    client.get(public(link))
    client.get(public(link), headers={"Sec-Purpose": "prefetch"})
    client.force_login(link.toolkit.owner)
    client.get(public(link))
    client.get(handout_path(link.toolkit))
    assert [(row.deed, row.count) for row in DailyCount.objects.all()] == [("download", 1)]


def test_what_is_not_public_is_on_nobodys_paper(client):
    toolkit, secret, draft = a_toolkit(links=1), a_course(), a_course()
    for page in (secret, draft):
        actions.add_page(toolkit, page.translation_key, page.title)
    secret.view_restrictions.create(restriction_type="login")
    draft.unpublish()
    link = a_link(toolkit)
    visitors = printed(client.get(public(link)))
    client.force_login(toolkit.owner)
    for text in (visitors, printed(client.get(public(link))), printed(client.get(handout_path(toolkit)))):
        assert "1 item" in text
        assert secret.title not in text
        assert draft.title not in text


def test_others_than_its_owners_do_not_find_the_owners_paper(client):
    toolkit, friend = a_noted_toolkit(), a_trainee()
    toolkit.co_owners.add(friend)
    assert client.get(handout_path(toolkit)).status_code == 302
    for person, expected in ((in_role("facilitator"), 404), (in_role("manager"), 404), (friend, 200)):
        client.force_login(person)
        assert client.get(handout_path(toolkit)).status_code == expected


ASKING = ["?notes=1", "?notes=on&language=fr", "?with_notes=True", "?notes"]


@pytest.mark.parametrize("asked", ASKING)
def test_trainers_notes_are_never_on_the_paper_of_a_link(asked):
    link = a_link(a_noted_toolkit())
    for person in (None, a_trainee(), in_role("facilitator"), in_role("manager"), link.toolkit.owner):
        client = Client()
        if person:
            client.force_login(person)
        text = printed(client.get(public(link) + asked))
        assert "Lesson 0" in text
        assert CANARY not in text


def test_trainers_notes_are_printed_for_those_who_ask_and_may_read_them(client):
    toolkit = a_noted_toolkit()
    client.force_login(toolkit.owner)
    assert CANARY not in printed(client.get(handout_path(toolkit)))
    text = printed(client.get(handout_path(toolkit), {"notes": "1"}))
    for words in ("not to be handed out", "For trainers", "agenda", "timing", "discussion", "answer"):
        assert words in text
    assert [part for part in ("agenda", "timing", "discussion", "answer") if f"{CANARY} {part}" not in text] == []
    assert "Timing: 20 minutes" in text
    assert "With trainer's notes" in client.get(f"/en/toolkits/{toolkit.pk}/").content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("asked", ["", *ASKING])
def test_a_co_owner_who_may_not_read_trainers_notes_gets_none(client, asked):
    toolkit, friend = a_noted_toolkit(), a_trainee()
    toolkit.co_owners.add(friend)
    client.force_login(friend)
    text = printed(client.get(handout_path(toolkit) + asked))
    assert "Lesson 0" in text
    assert CANARY not in text
    assert 'name="notes"' not in client.get(f"/en/toolkits/{toolkit.pk}/").content.decode()


def test_a_trainee_has_none_printed_of_an_own_toolkit(client):
    toolkit = a_noted_toolkit(owner=a_trainee())
    client.force_login(toolkit.owner)
    assert CANARY not in printed(client.get(handout_path(toolkit), {"notes": "1"}))


def test_marks_are_text_but_for_the_few_of_a_cover_note(client):
    toolkit = a_toolkit(
        links=1,
        title="#panic() <b>$x$</b>",
        cover_note='<p onclick="x()">See <a href="javascript:alert(1)">this</a>, <a href="https://a.org">that</a>'
        '<script>alert(2)</script><a href="mailto:a@b.org"></a><ul>loose<li>one<ol><li>two</li></ol></li></ul></p>',
    )
    annotate(toolkit.entries.get(), '<script>alert(3)</script> #read("/etc/passwd") *bold* \\u{41} https://b.org')
    actions.add_link(toolkit, "javascript:alert(4)", "Click")
    paper = client.get(public(a_link(toolkit)))
    text = printed(paper)
    assert '<script>alert(3)</script> #read("/etc/passwd") *bold* \\u{41} https://b.org' in text.replace("“", '"')
    assert "#panic() <b>$x$</b>" in text
    assert "See this, that" in text
    assert "<p" not in text
    leads = places(read(paper).pages[0])
    assert "https://a.org" in leads
    assert not [target for target in leads if "javascript" in target]


@pytest.mark.parametrize("mark", ["<b>", "<ul><li>", "<p><i>"])
def test_marks_within_marks_without_end_are_no_trap(client, mark):
    toolkit = a_toolkit(cover_note=mark * (9_900 // len(mark)) + "The end")
    assert "The end" in printed(client.get(public(a_link(toolkit))))


def test_the_longest_texts_go_on_overleaf_and_none_is_lost(client):
    toolkit = a_toolkit(links=3, title="W" * 200, purpose="Purpose " * 62, cover_note="Cover words " * 830)
    for entry in toolkit.entries.all():
        actions.annotate(entry, title="Unbroken" * 31, note="n\n" * 990 + f"end {entry.pk}")
    paper = client.get(public(a_link(toolkit)))
    text = printed(paper)
    assert (text.count("Cover"), text.count("words")) == (830, 830)
    assert [entry.pk for entry in toolkit.entries.all() if f"end {entry.pk}" not in text] == []
    assert text.count("n n n") > 900


def test_an_item_stays_on_one_page(client):
    toolkit = a_toolkit(links=40)
    for number, entry in enumerate(toolkit.entries.all()):
        annotate(entry, "\n".join(f"line {number}.{line}." for line in range(number % 20 + 1)))
    pages = [page.extract_text() for page in read(client.get(public(a_link(toolkit)))).pages]
    assert len(pages) > 5
    for number in range(40):
        last = f"line {number}.{number % 20}."
        assert [f"line {number}.0." in page for page in pages] == [last in page for page in pages]


def test_an_empty_toolkit_says_so(client):
    assert "There is nothing in this toolkit yet." in printed(client.get(public(a_link(a_toolkit()))))


def test_pictures_among_letters_are_left_out(client):
    toolkit = a_toolkit(title="📚 Kit\ufeff", links=1)
    annotate(toolkit.entries.get(), "Team 👩\u200d🔬 ☣️ \x07 done")
    text = printed(client.get(public(a_link(toolkit))))
    assert "Kit" in text
    assert "Team" in text
    assert "done" in text


@pytest.mark.parametrize("who", ["visitor", "owner"])
@pytest.mark.parametrize("letter", ["\u0378", "\ufdd0"])
def test_a_letter_that_no_font_has_is_named_with_its_item(client, who, letter):
    toolkit = a_toolkit(links=3)
    entry = toolkit.entries.all()[1]
    annotate(entry, f"Old {letter} letter")
    link = a_link(toolkit)
    if who == "owner":
        client.force_login(toolkit.owner)
    answer = client.get(public(link) if who == "visitor" else handout_path(toolkit))
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "cannot be printed yet" in page
    assert entry.title in page
    assert letter in page
    assert not DailyCount.objects.exists()
    annotate(entry, "")
    Toolkit.objects.filter(pk=toolkit.pk).update(title=letter)
    assert "in the title, the purpose, the cover note" in client.get(public(link)).content.decode()


@pytest.mark.parametrize("title", ["A\r\nSet-Cookie: x=1", '"; x="', "إدارة", "⁂"])
def test_its_file_is_named_for_the_toolkit(client, title):
    answer = client.get(public(a_link(a_toolkit(title=title))))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("inline; filename")
    assert "\n" not in answer["Content-Disposition"]


@pytest.mark.parametrize("lessons", [3, 30])
def test_it_takes_the_same_queries_however_much_there_is(client, lessons, django_assert_num_queries):
    toolkit = a_noted_toolkit(lessons)
    link = a_link(toolkit)
    client.get(public(link))
    with django_assert_num_queries(11):
        client.get(public(link))
    client.force_login(toolkit.owner)
    with django_assert_num_queries(12):
        client.get(handout_path(toolkit), {"notes": "1"})


def test_nobody_keeps_the_site_busy_with_printing(client, monkeypatch):
    monkeypatch.setattr(views, "PRINTED", Limit("handouts in a test", most=2, seconds=600))
    link = a_link()
    client.force_login(link.toolkit.owner)
    addresses = [public(link), handout_path(link.toolkit), public(link)]
    answers = [client.get(address) for address in addresses]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert client.get(handout_path(link.toolkit)).status_code == 429
    assert client.get(public(link), REMOTE_ADDR="203.0.113.9").status_code == 200


def test_twenty_items_weigh_little(client):
    assert len(client.get(public(a_link(a_toolkit(links=20)))).content) < 150_000
