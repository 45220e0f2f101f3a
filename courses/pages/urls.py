"""From a key to its page, and what a learner marks there."""

from django.urls import path

from . import views

urlpatterns = [
    path("go/<uuid:key>/", views.go, name="go"),
    path("learning/done/<uuid:course_key>/<uuid:item_key>/", views.mark_done, name="mark_done"),
    path("learning/undone/<uuid:course_key>/<uuid:item_key>/", views.undo_done, name="undo_done"),
]
