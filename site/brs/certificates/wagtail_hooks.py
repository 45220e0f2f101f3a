from wagtail.snippets.models import register_snippet

from .viewsets import CertificateKindViewSet

register_snippet(CertificateKindViewSet)
