from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from .models import Party
from .viewsets import NeitherMadeNorDeleted, PartyViewSet

register_permission_policy(Party, NeitherMadeNorDeleted(Party), exact_class=True)
register_snippet(PartyViewSet)
