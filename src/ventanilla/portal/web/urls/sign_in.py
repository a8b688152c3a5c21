"""The ways in and out."""

from django.urls import path
from django.views.i18n import set_language

from ventanilla.portal.web.views import access, sessions, sign_in, staff_sign_in, staff_steps

urlpatterns = [
    path("entrar/", sign_in.sign_in, name="sign-in"),
    path("entrar/<slug:provider>/", sign_in.sign_in_with, name="sign-in-with"),
    path("entrar/<slug:provider>/vuelta/", sign_in.sign_in_return, name="sign-in-return"),
    path("mis-sesiones/", sessions.my_sessions, name="my-sessions"),
    path("mis-sesiones/cerrar-las-demas/", sessions.end_other_sessions, name="end-other-sessions"),
    path("mis-sesiones/<uuid:session>/cerrar/", sessions.end_session, name="end-session"),
    path("salir/", sign_in.sign_out, name="sign-out"),
    path("funcionarios/entrar/", staff_sign_in.staff_sign_in, name="staff-sign-in"),
    path("funcionarios/entrar/llave/", access.enter_by_passkey, name="passkey-sign-in"),
    path("funcionarios/entrar/codigo/", staff_steps.staff_code, name="staff-code"),
    path("funcionarios/entrar/clave/", staff_steps.staff_new_password, name="staff-new-password"),
    path("funcionarios/acceso/", access.my_access, name="my-access"),
    path("funcionarios/acceso/aplicacion/", staff_steps.staff_set_up, name="staff-set-up"),
    path("funcionarios/acceso/codigos/", staff_steps.recovery_codes, name="recovery-codes"),
    path("funcionarios/acceso/codigos/nuevos/", access.renew_codes, name="renew-codes"),
    path("funcionarios/acceso/llaves/", access.add_passkey, name="add-passkey"),
    path("funcionarios/acceso/llaves/<uuid:passkey>/quitar/", access.remove_passkey, name="remove-passkey"),
    path("funcionarios/cargo/", staff_sign_in.choose_post, name="choose-post"),
    path("idioma/", set_language, name="set-language"),
]
