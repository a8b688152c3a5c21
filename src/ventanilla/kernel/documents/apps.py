from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "ventanilla.kernel.documents"
    label = "documents"

    def ready(self) -> None:
        from ventanilla.kernel.documents import jobs

        jobs.register()
