from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "brs.core"
    label = "core"
