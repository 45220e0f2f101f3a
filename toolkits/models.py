"""Gathers the rooms' models, as Django looks for them here. Nothing imports this module."""

from .sharing.models import *  # noqa: F403
from .tools.models import *  # noqa: F403
