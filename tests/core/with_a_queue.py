"""Settings of the workers in `test_background.py`: the tests', with the site's own queue and what looks after it."""

from brs.settings import base
from brs.settings.test import *  # noqa: F403

TASKS = base.TASKS
PERIODIC_DEEDS = [deed for deed in base.PERIODIC_DEEDS if deed[0] == "brs.core.background.take_up"]
