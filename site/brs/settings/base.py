"""Settings that hold everywhere. What differs lies in local, test and production."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from brs.core import bounds

from .environment import ROOT, read

DATA = Path(read("BRS_DATA"))

INSTALLED_APPS = [
    "brs.starter",
    "brs.reports",
    "brs.home",
    "brs.needs",
    "brs.activities",
    "toolkits",
    "courses",
    "brs.certificates",
    "brs.review",
    "brs.people",
    "brs.taxonomy",
    "brs.core",
    "django_tasks_db",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.search_promotions",
    "wagtail.embeds",
    "wagtail.sites",
    "brs.people.editors.EditorsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "csp",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "brs.core.logs.PersonMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "brs.core.middleware.ScriptMiddleware",
    "brs.core.middleware.CompressionMiddleware",
    "brs.core.middleware.CachingMiddleware",  # sees what the two that know people have looked at
    "django.contrib.sessions.middleware.SessionMiddleware",
    "brs.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "brs.core.middleware.PolicyMiddleware",
    "brs.core.middleware.OldAddressMiddleware",
    "brs.people.middleware.SlipMiddleware",  # the last: it calls the view
]

ROOT_URLCONF = "brs.urls"
WSGI_APPLICATION = "brs.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets are looked for in templates/ as well

# --- database -------------------------------------------------------------------------------------
DATABASES = {"default": read("BRS_DATABASE_URL")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue at BEGIN instead of failing at their first write; FULL survives a power cut.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None  # opening the file and saying so takes as long as two queries
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A machine that is gone says nothing at all.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)

CACHES = {"default": read("BRS_CACHE_URL")}
if CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
    CACHES["default"].setdefault("OPTIONS", {})["MAX_ENTRIES"] = 20_000  # Django has 300
# Which files a picture is drawn into is one query, as it would be to a cache in the database, and never out of date.
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}

# What a backup says is in it: in words, the model, what each is known by, and a moment that tells how new it is.
BACKUP_CONTENTS = [
    ("people", "people.User", "pk", "date_joined"),
    ("courses", "courses.CoursePage", "translation_key", "latest_revision_created_at"),
    ("events", "courses.Event", "pk", "received_at"),
    ("certificates", "certificates.Certificate", "pk", "issued_at"),
]

# --- languages ------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", "العربية"),
    ("en", "English"),
    ("es", "Español"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("zh-hans", "中文"),
]
FORMAT_MODULE_PATH = ["brs.formats"]
LOCALE_PATHS = [ROOT / "site" / "brs" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a translation goes live when somebody publishes it
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
if read("BRS_MACHINE_TRANSLATOR"):
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": read("BRS_MACHINE_TRANSLATOR"),
        "OPTIONS": read("BRS_MACHINE_TRANSLATOR_OPTIONS"),
    }

# --- files ----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "brs.core.stylesheets.StylesheetFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    # Documents, and pictures as they were uploaded. Nobody gets them but through the application, which asks who may.
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Pictures as pages show them: for everybody, from `PICTURES` alone.
    "pictures": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "brs.core.static.HashedStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WAGTAILIMAGES_RENDITION_STORAGE = "pictures"
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # wherever they lie: a storage's own address asks nobody who they are

# So little room left on a disk is a warning at /readyz; so little below the database, and nothing is kept: a problem.
DISK_LOW_BYTES = 1_000_000_000
DISK_FULL_BYTES = 50_000_000

# Offline folders of toolkits, once made. Nobody gets them but through the application, which asks who may.
OFFLINE_ROOT = DATA / "offline"
OFFLINE_DOCUMENT_BYTES = read("BRS_OFFLINE_DOCUMENT_MB") * 1_000_000
OFFLINE_FOLDER_BYTES = read("BRS_OFFLINE_FOLDER_MB") * 1_000_000
OFFLINE_AT_ONCE_BYTES = 20_000_000  # larger ones, and those of more pages, are made in the background
OFFLINE_AT_ONCE_PAGES = 100

FONTS = read("BRS_FONTS")

# --- tasks ----------------------------------------------------------------------------------------
# What Wagtail does after saving (search index, reference index) is done at once: a page is found as soon as it is
# published, whether or not a worker runs. What takes minutes waits for `manage.py db_worker --backend background`.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# What is done by the clock, by the worker or by `manage.py run_due`: a command or a function, how often, what it does.
PERIODIC_DEEDS = [
    ("brs.core.waiting_mail.deliver_by_the_clock", timedelta(minutes=1), _("Send mail that waits")),
    ("brs.core.background.take_up", timedelta(minutes=1), _("Take up tasks that were broken off")),
    ("publish_scheduled", timedelta(minutes=5), _("Publish and take offline what is scheduled")),
    ("count_figures", timedelta(days=1), _("Close the months that are over, for the reports")),
    ("send_follow_ups", timedelta(days=1), _("Ask participants what came of an activity")),
    ("remind_of_certificates", timedelta(days=1), _("Remind holders of certificates that end")),
    ("brs.core.source_texts.take_stock_of_all", timedelta(days=1), _("Note which texts wait for translation")),
    ("brs.review.reminders.remind", timedelta(days=1), _("Write to owners of content that is to be reviewed")),
    ("brs.core.outside_links.begin_to_check", timedelta(hours=1), _("Look for dead links, where that is wanted")),
    ("brs.home.front_page_figures.count", timedelta(hours=1), _("Count the figures of the admin's front page")),
    ("courses.pages.measured_difficulty.measure", timedelta(days=1), _("Measure how hard questions are")),
    ("brs.core.query_plans.refresh_statistics", timedelta(days=1), _("Count the database's rows, so that it is quick")),
    ("prune", timedelta(days=1), _("Throw away what is past its time")),
]

CHECK_LINKS = read("BRS_CHECK_LINKS")
CHECKED_LINKS_MAY_BE_LOCAL = False  # for tests: addresses within this network are never asked else

# --- for developers -------------------------------------------------------------------------------
STYLEGUIDE = False  # components at /styleguide/; local and test settings say yes

# --- people ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["brs.people.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "brs.people.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "brs.people.forms.SignInForm",
    "signup": "brs.people.forms.SignUpForm",
    "change_password": "brs.people.forms.PasswordForm",
    "reset_password": "brs.people.forms.ResetForm",
    "reset_password_from_key": "brs.people.forms.NewPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # who had the address before learns of a change, and so does who changes a password
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
ACCOUNT_RATE_LIMITS = False  # ours say how long to wait, and shut no room out: brs/people/limits.py
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_learning"
LOGOUT_REDIRECT_URL = "/"

# --- mail -----------------------------------------------------------------------------------------
_mail = read("BRS_EMAIL_URL")
globals().update(_mail)
EMAIL_DELIVERY = _mail["EMAIL_BACKEND"]
EMAIL_BACKEND = "brs.people.mail.Delivery"  # into the outbox; what is in there is sent by the one above
EMAIL_TIMEOUT = 10  # seconds for each answer of the mail server; no request waits for any
MAIL_IN_A_THREAD = True  # beside requests; tests send in their own thread
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read("BRS_EMAIL_FROM")
ADMINS = [(address, address) for address in read("BRS_ADMINS")]
EMAIL_SUBJECT_PREFIX = "[BRS Learn] "  # of mail to them

# --- Wagtail --------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "BRS Learn"
WAGTAIL_FINISH_WORKFLOW_ACTION = "brs.review.approval.publish_approved"
WAGTAILREDIRECTS_AUTO_CREATE = False  # brs.core.old_addresses does, in all languages
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# One door for all: addresses and passwords change at /accounts/, where they are proven and limits on guessing stand.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Places, as browsers know them: not what else a machine has among its files, such as "localtime".
WAGTAIL_USER_TIME_ZONES = ["UTC", *sorted(name for name in available_timezones() if "/" in name)]
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "m4a",
    "mp3",
    "mp4",
    "odt",
    "ods",
    "ogg",
    "pdf",
    "png",
    "pptx",
    "srt",  # stored as vtt
    "txt",
    "vtt",
    "wav",
    "webm",
    "xlsx",
    "zip",
]
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "heif", "jpg", "jpeg", "png", "svg", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024  # a camera's, before it is made smaller
WAGTAILIMAGES_MAX_IMAGE_PIXELS = bounds.PICTURE_PIXELS
WAGTAILIMAGES_IMAGE_FORM_BASE = "brs.core.media.forms.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "brs.core.media.forms.DocumentForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "brs.core.search_backend"}}

# --- security -------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview panel frames the site's own pages, hence:
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "brs.people.views.stale_form"
# What a page may load and run: on the site, and what the admin needs beside it. No inline script anywhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'self'"],
    },
}
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "style-src": ["'self'", "'unsafe-inline'"],  # Wagtail and its rich text editor set styles of their own
    "img-src": ["'self'", "data:", "blob:"],  # a picture is shown before it is uploaded
    "frame-src": ["'self'"],  # previews
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # an agenda of 200 sessions has 1,400

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "context": {"()": "brs.core.logs.Context"},
        "outages": {"()": "brs.core.outages.OnceAMinute"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {reference} {person} {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["context", "outages"]},
        "mail": {"class": "brs.core.error_mail.ErrorMail", "level": "ERROR", "filters": ["context", "outages"]},
    },
    "root": {"handlers": ["stderr", "mail"], "level": read("BRS_LOG_LEVEL")},
    "loggers": {
        "django": {"level": "INFO", "handlers": []},  # of its own it mails forms and settings to ADMINS
        "django.security.DisallowedHost": {"handlers": ["stderr"], "propagate": False},  # strangers, not faults
        "gunicorn.error": {"level": "INFO"},
        # Each save of a page starts several tasks; that they ran is no news.
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}

LANGUAGE_NAMES = {  # in the language of the interface, for sentences
    "ar": _("Arabic"),
    "en": _("English"),
    "es": _("Spanish"),
    "fr": _("French"),
    "ru": _("Russian"),
    "zh-hans": _("Chinese"),
}
