"""One table of all addresses. §4 of the design says which of them are a contract."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import URLResolver, include, path, re_path, register_converter
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from brs.core import views as core
from brs.core.page_creation import create_page
from brs.core.pictures import FOLDER, PictureName
from brs.core.translation_files_views import upload_translation
from brs.home.sitemap import SITEMAPS, robots
from brs.home.styleguide import styleguide
from brs.people import private
from brs.people.pending import resumable
from toolkits.sharing.handouts import urls as handouts
from toolkits.sharing.offline import urls as offline

register_converter(PictureName, "picture")


def rooms(*names: str) -> list[URLResolver]:
    return [path("", include(name)) for name in names]


handler404 = "brs.core.views.not_found"
handler500 = "brs.core.outages.failed"
urlpatterns = [
    path("healthz", core.alive, name="healthz"),
    path("readyz", core.ready, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    # One door for all: the limits on guessing stand before it.
    # Before Wagtail's own at this address.
    path(
        "admin/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
        create_page,
    ),
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/localize/translate/<int:translation_id>/pofile/upload/", upload_translation),
    path("admin/", include(wagtailadmin_urls)),
    # Wagtail's names, with our views: see brs/people/private.py.
    re_path(r"^documents/(\d{1,9})/(.*)$", core.document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        private.document_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    # Pictures as pages show them, from a folder that holds nothing else and no folders: see docs/deploying.md.
    path(f"media/{FOLDER}/<picture:path>", core.picture),
    # Rooms say their addresses in full. Without a language is what is printed, sent by mail, or for programs.
    *rooms(
        "brs.certificates.urls",
        "toolkits.sharing.visitors.urls",
        "brs.activities.evaluation.urls",
        "brs.activities.joining.urls",
        "courses.learning.api",
        "brs.api.urls",
    ),
    *handouts.without_language,
    *offline.without_language,
    *i18n_patterns(
        *rooms(
            "brs.people.urls",
            "brs.search.urls",
            "brs.home.urls",
            "brs.activities.participant_view.urls",
            "brs.review.urls",
            "courses.learning.urls",
            "courses.pages.urls",
            "toolkits.sharing.desk.urls",
            "toolkits.sharing.links.urls",
            "toolkits.sharing.handouts.urls",
            "brs.activities.pages.urls",
            "brs.activities.planning.urls",
            "brs.activities.participants.urls",
            "brs.activities.attendance.urls",
            "brs.needs.learning_plan.urls",  # before the items of an assessment, which may have any name
            "brs.needs.assessments.urls",
            "brs.activities.reporting.urls",
            "toolkits.sharing.offline.urls",
            "brs.reports.screens.urls",
        ),
        path(
            "_util/login/",
            RedirectView.as_view(pattern_name="account_login", query_string=True),
            name="wagtailcore_login",
        ),
        path(
            "_util/authenticate_with_password/<int:restriction_id>/<int:page_id>/",
            private.page_password,
            name="wagtailcore_authenticate_with_password",
        ),
        # Pages take what learners write in them, and ask for an account themselves.
        re_path(wagtail_urls.serve_pattern, resumable(_("send what you wrote"))(core.serve), name="wagtail_serve"),
    ),
]

if settings.STYLEGUIDE:
    urlpatterns.insert(0, path("styleguide/", styleguide, name="styleguide"))
