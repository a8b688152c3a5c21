"""The front door of identity: persons, organisations, institutions, units, posts, rights, mandates, accounts."""

from ventanilla.kernel.identity.operations.accounts import admit_person, close_account, set_official_password
from ventanilla.kernel.identity.operations.institutions import (
    create_institution,
    create_post,
    create_role,
    create_unit,
)
from ventanilla.kernel.identity.operations.mandates import grant_mandate, revoke_mandate
from ventanilla.kernel.identity.operations.persons import change_contact, register_organisation, register_person
from ventanilla.kernel.identity.operations.posts import appoint, end_appointment
from ventanilla.kernel.identity.personal_data import check_personal_data
from ventanilla.kernel.identity.queries.actors import (
    actor_of,
    actor_of_session,
    describe_actors,
    find_account,
    list_appointments,
    posts_of,
)
from ventanilla.kernel.identity.queries.institutions import (
    find_post,
    find_role,
    find_unit,
    get_institution,
    get_post,
    get_role,
    get_unit,
    get_units,
    list_institutions,
    list_posts,
    list_units,
)
from ventanilla.kernel.identity.queries.persons import (
    find_organisation,
    find_person,
    get_organisation,
    get_organisations,
    get_person,
    get_persons,
    mandates_of,
    representatives_of,
)
from ventanilla.kernel.identity.queries.rights import holds_anywhere, may, require_right, scope_of, scopes_of
from ventanilla.kernel.identity.sign_in.flow import begin_sign_in, finish_sign_in, sign_out_address
from ventanilla.kernel.identity.sign_in.providers import get_provider, list_providers

__all__ = [
    "actor_of",
    "actor_of_session",
    "admit_person",
    "appoint",
    "begin_sign_in",
    "change_contact",
    "check_personal_data",
    "close_account",
    "create_institution",
    "create_post",
    "create_role",
    "create_unit",
    "describe_actors",
    "end_appointment",
    "find_account",
    "find_organisation",
    "find_person",
    "find_post",
    "find_role",
    "find_unit",
    "finish_sign_in",
    "get_institution",
    "get_organisation",
    "get_organisations",
    "get_person",
    "get_persons",
    "get_post",
    "get_provider",
    "get_role",
    "get_unit",
    "get_units",
    "grant_mandate",
    "holds_anywhere",
    "list_appointments",
    "list_institutions",
    "list_posts",
    "list_providers",
    "list_units",
    "mandates_of",
    "may",
    "posts_of",
    "register_organisation",
    "register_person",
    "representatives_of",
    "require_right",
    "revoke_mandate",
    "scope_of",
    "scopes_of",
    "set_official_password",
    "sign_out_address",
]
