"""One table of all addresses. §4 of the design says which of them are a contract."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path, register_converter
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from brs.core import views as core
from brs.core.editors_files import upload_translation
from brs.core.pictures import FOLDER, PictureName
from brs.home.sitemap import SITEMAPS, robots
from brs.home.styleguide import styleguide
from brs.people import private
from brs.people.pending import resumable

register_converter(PictureName, "picture")

handler404 = "brs.core.views.not_found"
handler500 = "brs.core.outages.failed"
urlpatterns = [
    path("healthz", core.alive, name="healthz"),
    path("readyz", core.ready, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    # One door for all: the limits on guessing stand before it.
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
    path(f"media/{FOLDER}/<picture:path>", serve, {"document_root": settings.MEDIA_ROOT / FOLDER}),
    path("", include("brs.certificates.urls")),
    path("", include("toolkits.sharing.public_urls")),
    path("", include("brs.activities.evaluation.urls")),
    path("", include("brs.activities.joining.urls")),
    path("api/", include("courses.learning.api")),
    path("api/v1/", include("brs.api.v1")),
    *i18n_patterns(
        path("accounts/", include("brs.people.urls")),
        path("search/", include("brs.search.urls")),
        path("", include("brs.home.urls")),
        path("learning/activities/", include("brs.activities.participant_view.urls")),
        path("learning/", include("courses.learning.urls")),
        path("", include("courses.pages.urls")),
        path("toolkits/", include("toolkits.sharing.desk_urls")),
        path("toolkits/", include("toolkits.sharing.link_urls")),
        path("toolkits/", include("toolkits.sharing.handout_urls")),
        path("activities/", include("brs.activities.pages.urls")),
        path("desk/", include("brs.activities.planning.urls")),
        path("desk/", include("brs.activities.participants.urls")),
        path("desk/", include("brs.activities.attendance.urls")),
        path("needs/", include("brs.needs.urls")),
        path("", include("brs.activities.reporting.urls")),
        path("toolkits/", include("toolkits.sharing.bundle_urls")),
        path("reports/", include("brs.reports.screens.urls")),
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
