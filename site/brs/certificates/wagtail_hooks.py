from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .viewsets import CertificateKindViewSet, CertificateViewSet

register_snippet(CertificateKindViewSet)


@hooks.register("register_admin_viewset")
def certificates() -> CertificateViewSet:
    return CertificateViewSet()
