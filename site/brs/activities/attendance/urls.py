"""Who is there: below an activity's desk."""

from django.urls import path

from . import views

urlpatterns = [
    path("<uuid:key>/room/", views.room_page, name="room_screen"),
    path("<uuid:key>/live/", views.live_page, name="live"),
    path("<uuid:key>/attendance/<str:session>/", views.attendance, name="attendance"),
    path("<uuid:key>/attendance/<str:session>/marks/", views.attendance_marks, name="attendance_marks"),
    path("<uuid:key>/attendance/<str:session>/list/", views.attendance_list, name="attendance_list"),
    path("<uuid:key>/attendance/<str:session>/codes/", views.room_codes, name="room_codes"),
]
