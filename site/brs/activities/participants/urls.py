"""Who takes part: below an activity's desk."""

from django.urls import path

from . import printing_views, views

urlpatterns = [
    path("desk/<uuid:key>/people/", views.people_page, name="activity_people"),
    path("desk/<uuid:key>/people/add/", views.add_person, name="activity_add_person"),
    path("desk/<uuid:key>/people/list/", views.enlist, name="activity_enlist"),
    path("desk/<uuid:key>/people/list/<int:number>/undo/", views.undo_enlisting, name="activity_undo_enlisting"),
    path("desk/<uuid:key>/slips.pdf", printing_views.slips_pdf, name="activity_slips_pdf"),
    path("desk/<uuid:key>/sheet.pdf", printing_views.sheet_pdf, name="activity_sheet_pdf"),
    path("desk/<uuid:key>/sheet.xlsx", printing_views.sheet_xlsx, name="activity_sheet_xlsx"),
    path("desk/<uuid:key>/people/<uuid:person>/", views.edit_person, name="activity_edit_person"),
    path("desk/<uuid:key>/people/<uuid:person>/withdraw/", views.withdraw_person, name="activity_withdraw_person"),
    path("desk/<uuid:key>/people/<uuid:person>/restore/", views.restore_person, name="activity_restore_person"),
]
