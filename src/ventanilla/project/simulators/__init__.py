"""One harness of simulators: who signs in, and who takes payments. Never in production; `serve` refuses."""

from ventanilla.project.simulators.server import SimulatorsRefused, refuse_simulators, serve

__all__ = ["SimulatorsRefused", "refuse_simulators", "serve"]
