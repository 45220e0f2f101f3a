"""What cannot be shown is not published; a draft of it may be saved."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.images.models import Image

from courses.pages.blocks.media import AudioBlock, VideoBlock
from courses.pages.blocks.text import TableBlock, ToolBlock
from tests.given import a_document

pytestmark = pytest.mark.django_db
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(300)
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(300)
VTT = b"\xef\xbb\xbfWEBVTT\n\n00:00.000 --> 00:01.000\nHello\n"
PDF = b"%PDF-1.7\n" + bytes(300)


def a_recording(block, file: bytes, captions: bytes | None = None):
    value = {
        "title": "T",
        "file": a_document("F", file, "f.mp4").pk,
        "captions": captions and a_document("C", captions, "c.vtt").pk,
        "transcript": "<p>Words.</p>",
    }
    return block.to_python(value)


@pytest.mark.parametrize(
    ("block", "file", "captions", "wrong"),
    [
        (VideoBlock(), MP4, VTT, None),
        (VideoBlock(), VTT, None, "file"),
        (VideoBlock(), PDF, None, "file"),
        (VideoBlock(), b"", None, "file"),
        (VideoBlock(), MP4, MP4, "captions"),
        (AudioBlock(), MP3, None, None),
        (AudioBlock(), PDF, None, "file"),
        (AudioBlock(), MP3, PDF, "captions"),
    ],
)
def test_a_recording_is_one_by_what_is_in_its_file(block, file, captions, wrong):
    value = a_recording(block, file, captions)
    if wrong is None:
        assert block.clean(value)["title"] == "T"
        return
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    assert list(refused.value.block_errors) == [wrong]
    assert block.clean_deferred(value)["title"] == "T"


def test_each_cell_of_a_table_stands_below_a_heading():
    block = TableBlock()
    table = {"caption": "C", "header": ["A", "B"], "rows": [["<p>1</p>", "<p>2</p>"], ["<p>3</p>"]]}
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(table))
    assert list(refused.value.block_errors["rows"].block_errors) == [1]
    assert block.clean_deferred(block.to_python(table))
    table["rows"].pop()
    assert block.clean(block.to_python(table))


def test_a_draft_may_lack_its_tool():
    block = ToolBlock()
    value = block.to_python({"page": None, "name": "", "url": "", "text": "Use it."})
    assert block.clean_deferred(value)
    with pytest.raises(ValidationError):
        block.clean(value)


def test_the_name_of_a_file_never_stands_for_what_a_picture_shows():
    assert Image(title="IMG_2041.jpg").default_alt_text == ""
    assert Image(title="IMG_2041.jpg", description="Drums in a yard").default_alt_text == "Drums in a yard"
