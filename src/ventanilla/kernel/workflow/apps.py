from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "ventanilla.kernel.workflow"
    label = "workflow"
