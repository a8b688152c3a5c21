from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "ventanilla.kernel.payments"
    label = "payments"

    def ready(self) -> None:
        from ventanilla.kernel.payments import providers
        from ventanilla.kernel.payments.providers.simulator import SimulatorProvider

        providers.register(SimulatorProvider())
