from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from .assessments.models import Assessment, FocalPoint
from .assessments.viewsets import AssessmentViewSet, FocalPointViewSet, OnlyLookedAt, QuestionnaireViewSet
from .assistance_plan.models import IndicatorValue
from .assistance_plan.viewsets import IndicatorValueViewSet, OnlyAdded

for model in (FocalPoint, Assessment):
    register_permission_policy(model, OnlyLookedAt(model), exact_class=True)
register_permission_policy(IndicatorValue, OnlyAdded(IndicatorValue), exact_class=True)
register_snippet(QuestionnaireViewSet)
register_snippet(IndicatorValueViewSet)


@hooks.register("register_admin_viewset")
def focal_points_and_assessments() -> list:
    return [FocalPointViewSet(), AssessmentViewSet()]
