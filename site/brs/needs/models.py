"""Gathers the rooms' models, as Django looks for them here. Nothing imports this module."""

from .assessments.models import *  # noqa: F403
from .assistance_plan.models import *  # noqa: F403
