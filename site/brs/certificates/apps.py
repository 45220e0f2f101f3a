from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "brs.certificates"
    label = "certificates"

    def ready(self) -> None:
        from . import checks  # noqa: F401  it registers itself
