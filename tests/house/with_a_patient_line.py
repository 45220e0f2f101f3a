"""Settings of the site in `test_mail_server_mute.py`: in service, but who waits for the mail server waits for ever."""

from brs.settings.production import *  # noqa: F403

EMAIL_TIMEOUT = 3600
