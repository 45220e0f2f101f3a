from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "brs.home"
    label = "home"
