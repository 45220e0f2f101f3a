from django.urls import path

from . import views

urlpatterns = [
    path("reports/", views.figures, name="figures"),
    path("reports/definitions/", views.definitions, name="figures_definitions"),
    path("reports/period.docx", views.document, name="figures_document"),
    path("reports/<slug:name>.<slug:form>", views.export, name="figures_export"),
    path("reports/<slug:name>/", views.screen, name="figures_screen"),
]
