"""Addresses of the person: allauth's views under our names, and none that we do not show."""

from allauth.account import views as account
from django.urls import path, re_path

from brs.core.once import once

from . import entrance, views

urlpatterns = [
    path("accounts/sign-up/", once(entrance.SignUp.as_view()), name="account_signup"),
    path("accounts/sign-in/", entrance.SignIn.as_view(), name="account_login"),
    path("accounts/sign-out/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/verify/", entrance.look_into_your_mail, name="account_email_verification_sent"),
    re_path(r"^accounts/verify/(?P<key>[-:\w]+)/$", entrance.Confirm.as_view(), name="account_confirm_email"),
    path("accounts/reset/", entrance.Reset.as_view(), name="account_reset_password"),
    path("accounts/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^accounts/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance.ResetFromKey.as_view(),
        name="account_reset_password_from_key",
    ),
    path("accounts/reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("accounts/password/", views.with_address(entrance.ChangePassword.as_view()), name="account_change_password"),
    path("accounts/password/set/", views.with_address(account.password_set), name="account_set_password"),
    path("accounts/email/", views.email, name="account_email"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/profile/", views.profile, name="profile"),
    path("accounts/continue/", views.continue_, name="pending"),
    path("accounts/continue/forget/", views.forget, name="pending_forget"),
    path("accounts/sessions/", views.signed_in, name="sessions"),
    path("accounts/data/", views.data, name="data"),
    path("accounts/data/download/", views.download, name="data_download"),
    path("accounts/data/erase/", views.erase, name="data_erase"),
    path("accounts/erased/", views.erased, name="erased"),
]
