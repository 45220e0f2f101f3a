from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "brs.people"
    label = "people"
