from wagtail.snippets.models import register_snippet

from .viewsets import PartyViewSet

register_snippet(PartyViewSet)
