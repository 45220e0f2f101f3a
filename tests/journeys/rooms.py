"""What journeys through a room have in common."""

import re
import sqlite3
import time

from playwright.sync_api import Page

from brs.activities.register.marks import token
from tests.journeys.conftest import PASSWORD, Site, Walk


def code_of(page: Page) -> str:
    return re.search(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b", page.locator("main").inner_text())[0]


def on_screen(site: Site, code: str, session: str, slots_ago: int = 0) -> str:
    """The address in the code that is projected: only the server knows its secret."""
    with sqlite3.connect(site.mail.parent / "db.sqlite3") as database:
        rows = database.execute("select secret from activities_register where join_code = ?", [code])
        secret = rows.fetchone()[0]
    code_shown = token(secret, session, int(time.time()) // 30 - slots_ago)
    return f"{site.address}/j/{code}/here/{session}/{code_shown}/"


def sign_in_when_asked(walk: Walk, who: str) -> Page:
    """Two presses: to sign in, and to go on with what was begun."""
    walk.page.locator("[name=login]").fill(f"{who}@example.org")
    walk.page.locator("[name=password]").fill(PASSWORD)
    walk.press_on("main form button[type=submit]")
    return walk.press_on("main form button")


def desk_of(facilitator: Walk) -> str:
    """The address of the activity's desk, from whichever page below it."""
    return re.match(r"https?://[^/]+(/en/desk/[0-9a-f-]{36}/)", facilitator.page.url)[1]
