"""The ways in and out."""

from django.urls import path
from django.views.i18n import set_language

from ventanilla.portal.web.views import sign_in, staff_sign_in

urlpatterns = [
    path("entrar/", sign_in.sign_in, name="sign-in"),
    path("entrar/<slug:provider>/", sign_in.sign_in_with, name="sign-in-with"),
    path("entrar/<slug:provider>/vuelta/", sign_in.sign_in_return, name="sign-in-return"),
    path("salir/", sign_in.sign_out, name="sign-out"),
    path("funcionarios/entrar/", staff_sign_in.staff_sign_in, name="staff-sign-in"),
    path("funcionarios/cargo/", staff_sign_in.choose_post, name="choose-post"),
    path("idioma/", set_language, name="set-language"),
]
