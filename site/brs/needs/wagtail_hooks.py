from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from .models import Assessment, FocalPoint
from .plan_models import IndicatorValue
from .plan_viewsets import IndicatorValueViewSet, OnlyAdded
from .viewsets import AssessmentViewSet, FocalPointViewSet, OnlyLookedAt, QuestionnaireViewSet

for model in (FocalPoint, Assessment):
    register_permission_policy(model, OnlyLookedAt(model), exact_class=True)
register_permission_policy(IndicatorValue, OnlyAdded(IndicatorValue), exact_class=True)
register_snippet(QuestionnaireViewSet)
register_snippet(IndicatorValueViewSet)


@hooks.register("register_admin_viewset")
def focal_points_and_assessments() -> list:
    return [FocalPointViewSet(), AssessmentViewSet()]
