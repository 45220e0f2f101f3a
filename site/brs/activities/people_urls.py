"""Who takes part, and who is there: below an activity's desk."""

from django.urls import path

from . import attendance_views as attendance
from . import paper_views as paper
from . import people_views as views

urlpatterns = [
    path("<uuid:key>/people/", views.people_page, name="people"),
    path("<uuid:key>/people/add/", views.add_person, name="add_person"),
    path("<uuid:key>/people/list/", views.enlist, name="enlist"),
    path("<uuid:key>/people/list/<int:number>/undo/", views.undo_enlisting, name="undo_enlisting"),
    path("<uuid:key>/room/", attendance.room_page, name="room_screen"),
    path("<uuid:key>/live/", attendance.live_page, name="live"),
    path("<uuid:key>/attendance/<str:session>/", attendance.attendance, name="attendance"),
    path("<uuid:key>/attendance/<str:session>/marks/", attendance.attendance_marks, name="attendance_marks"),
    path("<uuid:key>/attendance/<str:session>/list/", attendance.attendance_list, name="attendance_list"),
    path("<uuid:key>/attendance/<str:session>/codes/", attendance.room_codes, name="room_codes"),
    path("<uuid:key>/slips.pdf", paper.slips_pdf, name="slips_pdf"),
    path("<uuid:key>/sheet.pdf", paper.sheet_pdf, name="sheet_pdf"),
    path("<uuid:key>/sheet.xlsx", paper.sheet_xlsx, name="sheet_xlsx"),
    path("<uuid:key>/people/<uuid:person>/", views.edit_person, name="edit_person"),
    path("<uuid:key>/people/<uuid:person>/withdraw/", views.withdraw_person, name="withdraw_person"),
    path("<uuid:key>/people/<uuid:person>/restore/", views.restore_person, name="restore_person"),
]
