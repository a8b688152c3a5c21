"""What an author of a flow is told: which element, by name and id, and why. One class per problem.

Up to `StartMissing` a flow cannot be loaded. The rest are found by `check`: such a flow would run, and run badly.
"""

from typing import ClassVar

from django.utils.translation import gettext, gettext_noop

from ventanilla.common.errors import Refusal


class DefinitionRefused(Refusal):
    """`element` is the tag in BPMN and `id` the author's, "" when the trouble is the file."""

    code: ClassVar[str] = "workflow.definition_refused"
    next_step: ClassVar[str] = gettext_noop("Corrija el diagrama y revise el servicio otra vez.")
    http_status: ClassVar[int] = 422
    severity: ClassVar[str] = "ERROR"

    def __init__(self, *, element: str = "", id: str = "", **params: str | int) -> None:  # noqa: A002 BPMN's word
        super().__init__(element=element, id=id, **params)

    @property
    def element(self) -> str:
        return str(self.params["element"])

    @property
    def element_id(self) -> str:
        return str(self.params["id"])

    def sentence(self) -> str:
        """The text, in the active language."""
        return gettext(self.text) % self.params


class NotXml(DefinitionRefused):
    code: ClassVar[str] = "workflow.not_bpmn"
    text: ClassVar[str] = gettext_noop("El archivo no es un diagrama BPMN 2.0: %(reason)s.")


class TooLarge(DefinitionRefused):
    code: ClassVar[str] = "workflow.too_large"
    text: ClassVar[str] = gettext_noop("El diagrama es muy grande. El límite es %(limit)d %(unit)s.")


class ElementUnsupported(DefinitionRefused):
    code: ClassVar[str] = "workflow.unsupported"
    text: ClassVar[str] = gettext_noop("El elemento «%(element)s» (%(id)s) no se puede usar.")


class ElementBroken(DefinitionRefused):
    code: ClassVar[str] = "workflow.broken"
    text: ClassVar[str] = gettext_noop("El elemento «%(element)s» (%(id)s) está mal formado: %(reason)s.")


class ForksWithoutGateway(DefinitionRefused):
    code: ClassVar[str] = "workflow.implicit_fork"
    text: ClassVar[str] = gettext_noop(
        "De «%(element)s» (%(id)s) sale más de una flecha. Ponga una compuerta que diga cuál se sigue."
    )


class ConditionRefused(DefinitionRefused):
    code: ClassVar[str] = "workflow.condition_refused"
    text: ClassVar[str] = gettext_noop("La condición de la flecha %(id)s no es válida. %(reason)s")


class EffectMissing(DefinitionRefused):
    code: ClassVar[str] = "workflow.effect_missing"
    text: ClassVar[str] = gettext_noop(
        "La tarea automática %(id)s necesita «v:effect» con uno de estos valores: %(effects)s. Tiene «%(found)s»."
    )


class StartMissing(DefinitionRefused):
    code: ClassVar[str] = "workflow.start_missing"
    text: ClassVar[str] = gettext_noop("El proceso %(id)s necesita un solo evento de inicio.")


class NotReached(DefinitionRefused):
    code: ClassVar[str] = "workflow.not_reached"
    text: ClassVar[str] = gettext_noop("Ningún camino llega a «%(element)s» (%(id)s).")


class ExitMissing(DefinitionRefused):
    code: ClassVar[str] = "workflow.exit_missing"
    text: ClassVar[str] = gettext_noop("Desde «%(element)s» (%(id)s) ningún camino llega al final.")


class ConditionMissing(DefinitionRefused):
    code: ClassVar[str] = "workflow.condition_missing"
    text: ClassVar[str] = gettext_noop("La flecha %(id)s sale de una decisión y no tiene condición.")


class DefaultMissing(DefinitionRefused):
    code: ClassVar[str] = "workflow.default_missing"
    text: ClassVar[str] = gettext_noop("La decisión %(id)s necesita una flecha por defecto.")


class NameUnknown(DefinitionRefused):
    code: ClassVar[str] = "workflow.name_unknown"
    text: ClassVar[str] = gettext_noop("La condición de la flecha %(id)s usa «%(name)s», que no existe.")


class TaskUnknown(DefinitionRefused):
    code: ClassVar[str] = "workflow.task_unknown"
    text: ClassVar[str] = gettext_noop("La tarea %(id)s se llama «%(key)s», que no está en tasks.yaml.")


class TermUnknown(DefinitionRefused):
    code: ClassVar[str] = "workflow.term_unknown"
    text: ClassVar[str] = gettext_noop("El temporizador %(id)s usa el plazo «%(term)s», que no existe.")


class NothingDone(DefinitionRefused):
    code: ClassVar[str] = "workflow.nothing_done"
    text: ClassVar[str] = gettext_noop(
        "La tarea %(id)s no tiene tipo y se pasaría de largo. Use userTask o serviceTask."
    )


class EndlessCircle(DefinitionRefused):
    code: ClassVar[str] = "workflow.endless_circle"
    text: ClassVar[str] = gettext_noop("Desde «%(element)s» (%(id)s) se vuelve al mismo punto sin pasar por una tarea.")


class MayWaitForEver(DefinitionRefused):
    code: ClassVar[str] = "workflow.may_wait_for_ever"
    text: ClassVar[str] = gettext_noop("La unión %(id)s puede quedar esperando para siempre una rama que no llega.")


class MayHappenTwice(DefinitionRefused):
    code: ClassVar[str] = "workflow.may_happen_twice"
    text: ClassVar[str] = gettext_noop(
        "«%(element)s» (%(id)s) puede hacerse dos veces, porque dos ramas llegan sin unirse."
    )
    severity: ClassVar[str] = "WARNING"
