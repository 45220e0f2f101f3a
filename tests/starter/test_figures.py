"""Figures are drawn by program in every language."""

import io

import pytest
from PIL import Image

from brs.starter import figures
from brs.starter.drawings import DRAWINGS, WIDTH
from brs.starter.reading import LANGUAGES, courses, translations


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", figures.KINDS)
def test_each_kind_is_drawn_in_each_language(kind, language):
    drawn = picture(figures.draw(kind, ["A question of waste"] * 5, language))
    assert drawn.width == WIDTH
    assert len(drawn.getcolors()) > 3


def test_a_figure_runs_from_the_right_in_arabic():
    english = picture(figures.draw("timeline", ["a", "b"], "en")).convert("L")
    arabic = picture(figures.draw("timeline", ["a", "b"], "ar")).convert("L")
    left, right = (60, english.height // 2), (WIDTH - 60, english.height // 2)
    assert english.getpixel(left) < 255 == english.getpixel(right)
    assert arabic.getpixel(right) < 255 == arabic.getpixel(left)


def test_letters_are_legible_on_a_phone():
    assert figures.SIZE * 328 / WIDTH >= 11


@pytest.mark.parametrize("kind", figures.KINDS)
def test_long_words_make_a_figure_higher_not_its_letters_smaller(kind):
    short, long = (picture(figures.draw(kind, [words] * 4, "en")) for words in ("Waste", "Wastes that are moved " * 5))
    assert long.height > short.height


def test_without_fonts_the_catalogue_still_has_its_figures(settings, tmp_path):
    settings.FONTS = str(tmp_path)
    figures._font_file.cache_clear()
    figures._font.cache_clear()
    assert not figures.can_write("ar")
    assert figures.draw("flow", ["One", "Two"], "en")
    figures._font_file.cache_clear()
    figures._font.cache_clear()


def test_every_figure_of_the_catalogue_is_small():
    for course in courses():
        for language, text in {"en": course, **translations(course)}.items():
            for block in (b for m in text["modules"] for lesson in m["lessons"] for b in lesson["blocks"]):
                if block["type"] == "figure":
                    assert len(figures.draw(block["spec"]["kind"], block["spec"]["labels"], language)) < 60_000
    assert all(len(draw()) < 60_000 for draw in DRAWINGS.values())
