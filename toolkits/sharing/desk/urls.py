"""A person's toolkits."""

from django.urls import path

from . import views

urlpatterns = [
    path("toolkits/", views.toolkits, name="toolkits"),
    path("toolkits/new/", views.new, name="new_toolkit"),
    path("toolkits/add/", views.add, name="add_to_toolkit"),
    path("toolkits/invitations/<int:number>/accept/", views.accept, name="toolkit_accept_invitation"),
    path("toolkits/invitations/<int:number>/decline/", views.decline, name="toolkit_decline_invitation"),
    path("toolkits/<uuid:pk>/", views.toolkit, name="toolkit"),
    path("toolkits/<uuid:pk>/edit/", views.edit, name="edit_toolkit"),
    path("toolkits/<uuid:pk>/link/", views.add_link, name="toolkit_add_link"),
    path("toolkits/<uuid:pk>/section/", views.add_section, name="toolkit_add_section"),
    path("toolkits/<uuid:pk>/entries/<int:number>/", views.edit_entry, name="toolkit_edit_entry"),
    path("toolkits/<uuid:pk>/entries/<int:number>/move/", views.move_entry, name="toolkit_move_entry"),
    path("toolkits/<uuid:pk>/entries/<int:number>/remove/", views.remove_entry, name="toolkit_remove_entry"),
    path("toolkits/<uuid:pk>/duplicate/", views.duplicate, name="duplicate_toolkit"),
    path("toolkits/<uuid:pk>/archive/", views.archive, name="archive_toolkit"),
    path("toolkits/<uuid:pk>/restore/", views.restore, name="restore_toolkit"),
    path("toolkits/<uuid:pk>/co-owners/", views.co_owners, name="toolkit_co_owners"),
    path("toolkits/<uuid:pk>/co-owners/<int:person>/remove/", views.remove_co_owner, name="toolkit_remove_co_owner"),
    path("toolkits/<uuid:pk>/invitations/<int:number>/withdraw/", views.withdraw, name="toolkit_withdraw_invitation"),
]
