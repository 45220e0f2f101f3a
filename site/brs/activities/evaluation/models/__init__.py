"""Surveys with their answers, and what is asked months later."""

from .follow_up import FollowUp
from .shown_answers import ShownAnswers
from .surveys import Evaluation, Survey, SurveyField

__all__ = ["Evaluation", "FollowUp", "ShownAnswers", "Survey", "SurveyField"]
