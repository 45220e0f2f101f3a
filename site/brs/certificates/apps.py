from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "brs.certificates"
    label = "certificates"
