import pytest

from ventanilla.kernel.identity import testing
from ventanilla.kernel.identity.testing import SINCE


@pytest.mark.django_db
def test_two(django_assert_num_queries):
    first, _second = testing.make_commune(), testing.make_second()
    actor = first.officials["JEFE-RENTAS"].actor(SINCE)
    from ventanilla.kernel.identity import api

    with django_assert_num_queries(1):
        scope = api.scope_of(actor=actor, action="cases.decide", at=SINCE)
    assert scope.allows(institution_id=first.institution.id, unit_id=first.units["RENTAS"].id, service="x")
