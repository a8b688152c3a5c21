from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "ventanilla.kernel.payments"
    label = "payments"
