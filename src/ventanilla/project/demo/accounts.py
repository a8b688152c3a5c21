"""What one can try afterwards: persons by RUN, officials by e-mail and password, addresses."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ventanilla.project.demo import people, world

Row = tuple[str, ...]


def persons() -> list[Row]:
    """Those with a story: RUN, name and what they are good for."""
    return [(each.display_run, each.name, each.note) for each in people.everyone() if each.note]


def others() -> str:
    """A sentence about the rest."""
    rest = [each for each in people.everyone() if not each.note]
    told = {"count": len(rest), "first": rest[0].display_run, "last": rest[-1].display_run}
    return _("Y otras %(count)s, con los RUN seguidos del %(first)s al %(last)s.") % told


def officials() -> Iterator[tuple[str, list[Row]]]:
    """Each institution with its officials: e-mail, password and post."""
    for institution in world.institutions():
        rows = [(post.email, post.password, post.title) for post in institution.posts]
        yield institution.name, rows


def addresses(base_url: str) -> list[Row]:
    """Where to begin."""
    return [
        (f"{base_url}/", _("trámites")),
        (f"{base_url}/funcionarios/entrar/", _("mesa de los funcionarios")),
        (f"{base_url}/operacion/", _("cómo funciona la instalación, para quien la opera")),
        (f"{base_url}/verificar/", _("verificar un documento")),
        (f"{base_url}/registro/", _("registro público de actos")),
    ]
