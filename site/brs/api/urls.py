"""The read API: without a language, since what is asked for says which."""

from django.urls import include, path

from . import v1

operations = [route for route in v1.api.urls[0] if getattr(route, "name", "") != "api-root"]
urlpatterns = [
    path("api/v1/", v1.read_about, name="api_docs"),
    path("api/v1/openapi.json", v1.openapi, name="api_openapi"),
    path("api/v1/", include(operations)),
    path("api/v1/<path:address>", v1.nothing, name="api_nothing"),
]
