"""Who takes part: below an activity's desk."""

from django.urls import path

from . import paper_views as paper
from . import people_views as views

urlpatterns = [
    path("<uuid:key>/people/", views.people_page, name="people"),
    path("<uuid:key>/people/add/", views.add_person, name="add_person"),
    path("<uuid:key>/people/list/", views.enlist, name="enlist"),
    path("<uuid:key>/people/list/<int:number>/undo/", views.undo_enlisting, name="undo_enlisting"),
    path("<uuid:key>/slips.pdf", paper.slips_pdf, name="slips_pdf"),
    path("<uuid:key>/sheet.pdf", paper.sheet_pdf, name="sheet_pdf"),
    path("<uuid:key>/sheet.xlsx", paper.sheet_xlsx, name="sheet_xlsx"),
    path("<uuid:key>/people/<uuid:person>/", views.edit_person, name="edit_person"),
    path("<uuid:key>/people/<uuid:person>/withdraw/", views.withdraw_person, name="withdraw_person"),
    path("<uuid:key>/people/<uuid:person>/restore/", views.restore_person, name="restore_person"),
]
