from wagtail.snippets.models import register_snippet

from .questions.viewsets import QuestionViewSet

register_snippet(QuestionViewSet)
