"""A person's toolkits."""

from django.urls import path

from . import desk_views as views

urlpatterns = [
    path("", views.toolkits, name="toolkits"),
    path("new/", views.new, name="new_toolkit"),
    path("add/", views.add, name="add_to_toolkit"),
    path("invitations/<int:number>/accept/", views.accept, name="accept_invitation"),
    path("invitations/<int:number>/decline/", views.decline, name="decline_invitation"),
    path("<uuid:pk>/", views.toolkit, name="toolkit"),
    path("<uuid:pk>/edit/", views.edit, name="edit_toolkit"),
    path("<uuid:pk>/link/", views.add_link, name="add_link"),
    path("<uuid:pk>/section/", views.add_section, name="add_section"),
    path("<uuid:pk>/entries/<int:number>/", views.edit_entry, name="edit_entry"),
    path("<uuid:pk>/entries/<int:number>/move/", views.move_entry, name="move_entry"),
    path("<uuid:pk>/entries/<int:number>/remove/", views.remove_entry, name="remove_entry"),
    path("<uuid:pk>/duplicate/", views.duplicate, name="duplicate_toolkit"),
    path("<uuid:pk>/archive/", views.archive, name="archive_toolkit"),
    path("<uuid:pk>/restore/", views.restore, name="restore_toolkit"),
    path("<uuid:pk>/co-owners/", views.co_owners, name="co_owners"),
    path("<uuid:pk>/co-owners/<int:person>/remove/", views.remove_co_owner, name="remove_co_owner"),
    path("<uuid:pk>/invitations/<int:number>/withdraw/", views.withdraw, name="withdraw_invitation"),
]
