from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "ventanilla.project"
    label = "project"

    def ready(self) -> None:
        from ventanilla.project import checks  # noqa: F401 registers them
