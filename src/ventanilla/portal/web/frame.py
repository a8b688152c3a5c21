"""What stands around every page: names, menus, the account, the line of a demonstration. A context processor."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext

from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.notices import api as notices
from ventanilla.portal.web.sessions import OPERATES_KEY
from ventanilla.ui.types import Account, Frame, NavItem


def frame(request: HttpRequest) -> dict[str, object]:
    """`frame` for the templates of `ui`. Lazy: a page that is not rendered asks nothing."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> Frame:
    actor: Actor | None = getattr(request, "actor", None)
    official = actor is not None and actor.post is not None
    return Frame(
        institution=actor.post.institution_name if actor and actor.post else "",
        home_href=reverse("desk") if official else reverse("home"),
        nav=_staff_nav(request) if official else _person_nav(request, actor),
        languages=_languages(),
        account=_account(request, actor),
        sign_in_href="" if actor else f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}",
        notice_tag=gettext("Demostración") if settings.SIMULATORS else "",
        notice=gettext("Nada de esto es real.") if settings.SIMULATORS else "",
        footer=(
            NavItem(gettext("Verificar un documento"), reverse("verify")),
            NavItem(gettext("Registro público"), reverse("log")),
            NavItem(gettext("Accesibilidad"), reverse("accessibility")),
            NavItem(gettext("Privacidad"), reverse("privacy")),
            NavItem(gettext("Funcionarios"), reverse("staff-sign-in")),
        ),
    )


def _item(request: HttpRequest, text: str, name: str, *, count: int = 0, minor: bool = False) -> NavItem:
    href = reverse(name)
    here = request.path == href or (href != "/" and request.path.startswith(href))
    return NavItem(text, href, current=here, count=count, minor=minor)


def _person_nav(request: HttpRequest, actor: Actor | None) -> tuple[NavItem, ...]:
    services = _item(request, gettext("Trámites"), "catalogue")
    if actor is None:
        return (services, _item(request, gettext("Verificar"), "verify"))
    return (
        services,
        _item(request, gettext("Mis trámites"), "my-cases"),
        _item(request, gettext("Avisos"), "inbox", count=notices.count_unread(person_id=actor.person_id)),
        _item(request, gettext("Quién vio mis datos"), "my-reads", minor=True),
    )


def _staff_nav(request: HttpRequest) -> tuple[NavItem, ...]:
    operates = request.session.get(OPERATES_KEY, False)
    return (
        _item(request, gettext("Mesa"), "desk"),
        _item(request, gettext("Buscar"), "search-cases"),
        *((_item(request, gettext("Operación"), "operation"),) if operates else ()),
        _item(request, gettext("Verificar"), "verify"),
    )


def _account(request: HttpRequest, actor: Actor | None) -> Account | None:
    if actor is None:
        return None
    return Account(
        name=actor.name,
        post=actor.post.title if actor.post else "",
        items=_account_items(request, actor),
        sign_out_href=reverse("sign-out"),
    )


def _account_items(request: HttpRequest, actor: Actor) -> tuple[NavItem, ...]:
    sessions = _item(request, gettext("Mis sesiones"), "my-sessions")
    return (sessions, _item(request, gettext("Mi acceso"), "my-access")) if actor.post else (sessions,)


def _languages() -> tuple[NavItem, ...]:
    """Each language in its own name; a press posts it and comes back to the page."""
    current = get_language()
    return tuple(
        NavItem(name, reverse("set-language"), current=code == current, lang=code) for code, name in settings.LANGUAGES
    )
