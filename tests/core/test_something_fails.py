"""The page that says so, whatever it was that failed: the test may not touch the database, and nor may the page."""

from django.utils.translation import override
from django.views.defaults import server_error


def test_it_is_in_the_sites_design_and_the_readers_language(rf):
    with override("ar"):
        answer = server_error(rf.get("/ar/courses/"))
    html = answer.content.decode()
    assert answer.status_code == 500
    assert '<html lang="ar" dir="rtl">' in html
    assert "css/site.css" in html
    assert "BRS Learn" in html
