"""The administration of an institution: units, posts, appointments, roles, and what waits for a second person."""

from django.urls import path

from ventanilla.portal.web.views.administration import appointments, offers, overview, posts, proposals, roles, units

urlpatterns = [
    path("administracion/", overview.overview, name="administration"),
    path("administracion/unidades/", units.tree, name="units"),
    path("administracion/unidades/<uuid:unit>/", units.unit, name="unit"),
    path("administracion/unidades/<uuid:unit>/nombre/", units.rename, name="unit-rename"),
    path("administracion/unidades/<uuid:unit>/agregar-unidad/", units.add, name="unit-add"),
    path("administracion/unidades/<uuid:unit>/agregar-cargo/", posts.add, name="post-add"),
    path("administracion/cargos/<uuid:post>/", posts.post, name="post"),
    path("administracion/cargos/<uuid:post>/nombre/", posts.rename, name="post-rename"),
    path("administracion/cargos/<uuid:post>/roles/", posts.change_roles, name="post-roles"),
    path("administracion/cargos/<uuid:post>/nombrar/", appointments.nominate, name="post-nominate"),
    path("administracion/nombramientos/<uuid:appointment>/terminar/", appointments.end, name="appointment-end"),
    path("administracion/roles/", roles.roles, name="roles"),
    path("administracion/roles/agregar/", roles.add, name="role-add"),
    path("administracion/roles/<uuid:role>/", roles.role, name="role"),
    path("administracion/roles/<uuid:role>/nombre/", roles.rename, name="role-rename"),
    path("administracion/roles/<uuid:role>/derechos/", roles.change_rights, name="role-rights"),
    path("administracion/tramites/", offers.offers, name="offers"),
    path("administracion/tramites/<slug:slug>/<slug:parameter>/", offers.value, name="offer-value"),
    path("administracion/propuestas/", proposals.proposals, name="proposals"),
    path("administracion/propuestas/<uuid:proposal>/", proposals.proposal, name="proposal"),
    path("administracion/propuestas/<uuid:proposal>/aprobar/", proposals.approve, name="proposal-approve"),
    path("administracion/propuestas/<uuid:proposal>/rechazar/", proposals.refuse, name="proposal-refuse"),
]
