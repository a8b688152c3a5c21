"""What is a person's own: cases, documents, payments, inbox, who has seen my data."""

from django.urls import path

from ventanilla.portal.web.views import case, correction, documents, inbox, my_cases, payments, reads, reasons

urlpatterns = [
    path("mis-tramites/", my_cases.my_cases, name="my-cases"),
    path("casos/<uuid:case>/", case.case, name="case"),
    path("casos/<uuid:case>/corregir/", correction.correct, name="case-correct"),
    path("casos/<uuid:case>/pagar/<uuid:charge>/", payments.pay, name="charge-pay"),
    path("casos/<uuid:case>/por-que/", reasons.reasons, name="case-reasons"),
    path("casos/<uuid:case>/documentos/<uuid:document>/", documents.own_document, name="own-document"),
    path("pagos/vuelta/", payments.payment_return, name="payment-return"),
    path("pagos/aviso/<slug:provider>/", payments.payment_notice, name="payment-notice"),
    path("avisos/", inbox.inbox, name="inbox"),
    path("avisos/<uuid:notice>/", inbox.notice, name="notice"),
    path("quien-vio-mis-datos/", reads.my_reads, name="my-reads"),
]
