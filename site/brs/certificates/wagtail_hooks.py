from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from brs.people.viewsets import NeitherMadeNorDeleted

from .models import Certificate
from .viewsets import CertificateKindViewSet, CertificateViewSet

register_permission_policy(Certificate, NeitherMadeNorDeleted(Certificate), exact_class=True)
register_snippet(CertificateKindViewSet)


@hooks.register("register_admin_viewset")
def certificates() -> CertificateViewSet:
    return CertificateViewSet()
