from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "ventanilla.kernel.notices"
    label = "notices"

    def ready(self) -> None:
        from ventanilla.kernel.notices import jobs

        jobs.register()
