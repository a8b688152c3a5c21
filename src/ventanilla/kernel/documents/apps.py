from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "ventanilla.kernel.documents"
    label = "documents"
