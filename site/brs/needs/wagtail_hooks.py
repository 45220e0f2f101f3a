from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from .plan_models import IndicatorValue
from .plan_viewsets import IndicatorValueViewSet, OnlyAdded

register_permission_policy(IndicatorValue, OnlyAdded(IndicatorValue), exact_class=True)
register_snippet(IndicatorValueViewSet)
