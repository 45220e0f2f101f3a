"""Gathers the rooms' models, as Django looks for them here. Nothing imports this module."""

from .exchange.models import *  # noqa: F403
from .learning.models import *  # noqa: F403
from .pages.models import *  # noqa: F403
from .questions.models import *  # noqa: F403
