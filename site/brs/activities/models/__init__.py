"""Gathers the rooms' models, as Django looks for them here. Nothing imports this module."""

from ..evaluation.models import *  # noqa: F403
from ..pages.models import *  # noqa: F403
from ..register.models import *  # noqa: F403
