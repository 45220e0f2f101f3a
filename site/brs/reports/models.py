"""Gathers the models, as Django looks for them here. Nothing imports this module."""

from .counting.models import *  # noqa: F403
