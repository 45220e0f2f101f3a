"""A real server with the starter catalogue, and a real browser: what every journey starts from."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from tests.slow_line import SlowLine

ROOT = Path(__file__).resolve().parents[2]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PASSWORD = "brs-learn-demo"
MANAGE = [sys.executable, str(ROOT / "manage.py")]


@dataclass
class Site:
    """The running site: its address, the folder into which it writes its mail, and its environment."""

    address: str
    mail: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> None:
        subprocess.run([*MANAGE, *arguments], env=self.environment, check=True, cwd=ROOT)

    def newest_mail(self) -> str:
        files = sorted(self.mail.glob("*.log"), key=lambda file: file.stat().st_mtime)
        return files[-1].read_text(encoding="utf-8") if files else ""

    def link_in_mail(self) -> str:
        return re.findall(r"https?://\S+", self.newest_mail())[0]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_site(folder: Path, *commands: Sequence[str]) -> Iterator[Site]:
    """A site with a database of its own, made by these commands of manage.py, and served until it is left."""
    port = _free_port()
    address = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "brs.settings.local",
        "BRS_DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "BRS_DATA": str(folder),
        "BRS_EMAIL_URL": f"filemail:///{folder}/mail",
        "BRS_ADDRESS": address,
        "BRS_DEBUG": "false",
    }
    (folder / "mail").mkdir()
    running = Site(address, folder / "mail", environment)
    for command in commands:
        running.manage(*command)
    running.manage("collectstatic", "--noinput", "-v0")
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [str(Path(sys.executable).with_name("gunicorn")), "brs.wsgi", "--workers=2", f"--bind=127.0.0.1:{port}"],
            env={**environment, "PYTHONPATH": f"{ROOT}/site:{ROOT}"},
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        try:
            for _ in range(100):
                try:
                    urllib.request.urlopen(f"{address}/healthz", timeout=2)
                    break
                except OSError:
                    time.sleep(0.2)
            yield running
        finally:
            server.terminate()
            server.wait(timeout=20)
            errors = [line for line in (folder / "server.log").read_text().splitlines() if "Traceback" in line]
            assert not errors, (folder / "server.log").read_text()[-4000:]


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site"), ["demo", "--prepare-only"]) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


class Walk:
    """One person in a browser. Every page walked to is checked: no error page, no axe finding, no sideways scroll.

    `presses`: how many buttons and links they have pressed.
    """

    def __init__(self, context: BrowserContext, site: Site):
        self.context, self.site, self.presses = context, site, 0
        self.page: Page = context.new_page()
        self.outside: list[str] = []
        self.page.on("request", lambda request: self._notice(request.url))

    def _notice(self, url: str) -> None:
        if not url.startswith((self.site.address, "data:", "blob:", "about:")):
            self.outside.append(url)

    def go(self, path: str) -> Page:
        answer = self.page.goto(self.site.address + path if path.startswith("/") else path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        self.look()
        return self.page

    def press(self, name: str | re.Pattern[str], role: str = "button") -> Page:
        return self._pressed(self.page.get_by_role(role, name=name))  # type: ignore[arg-type]

    def press_on(self, selector: str) -> Page:
        return self._pressed(self.page.locator(selector))

    def _pressed(self, target: Locator) -> Page:
        target.first.click()
        self.presses += 1
        self.page.wait_for_function("!document.querySelector('[aria-busy]')")  # sent by script
        self.page.wait_for_load_state()
        self.look()
        return self.page

    def look(self) -> None:
        axe = Axe().run(self.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        assert axe.violations_count == 0, f"{self.page.url}\n{axe.generate_report()}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide}px"
        assert not self.outside, self.outside

    def sign_in(self, who: str) -> Page:
        self.go("/en/accounts/sign-in/")
        self.page.locator("[name=login]").fill(f"{who}@example.org")
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_load_state()
        return self.page


@pytest.fixture
def walk(browser: Browser, site: Site) -> Iterator:
    """`walk(PHONE)`, `walk(DESK, scripts=False)`: a new person with an empty browser.

    `through`: the line that lies between it and the site.
    """
    contexts = []

    def start(size: dict[str, int] = PHONE, scripts: bool = True, through: SlowLine | None = None, **options) -> Walk:
        # Strict CSP forbids axe's injected script; axe runs from the test, so the policy is lifted for it alone.
        options = {"bypass_csp": scripts, **options}
        context = browser.new_context(viewport=size, java_script_enabled=scripts, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        address = f"http://localhost:{through.port}" if through else site.address
        return Walk(context, replace(site, address=address))

    yield start
    for context in contexts:
        context.close()
