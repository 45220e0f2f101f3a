"""Captions are taken as people have them, and stored as browsers play them; broken times are named by their line."""

import pytest
import webvtt
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form

from brs.core.media import captions

SRT = """1
00:00:01,000 --> 00:00:04,500
A drum, <i>closed</i> & <font color="red">labelled</font>

2
00:00:05,000 --> 00:00:06,000  X1:100 X2:200
{\\an8}2 < 3 --> true

still the second

3
00:01:00,5 --> 00:01:02,250
42
"""


def send(name: str, data: bytes, instance=None):
    form = get_document_form(get_document_model())(
        {"title": "A", "collection": 1}, {"file": SimpleUploadedFile(name, data)}, instance=instance
    )
    form.is_valid()
    return form


def errors(name: str, data: bytes) -> list[str]:
    return list(send(name, data).errors.get("file", []))


def test_each_caption_is_there_with_its_times_and_words():
    text = captions.from_srt(SRT.encode())["text"]
    first, second, third = webvtt.from_string(text)
    assert (first.start, first.end) == ("00:00:01.000", "00:00:04.500")
    assert first.raw_text == "A drum, <i>closed</i> &amp; labelled"
    assert second.raw_text == "2 &lt; 3 → true\nstill the second"
    assert (third.start, third.end, third.text) == ("00:01:00.500", "00:01:02.250", "42")


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8", "Fût fermé"),
        ("utf-8-sig", "Fût fermé"),
        ("utf-16", "Fût fermé"),
        ("cp1251", "Бочка закрыта и подписана, отходы опасны"),
        ("cp1256", "البرميل مغلق وعليه ملصق النفايات خطرة"),
        ("cp1252", "Le fût est fermé, étiqueté et prêt à être expédié"),
        ("gb18030", "桶已关闭并贴上标签危险废物"),
    ],
)
def test_captions_are_read_in_any_encoding(encoding, words):
    cues = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}\n\n" for n in range(1, 9))
    for ending in ("\n", "\r\n", "\r"):
        text = captions.from_srt(cues.replace("\n", ending).encode(encoding))["text"]
        assert text.startswith("WEBVTT\n\n00:00:01.000 --> 00:00:01.900\n") and text.count(words) == 8


@pytest.mark.django_db
def test_captions_are_stored_as_webvtt():
    file = send("Film.SRT", SRT.encode("utf-16")).cleaned_data["file"]
    assert file.name == "Film.vtt" and file.read().decode().startswith("WEBVTT")


@pytest.mark.django_db
def test_broken_times_are_named_by_their_lines():
    broken = SRT.replace("00:00:05,000", "00:00:65,000").replace("00:01:02,250", "00:00:02,250")
    first, second = errors("a.srt", broken.encode())
    assert first.startswith("Line 6: the times cannot be read: “00:00:65,000")
    assert second.startswith("Line 12: the caption ends before it begins")
    many = "".join(f"{n}\nx --> y\nWords\n\n" for n in range(50))
    assert errors("a.srt", many.encode())[-1] == "And 30 more lines."


@pytest.mark.django_db
def test_what_is_no_captions_is_refused():
    assert errors("a.srt", b"Only words.") == ["There are no captions with their times in this file."]
    assert errors("a.srt", bytes(range(256)) * 40) == ["There are no captions with their times in this file."]
    assert errors("a.vtt", SRT.encode()) == ["There are no captions with their times in this file."]
    assert errors("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nA\n\n" * 1_500_000) == [
        "This file of captions is too large to be read."
    ]
    assert "not what its ending says (.mp4)" in errors("film.mp4", b"%PDF-1.7")[0]
    assert "not what its ending says (.pdf)" in errors("a.pdf", b"\x00\x00\x00 ftypisom")[0]
    assert not errors("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nÉtiquette\n".encode("utf-16"))


@given(
    st.text(max_size=300),
    st.lists(st.sampled_from(["00:00:01,000 --> 00:00:02,000", "-->", "7", "<", "", "&amp;"]), max_size=30),
)
def test_whatever_is_sent_is_read_to_its_end(words, lines):
    data = "\n".join([words, *lines, words]).encode()
    try:
        read = captions.from_srt(data)
    except captions.NoCaptions:
        return
    assert read["text"].startswith("WEBVTT")
    assert read["text"].count("\n\n") <= data.count(b"-->")
