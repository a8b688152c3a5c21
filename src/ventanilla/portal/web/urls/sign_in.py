"""The ways in and out."""

from django.urls import path
from django.views.i18n import set_language

from ventanilla.portal.web.views import sign_in as views

urlpatterns = [
    path("entrar/", views.sign_in, name="sign-in"),
    path("entrar/vuelta/", views.sign_in_return, name="sign-in-return"),
    path("salir/", views.sign_out, name="sign-out"),
    path("funcionarios/entrar/", views.staff_sign_in, name="staff-sign-in"),
    path("funcionarios/cargo/", views.choose_post, name="choose-post"),
    path("idioma/", set_language, name="set-language"),
]
