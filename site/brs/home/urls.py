from django.urls import path

from . import views

urlpatterns = [
    path("learning/", views.learning, name="my_learning"),
    path("glossary/", views.terms, name="glossary"),
    path("provisions/<slug:slug>/", views.provision, name="provision"),
]
