"""Who is there: below an activity's desk."""

from django.urls import path

from . import views

urlpatterns = [
    path("desk/<uuid:key>/room/", views.room_page, name="room_screen"),
    path("desk/<uuid:key>/live/", views.live_page, name="activity_live"),
    path("desk/<uuid:key>/attendance/<str:session>/", views.attendance, name="attendance"),
    path("desk/<uuid:key>/attendance/<str:session>/marks/", views.attendance_marks, name="attendance_marks"),
    path("desk/<uuid:key>/attendance/<str:session>/list/", views.attendance_list, name="attendance_list"),
    path("desk/<uuid:key>/attendance/<str:session>/codes/", views.room_codes, name="room_codes"),
]
