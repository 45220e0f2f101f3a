"""Addresses of the person: allauth's views under our names, and none that we do not show."""

from allauth.account import views as account
from django.urls import path, re_path

from brs.core.once import once

from . import entrance, views

urlpatterns = [
    path("sign-up/", once(entrance.SignUp.as_view()), name="account_signup"),
    path("sign-in/", entrance.SignIn.as_view(), name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("verify/", entrance.look_into_your_mail, name="account_email_verification_sent"),
    re_path(r"^verify/(?P<key>[-:\w]+)/$", entrance.Confirm.as_view(), name="account_confirm_email"),
    path("reset/", entrance.Reset.as_view(), name="account_reset_password"),
    path("reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance.ResetFromKey.as_view(),
        name="account_reset_password_from_key",
    ),
    path("reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("password/", views.with_address(entrance.ChangePassword.as_view()), name="account_change_password"),
    path("password/set/", views.with_address(account.password_set), name="account_set_password"),
    path("email/", views.email, name="account_email"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("profile/", views.profile, name="profile"),
    path("continue/", views.continue_, name="pending"),
    path("continue/forget/", views.forget, name="pending_forget"),
    path("sessions/", views.signed_in, name="sessions"),
    path("data/", views.data, name="data"),
    path("data/download/", views.download, name="data_download"),
    path("data/erase/", views.erase, name="data_erase"),
    path("erased/", views.erased, name="erased"),
]
