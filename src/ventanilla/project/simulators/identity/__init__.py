"""Two providers of OpenID Connect: the shape of ClaveÚnica and that of the standard. They misbehave on request."""

from ventanilla.project.simulators.identity.routes import find

__all__ = ["find"]
