"""Officials: they take what waits at their desk, report, and sign."""

import re

from tests.endurance.clients import Client, Refused
from tests.endurance.persons import CODE
from ventanilla.project.demo.world import Post

TASK = re.compile(r"/mesa/tareas/([0-9a-f-]{36})/$")
CLAIM = re.compile(rf"Tomar {CODE[2:]}")
DONE = "Tarea terminada"
FIELDS = {"zone": "ZU-2 residencial mixta", "missing_text": "Falta la firma del arrendador."}
REASONS = "Que los informes son favorables y la solicitud cumple con lo que pide la ley."
# Of ten reviews, so many ask to correct; of ten decisions, so many reject.
MISSING, REJECTED = 2, 2


class Official(Client):
    """The holder of one post."""

    def sign_in(self, post: Post) -> None:
        self.go("/funcionarios/entrar/")
        self.press("^Entrar$", {"email": post.email, "password": post.password})

    def turn(self) -> None:
        try:
            if not self._work() and not self._take():
                self.pause()
        except Refused as refused:
            self.seen.surprises.append(f"{self.name}: {refused}")

    def _take(self) -> bool:
        """Take a task of the unit, when there is one."""
        self.go("/mesa/?ver=unidad")
        waiting = CLAIM.findall(self.page.text)
        if not waiting:
            return False
        self.press(f"^{self.random.choice(waiting)}")
        return True

    def _work(self) -> bool:
        """End a task that one has, when there is one."""
        self.go("/mesa/")
        mine = self.page.links(href=TASK.pattern)
        if not mine:
            return False
        self.go(self.random.choice(mine))
        task, code = TASK.search(self.page.address)[1], self.page.find(CODE)
        if self.page.find_button("Revisar antes de firmar"):
            outcome = "reject" if self.random.randrange(10) < REJECTED else "approve"
            self.press("Revisar antes de firmar", {"outcome": outcome, "reasons": REASONS})
            self.press("^Firmar$")
        else:
            outcome = "missing" if self.random.randrange(10) < MISSING else "favorable"
            fields = {name: FIELDS[name] for name in self._fields() if name in FIELDS}
            self.press("Terminar la tarea", {"outcome": outcome, **fields})
        assert self.page.says(DONE), f"{self.page.address}: {self.page.text}"
        self.seen.reports.append({"task": task, "outcome": outcome})
        if outcome in {"approve", "reject"}:
            self.seen.decisions.append({"code": code, "outcome": outcome})
        return True

    def _fields(self) -> tuple[str, ...]:
        return next(form.field_names for form in self.page.forms() if "outcome" in form.field_names)
