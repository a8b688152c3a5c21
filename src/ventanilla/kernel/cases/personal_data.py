"""Why the tables of cases hold personal data, until when, and who sees it (Ley 19.628, Ley 21.719).

Of what the answers of a form hold, each question of the service says its own purpose and retention (form.yaml, `data`).
"""

from django.utils.translation import gettext_noop

from ventanilla.kernel.identity.types import PersonalData

UNTIL_DISPOSAL = gettext_noop("Hasta que se elimine el expediente, según la norma del trámite.")
CASE_READERS = gettext_noop("Las partes y los funcionarios que tienen una tarea en el expediente.")

WRITER = PersonalData(
    gettext_noop("Guardar la solicitud que la persona está escribiendo."),
    gettext_noop("Noventa días desde el último cambio, si no se envía."),
    gettext_noop("Solo la persona que la escribe."),
)
PARTY = PersonalData(gettext_noop("Saber quién es parte del trámite."), UNTIL_DISPOSAL, CASE_READERS)
ANSWERS = PersonalData(gettext_noop("Tramitar y decidir la solicitud."), UNTIL_DISPOSAL, CASE_READERS)
ACTOR = PersonalData(gettext_noop("Saber quién hizo cada acto."), UNTIL_DISPOSAL, CASE_READERS)
EASE = PersonalData(
    gettext_noop("Mejorar el trámite, contando las respuestas de todas las personas."),
    UNTIL_DISPOSAL,
    gettext_noop("Nadie que trabaje en el expediente."),
)
