"""Lists of people as they come: any encoding, any separator, any heads, and the mistakes people make in them."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from brs.activities.participants.fields import FIELDS
from brs.activities.participants.list_parsing import OnTheList, left_over, mended, read
from brs.activities.participants.list_text import NotText, TooLong, decoded, table, text_in, text_of
from brs.core.bounds import LIST_FILE, LIST_ROWS, LIST_TEXT
from brs.core.folding import fold
from brs.people.party_names import PartyNames

PARTIES = PartyNames(
    {
        "KE": ("KEN", ["Kenya", "كينيا", "Кения", "肯尼亚"]),
        "CI": ("CIV", ["Côte d’Ivoire", "Кот-д’Ивуар", "科特迪瓦"]),
        "TZ": ("TZA", ["United Republic of Tanzania", "República Unida de Tanzania"]),
        "KR": ("KOR", ["Republic of Korea", "République de Corée"]),
        "KP": ("PRK", ["Democratic People’s Republic of Korea"]),
        "CD": ("COD", ["Democratic Republic of the Congo"]),
        "CG": ("COG", ["Congo"]),
        "BO": ("BOL", ["Bolivia (Plurinational State of)", "玻利维亚（多民族国）"]),
        "TN": ("TUN", ["Tunisia", "تونس", "Тунис"]),
        "RU": ("RUS", ["Russian Federation", "Российская Федерация", "الاتحاد الروسي"]),
    }
)


def reading(text: str, **listed):
    return read(*table(text), fields=FIELDS, party=PARTIES.find, listed=OnTheList(**listed))


def people(text: str) -> list[tuple[str, ...]]:
    result = reading(text)
    assert not result.of("wrong"), result.of("wrong")
    return [tuple(line.values[name] for name in KNOWN) for line in result.lines]


def problems(text: str, **listed) -> list[tuple[int, str, str, str]]:
    lines = reading(text, **listed).lines
    return [(line.number, problem.field, problem.code, problem.other) for line in lines for problem in line.problems]


KNOWN = ("name", "email", "party", "organisation", "gender")
AMINA = ("Amina Otieno", "amina@example.org", "KE", "Ministry", "woman")


class TestHeadsAndColumns:
    @pytest.mark.parametrize(
        "text",
        [
            "Name,E-mail,Country,Organisation,Gender\nAmina Otieno,amina@example.org,Kenya,Ministry,F",
            "Nom complet;Courriel;Pays;Organisme;Sexe\nAmina Otieno;amina@example.org;kenya;Ministry;femme",
            "Nombre completo\tCorreo electrónico\tPaís\tInstitución\tSexo\n"
            "Amina Otieno\tamina@example.org\tKE\tMinistry\tmujer",
            "ФИО;Эл. почта;Страна;Организация;Пол\nAmina Otieno;amina@example.org;Кения;Ministry;ж",
            "الاسم,البريد الإلكتروني,الدولة,المؤسسة,الجنس\nAmina Otieno,amina@example.org,كينيا,Ministry,أنثى",
            "姓名,电子邮件,国家,单位,性别\nAmina Otieno,amina@example.org,肯尼亚,Ministry,女",
            "Given name,Family name,Party,Email address *,Institution / Ministry,Sex\n"
            "Amina,Otieno,KEN,AMINA@Example.org,Ministry,Female",
            "Last name,First name,Country,E-mail,Employer,Gender\nOtieno,Amina,KE,amina@example.org,Ministry,w",
            "Nom;Prénom;Pays;E-mail;Ministère;Genre\nOtieno;Amina;KE;amina@example.org;Ministry;Mme",
            "No.;Name (as in the passport);Telephone;Country;E-mail;Organization;Sex\n"
            "1;Amina Otieno;+254 700;Kenya;amina@example.org;Ministry;F",
            "List of participants\nNairobi, May\n\nName;Email;Country;Organisation;Gender\n"
            "Amina Otieno;amina@example.org;Kenya;Ministry;F",
        ],
    )
    def test_heads_are_known_in_six_languages_and_in_any_order(self, text):
        assert people(text) == [AMINA]

    def test_columns_that_are_not_used_are_named(self):
        result = reading("No.;Name;Telephone;E-mail\n1;Amina Otieno;+254 700;amina@example.org")
        assert result.columns.unused == ("No.", "Telephone")

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Amina Otieno\nJoão Silva", [("Amina Otieno", "", "", "", ""), ("João Silva", "", "", "", "")]),
            ("Amina Otieno <amina@example.org>", [("Amina Otieno", "amina@example.org", "", "", "")]),
            ("Amina Otieno amina@example.org", [("Amina Otieno", "amina@example.org", "", "", "")]),
            ("amina@example.org\tAmina Otieno\tKenya", [("Amina Otieno", "amina@example.org", "KE", "", "")]),
            ("1;Amina;Otieno;amina@example.org;KE", [("Amina Otieno", "amina@example.org", "KE", "", "")]),
            (
                "Amina Otieno;Ministry of Water;amina@example.org\nJoão Silva;Agency for Waste;joao@example.org",
                [
                    ("Amina Otieno", "amina@example.org", "", "Ministry of Water", ""),
                    ("João Silva", "joao@example.org", "", "Agency for Waste", ""),
                ],
            ),
        ],
    )
    def test_without_heads_what_stands_in_a_column_says_what_it_is(self, text, expected):
        assert people(text) == expected

    def test_a_chinese_name_in_two_columns_has_no_gap_and_the_familys_first(self):
        assert people("名,姓,邮箱\n小龙,李,li@example.org")[0][0] == "李小龙"


class TestMistakes:
    def test_each_is_named_at_its_row_and_field(self):
        text = (
            "Name;E-mail;Country;Gender\n"
            ";a@example.org;Kenya;f\n"
            "Amina;amina(at)example.org;Kenya;f\n"
            "Ben;ben@example;Kenya;m\n"
            "Carla;c@example.org d@example.org;Kenya;f\n"
            "Dina;d@example.org;Kenia;f\n"
            "Eva;e@example.org;Korea;f\n"
            "Fatou;f@example.org;Kenya;yes\n"
            "12345;g@example.org;Kenya;m\n"
            "x@example.org;;Kenya;m\n"
            f"{'N' * 201};n@example.org;Kenya;m"
        )
        assert problems(text) == [
            (2, "name", "name_missing", ""),
            (3, "email", "email_wrong", ""),
            (4, "email", "email_wrong", ""),
            (5, "email", "email_several", ""),
            (6, "party", "party_unknown", "Kenia"),
            (7, "party", "party_unknown", "Korea"),
            (8, "gender", "gender_unknown", "yes"),
            (9, "name", "name_without_letters", ""),
            (10, "name", "name_is_address", ""),
            (11, "name", "too_long", ""),
        ]

    @pytest.mark.parametrize(
        "typed",
        [" amina@example.org ", "AMINA@EXAMPLE.ORG", "amina @ example.org", "<amina@example.org>", "amina@example.org.",
         "mailto:amina@example.org", "amina@example.org;", "\u200eamina@example.org\u200f", "amina＠example.org"],
    )  # fmt: skip
    def test_an_address_is_tidied_where_that_is_sure(self, typed):
        assert people(f"Name\tE-mail\nAmina\t{typed}")[0][1] == "amina@example.org"

    def test_the_same_person_twice_is_taken_once_and_an_address_of_two_people_is_wrong(self):
        text = "Name,E-mail\nAmina,a@example.org\nAMINA,A@example.org\nBen,a@example.org\nCarla,\nCarla,"
        result = reading(text)
        assert [line.state for line in result.lines] == ["right", "again", "wrong", "right", "again"]
        assert problems(text) == [(4, "email", "email_twice", "2")]

    def test_who_is_on_the_list_is_not_wrong_and_not_taken_again(self):
        text = "Name,E-mail,Country\nAmina,a@example.org,KE\nBen,,KE\nBen,,TN"
        result = reading(text, emails={"a@example.org"}, people={("ben", "KE")})
        assert [line.state for line in result.lines] == ["there", "there", "right"]

    def test_a_quote_that_is_never_closed_swallows_nothing(self):
        rows = "\n".join(f"Person {n};p{n}@example.org" for n in range(50))
        result = reading(f'Name;E-mail\n"Amina Otieno;amina@example.org\n{rows}')
        assert len(result.of("right")) == 51
        assert result.lines[0].values["name"] == "Amina Otieno"

    def test_names_that_look_like_formulas_stay_as_they_are(self):
        assert people("Name,E-mail\n=1+1 Amina,a@example.org\n@Ben,b@example.org".replace("@Ben", "+Ben"))[0][0] == (
            "=1+1 Amina"
        )

    def test_too_many_rows_or_letters_are_refused(self):
        rows = "".join(f"p{n}@example.org\n" for n in range(LIST_ROWS))
        assert len(reading(f"E-mail\n{rows}").lines) == LIST_ROWS
        for text in (f"{rows}one more", "x" * (LIST_TEXT + 1)):
            with pytest.raises(TooLong):
                reading(text)
        with pytest.raises(TooLong):
            text_in(b"x" * (LIST_FILE + 1))

    def test_what_is_mended_at_a_row_is_right_then_and_the_others_stay(self):
        result = reading(
            "Given name;Family name;E-mail;Country\n;;a@example.org;Kenya\nBen;Ole;b;Kenia\nC;D;c@x.org;KE"
        )
        again = mended(result, {(2, "name"): "Amina Otieno", (3, "email"): "b@example.org", (3, "party"): "KE"})
        text = text_of(again, result.delimiter)
        assert [line.state for line in reading(text).lines] == ["right"] * 3
        assert [line.values["name"] for line in reading(text).lines] == ["Amina Otieno", "Ben Ole", "C D"]

    def test_when_the_right_ones_are_taken_the_wrong_ones_stay_under_their_heads(self):
        result = reading("Name;E-mail\nAmina;a@example.org\nBen;b")
        assert left_over(result) == [["Name", "E-mail"], ["Ben", "b"]]


class TestParties:
    @pytest.mark.parametrize(
        ("name", "code"),
        [("kenya", "KE"), ("KEN", "KE"), (" ke ", "KE"), ("Cote d'Ivoire", "CI"), ("Côte D’Ivoire", "CI"),
         ("Ivory Coast", "CI"), ("Tanzania", "TZ"), ("Bolivia", "BO"), ("玻利维亚", "BO"), ("South Korea", "KR"),
         ("the Democratic Republic of Congo", "CD"), ("Congo", "CG"), ("DRC", "CD"), ("تونس", "TN"), ("Россия", "RU"),
         ("Korea", ""), ("Atlantis", ""), ("", ""), ("-", "")],
    )  # fmt: skip
    def test_by_whatever_people_call_them(self, name, code):
        assert PARTIES.find(name) == code

    def test_what_may_be_meant_is_suggested(self):
        assert PARTIES.nearest("Kenia") == ["KE"]
        assert PARTIES.nearest("Tunesia") == ["TN"]


class TestEncodings:
    LISTS = {
        "cp1252": "Nom;Pays\nZoé Lefèvre;Côte d'Ivoire\nJosé Muñoz;México\nFrançoise Bénin;Sénégal\n",
        "cp1251": "Имя;Страна\nИван Петров;Россия\nОльга Ёлкина;Беларусь\n",
        "cp1256": "الاسم;البلد\nأحمد بن صالح;تونس\nفاطمة الزهراء;المغرب\n",
        "gb18030": "姓名;国家\n李小龙;中国\n王伟;中国\n",
    }

    @pytest.mark.parametrize("encoding", LISTS)
    def test_the_encodings_that_spreadsheets_write_are_told_apart(self, encoding):
        assert decoded(self.LISTS[encoding].encode(encoding)) == self.LISTS[encoding]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    def test_unicode_with_and_without_its_mark(self, encoding):
        text = "Name;E-mail\nAmina;a@example.org\nИван;i@example.org"
        assert decoded(text.encode(encoding)).lstrip("\ufeff") == text

    def test_a_picture_is_no_list(self):
        with pytest.raises(NotText):
            decoded(b"\x89PNG\r\n\x1a\n" + bytes(range(1, 32)) * 40)


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters='"'), min_size=1, max_size=20
).filter(lambda text: text == " ".join(text.split()))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_file_makes_it_stumble(data):
    try:
        reading(decoded(data))
    except NotText:
        pass


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_no_text_makes_it_stumble_and_no_row_is_lost(text):
    result = reading(text)
    rows = [number for number, row in enumerate(result.rows, 1) if number - 1 > result.columns.head]
    assert {line.number for line in result.lines} <= set(rows)
    for line in result.lines:
        assert (line.state == "wrong") == bool(line.problems)
        if line.state == "right":
            assert 0 < len(line.values["name"]) <= 200
            if line.values["email"]:
                validate_email(line.values["email"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=12), st.sampled_from([",", ";", "\t"]))
def test_what_a_spreadsheet_writes_is_read_cell_by_cell(rows, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("Name", "Organisation"), *rows])
    cells, seen = table(out.getvalue())
    assert seen == delimiter
    assert [tuple(row) for row in cells[1:]] == rows


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(CELL, st.one_of(st.just("a@example.org"), CELL)), min_size=1, max_size=12))
def test_sending_the_text_again_reads_the_same(rows):
    first = reading(text_of([["Name", "E-mail"], *rows], ";"))
    again = reading(text_of(first.rows, first.delimiter))
    assert [(line.number, line.state, line.values) for line in again.lines] == [
        (line.number, line.state, line.values) for line in first.lines
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["Amina;a@x.org", "amina;A@x.org", "Ben;a@x.org", "Ben;", "ben ;", ";", "Carla;c"])))
def test_nobody_is_taken_twice(rows):
    right = reading("Name;E-mail\n" + "\n".join(rows)).of("right")
    emails = [line.values["email"] for line in right if line.values["email"]]
    nameless = [(fold(line.values["name"]), line.values["party"]) for line in right if not line.values["email"]]
    assert len(emails) == len(set(emails)) and len(nameless) == len(set(nameless))


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("abё@@@..  ;,<>-_(")))
def test_an_address_that_passes_is_one(typed):
    line = reading(f"Name\tE-mail\nAmina\t{typed}").lines[0]
    if not line.problems and line.values["email"]:
        try:
            validate_email(line.values["email"])
        except ValidationError:
            pytest.fail(line.values["email"])
