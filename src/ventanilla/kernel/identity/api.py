"""The front door of identity: persons, organisations, institutions, units, posts, rights, mandates, accounts."""

from ventanilla.kernel.identity.operations.access import (
    add_passkey,
    keep_recovery_codes,
    remove_passkey,
    renew_access,
    renew_recovery_codes,
    set_second_factor,
    use_passkey,
    use_second_factor,
)
from ventanilla.kernel.identity.operations.accounts import (
    admit_person,
    choose_password,
    close_account,
    set_official_password,
)
from ventanilla.kernel.identity.operations.institutions import (
    create_institution,
    create_post,
    create_role,
    create_unit,
)
from ventanilla.kernel.identity.operations.mandates import grant_mandate, revoke_mandate
from ventanilla.kernel.identity.operations.persons import change_contact, register_organisation, register_person
from ventanilla.kernel.identity.operations.posts import appoint, end_appointment
from ventanilla.kernel.identity.operations.sessions import end_other_sessions, end_session, open_session, see_session
from ventanilla.kernel.identity.personal_data import check_personal_data
from ventanilla.kernel.identity.queries.access import (
    codes_to_keep,
    find_passkey,
    get_access,
    passkey_ids,
    secret_to_register,
)
from ventanilla.kernel.identity.queries.actors import (
    actor_of,
    actor_of_session,
    describe_actors,
    find_account,
    list_appointments,
    posts_of,
    posts_of_account,
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
from ventanilla.kernel.identity.queries.sessions import list_sessions
from ventanilla.kernel.identity.rates import give_back, take
from ventanilla.kernel.identity.sign_in.flow import begin_sign_in, finish_sign_in, sign_out_address
from ventanilla.kernel.identity.sign_in.providers import get_provider, list_providers
from ventanilla.kernel.identity.sign_in.spent import spend_challenge

__all__ = [
    "actor_of",
    "actor_of_session",
    "add_passkey",
    "admit_person",
    "appoint",
    "begin_sign_in",
    "change_contact",
    "check_personal_data",
    "choose_password",
    "close_account",
    "codes_to_keep",
    "create_institution",
    "create_post",
    "create_role",
    "create_unit",
    "describe_actors",
    "end_appointment",
    "end_other_sessions",
    "end_session",
    "find_account",
    "find_organisation",
    "find_passkey",
    "find_person",
    "find_post",
    "find_role",
    "find_unit",
    "finish_sign_in",
    "get_access",
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
    "give_back",
    "grant_mandate",
    "holds_anywhere",
    "keep_recovery_codes",
    "list_appointments",
    "list_institutions",
    "list_posts",
    "list_providers",
    "list_sessions",
    "list_units",
    "mandates_of",
    "may",
    "open_session",
    "passkey_ids",
    "posts_of",
    "posts_of_account",
    "register_organisation",
    "register_person",
    "remove_passkey",
    "renew_access",
    "renew_recovery_codes",
    "representatives_of",
    "require_right",
    "revoke_mandate",
    "scope_of",
    "scopes_of",
    "secret_to_register",
    "see_session",
    "set_official_password",
    "set_second_factor",
    "sign_out_address",
    "spend_challenge",
    "take",
    "use_passkey",
    "use_second_factor",
]
