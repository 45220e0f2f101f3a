"""In which language something is shown is decided in one place: `brs/core/languages.py`."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
BY_HAND = re.compile(
    r"get_language\(\) or (SOURCE_LANGUAGE|\"en\")|get_language\(\): 0"
    r"|SOURCE_LANGUAGE: [01]|key=lambda .*language_code [!=]="
)
ELSEWHERE = {
    "site/brs/core/languages.py",
    "site/brs/activities/reporting/results.py",  # versions of questions have a language, but no locale
    "site/brs/needs/assistance_plan/screen.py",  # an order: that of the plan's English pages
    "courses/learning/views.py",
}


def test_no_language_is_chosen_by_hand():
    files = [path for folder in ("site", "courses", "toolkits") for path in (ROOT / folder).rglob("*.py")]
    by_hand = {path.relative_to(ROOT).as_posix() for path in files if BY_HAND.search(path.read_text())}
    assert not by_hand - ELSEWHERE
