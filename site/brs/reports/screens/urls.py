from django.urls import path

from . import views

urlpatterns = [
    path("", views.figures, name="figures"),
    path("definitions/", views.definitions, name="figures_definitions"),
    path("period.docx", views.document, name="figures_document"),
    path("<slug:name>.<slug:form>", views.export, name="figures_export"),
    path("<slug:name>/", views.screen, name="figures_screen"),
]
