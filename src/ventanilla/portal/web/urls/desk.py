"""The desk of officials."""

from django.urls import path

from ventanilla.portal.web.views import desk, documents, search, tasks

urlpatterns = [
    path("mesa/", desk.desk, name="desk"),
    path("expedientes/", search.search, name="search-cases"),
    path("expedientes/<uuid:case>/", search.progress, name="case-progress"),
    path("mesa/tareas/<uuid:task>/", tasks.task, name="task"),
    path("mesa/tareas/<uuid:task>/tomar/", tasks.claim, name="task-claim"),
    path("mesa/tareas/<uuid:task>/soltar/", tasks.release, name="task-release"),
    path("mesa/tareas/<uuid:task>/terminar/", tasks.complete, name="task-complete"),
    path("mesa/tareas/<uuid:task>/preguntas/", tasks.questions, name="task-questions"),
    path("mesa/tareas/<uuid:task>/borrador/", tasks.preview, name="task-preview"),
    path("mesa/tareas/<uuid:task>/documentos/<uuid:document>/", documents.task_document, name="task-document"),
]
