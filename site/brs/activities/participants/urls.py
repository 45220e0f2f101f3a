"""Who takes part: below an activity's desk."""

from django.urls import path

from . import printing_views, views

urlpatterns = [
    path("<uuid:key>/people/", views.people_page, name="people"),
    path("<uuid:key>/people/add/", views.add_person, name="add_person"),
    path("<uuid:key>/people/list/", views.enlist, name="enlist"),
    path("<uuid:key>/people/list/<int:number>/undo/", views.undo_enlisting, name="undo_enlisting"),
    path("<uuid:key>/slips.pdf", printing_views.slips_pdf, name="slips_pdf"),
    path("<uuid:key>/sheet.pdf", printing_views.sheet_pdf, name="sheet_pdf"),
    path("<uuid:key>/sheet.xlsx", printing_views.sheet_xlsx, name="sheet_xlsx"),
    path("<uuid:key>/people/<uuid:person>/", views.edit_person, name="edit_person"),
    path("<uuid:key>/people/<uuid:person>/withdraw/", views.withdraw_person, name="withdraw_person"),
    path("<uuid:key>/people/<uuid:person>/restore/", views.restore_person, name="restore_person"),
]
