from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "brs.certificates"
    label = "certificates"

    def ready(self) -> None:
        from . import checks, privacy  # noqa: F401  they register themselves
