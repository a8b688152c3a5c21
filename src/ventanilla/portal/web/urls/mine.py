"""What is a person's own: cases, documents, payments, inbox, who has seen my data."""

from django.urls import path

from ventanilla.portal.web.views import inbox, my_cases, reads

urlpatterns = [
    path("mis-tramites/", my_cases.my_cases, name="my-cases"),
    path("avisos/", inbox.inbox, name="inbox"),
    path("avisos/<uuid:notice>/", inbox.notice, name="notice"),
    path("quien-vio-mis-datos/", reads.my_reads, name="my-reads"),
]
