"""The operation of the installation: how it is, and what failed."""

from django.urls import path

from ventanilla.portal.web.views import operation

urlpatterns = [
    path("operacion/", operation.overview, name="operation"),
    path("operacion/reintentar/", operation.retry_all, name="operation-retry-all"),
    path("operacion/entregas/<int:delivery>/reintentar/", operation.retry_delivery, name="delivery-retry"),
    path("operacion/entregas/<int:delivery>/saltar/", operation.skip_delivery, name="delivery-skip"),
    path("operacion/trabajos/<int:job>/reintentar/", operation.retry_job, name="job-retry"),
    path("operacion/trabajos/<int:job>/abandonar/", operation.give_up_job, name="job-give-up"),
    path("operacion/alertas/<slug:code>/descartar/", operation.dismiss_alert, name="alert-dismiss"),
]
