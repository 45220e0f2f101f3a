from wagtail.snippets.models import register_snippet

from .viewsets import SurveyViewSet

register_snippet(SurveyViewSet)
