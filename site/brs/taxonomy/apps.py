from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "brs.taxonomy"
    label = "taxonomy"
