"""Word documents: whatever people typed, the file opens."""

import io

from docx import Document

from brs.core import word

NASTY = "a\x00b\x01\x0b\x1f\ufffe\uffffc"


def test_signs_that_no_document_may_have_are_left_out():
    document = word.titled(NASTY)
    word.add_heading(document, NASTY, 1)
    word.add_paragraph(document, NASTY, lead=NASTY)
    word.add_table(document, [NASTY], [[NASTY]])
    written = Document(io.BytesIO(word.as_bytes(document)))
    cells = [cell.text for row in written.tables[0].rows for cell in row.cells]
    assert [paragraph.text for paragraph in written.paragraphs] == ["abc", "abc", "abcabc"]
    assert (cells, written.core_properties.title) == (["abc", "abc"], "abc")
