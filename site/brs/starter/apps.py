from django.apps import AppConfig


class StarterConfig(AppConfig):
    name = "brs.starter"
    label = "starter"
