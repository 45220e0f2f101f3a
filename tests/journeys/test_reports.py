"""A manager goes from the first figures to one report, narrows it down, and takes it along; others find nothing."""

import csv
import io
import os
import subprocess
import sys

import pytest
from docx import Document

from tests.journeys.conftest import DESK, PHONE, ROOT, Site


@pytest.fixture(scope="module")
def figures(site: Site) -> None:
    """Some hundred people with a past, and their months closed."""
    folder = site.mail.parent
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "brs.settings.local",
        "BRS_DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "BRS_DATA": str(folder),
        "BRS_ADDRESS": site.address,
        "PYTHONPATH": f"{ROOT}/site:{ROOT}",
    }
    subprocess.run([sys.executable, "-m", "tests.benchmarks.crowd", "400"], env=environment, check=True, cwd=ROOT)


def saved(walk, click) -> bytes:
    with walk.page.expect_download() as download:
        click()
    return download.value.path().read_bytes()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_manager_goes_from_a_report_to_its_export(walk, figures, size):
    manager = walk(size)
    page = manager.page
    manager.sign_in("manager")
    manager.go("/en/reports/")
    manager.press("Attainment by Party and region", role="link")
    page.get_by_label("Region", exact=True).select_option("african")
    page.get_by_label("Group of countries", exact=True).select_option("ldc")
    manager.press("Show")
    assert page.locator("figcaption").all_inner_texts() == ["African States"]
    shown = page.locator("#parties-TD td").all_inner_texts()
    page.locator("a[href='#parties-TD']").press("Enter")
    assert page.url.endswith("#parties-TD")
    text = saved(manager, lambda: page.get_by_role("link", name="By Party: CSV").click()).decode("utf-8-sig")
    [chad] = [row for row in csv.reader(io.StringIO(text)) if row[1] == "TD"]
    assert [figure or "fewer than 5" for figure in chad[1:]] == [figure.replace(",", "") for figure in shown]
    manager.press("Enrolled", role="link")
    assert page.url.endswith("/reports/definitions/#enrolled")


def test_a_manager_takes_all_tables_of_a_period_into_word(walk, figures):
    manager = walk(DESK)
    manager.sign_in("manager")
    manager.go("/en/reports/")
    button = manager.page.get_by_role("button", name="Report of a period (Word)")
    document = Document(io.BytesIO(saved(manager, button.click)))
    assert len(document.tables) > 8


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_report_is_for_everybody_who_may_see_it(walk, figures, language):
    manager = walk(PHONE)
    manager.sign_in("manager")
    for name in ("obligations", "needs", "courses", "people", "groups", "sdg", "activities", "definitions"):
        manager.go(f"/{language}/reports/{name}/")


def test_reports_are_read_without_scripts(walk, figures):
    manager = walk(DESK, scripts=False)
    page = manager.page
    page.goto(f"{manager.site.address}/en/accounts/sign-in/")
    page.locator("[name=login]").fill("manager@example.org")
    page.locator("[name=password]").fill("brs-learn-demo")
    page.locator("main form button[type=submit]").first.click()
    page.goto(f"{manager.site.address}/en/reports/courses/?region=african")
    assert page.locator("table tbody tr").count() > 5


def test_a_trainee_finds_no_report(walk, figures):
    trainee = walk(PHONE)
    trainee.sign_in("trainee")
    answer = trainee.page.goto(f"{trainee.site.address}/en/reports/")
    assert answer.status == 404


def test_a_newcomer_reads_what_the_api_has(walk, figures):
    newcomer = walk(PHONE)
    newcomer.go("/api/v1/")
    newcomer.page.get_by_role("link", name="/api/v1/courses?page_size=2").click()
    assert '"results"' in newcomer.page.content()
