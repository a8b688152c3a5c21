"""Filing: from the draft to the receipt."""

from django.urls import path

from ventanilla.portal.web.views import drafts, receipt, review

urlpatterns = [
    path("solicitudes/<uuid:draft>/", drafts.resume, name="draft"),
    path("solicitudes/<uuid:draft>/revisar/", review.review, name="draft-review"),
    path("solicitudes/<uuid:draft>/enviar/", review.send, name="draft-file"),
    path("solicitudes/<uuid:draft>/borrar/", drafts.discard, name="discard-draft"),
    path("solicitudes/<uuid:draft>/paso/<slug:page>/", drafts.page, name="draft-page"),
    path("casos/<uuid:case>/comprobante/", receipt.receipt, name="receipt"),
    path("casos/<uuid:case>/comprobante.pdf", receipt.receipt_pdf, name="receipt-pdf"),
    path("casos/<uuid:case>/comprobante.json", receipt.receipt_json, name="receipt-json"),
    path("casos/<uuid:case>/opinion/", receipt.rate, name="rate-filing"),
]
