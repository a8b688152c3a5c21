"""What the files of `data/` promise: valid RUN in a range of nobody, always the same persons, eight officials."""

from ventanilla.common import comunas
from ventanilla.common import run as run_numbers
from ventanilla.project.demo import people, world

NOBODYS = range(44_000_000, 45_000_000)


def test_there_are_200_persons_each_with_a_run_and_a_name_of_their_own() -> None:
    everyone = people.everyone()
    assert len(everyone) == len({each.run for each in everyone}) == len({each.email for each in everyone}) == 200
    assert len({each.name for each in everyone}) == 200
    assert all(comunas.get(each.comuna_code) for each in everyone)


def test_every_run_and_rut_is_valid_and_of_nobody() -> None:
    holders = [post.holder.run for each in world.institutions() for post in each.posts]
    ruts = [each.rut for each in (*world.institutions(), *world.organisations())]
    given = [*(each.run for each in people.everyone()), *holders, *ruts]
    assert len(given) == len(set(given))
    for run in given:
        assert run_numbers.parse(run) == run
        assert int(run.split("-")[0]) in NOBODYS


def test_the_persons_are_always_the_same() -> None:
    drawn = people.person(6)
    assert (drawn.display_run, drawn.name) == ("44.000.006-1", "Cristina Claudia Vega Salinas")
    assert all(len(set(each.given_names.split())) == len(each.given_names.split()) for each in people.everyone())


def test_there_are_eight_officials_each_with_an_email_and_a_password_of_their_own() -> None:
    posts = [post for each in world.institutions() for post in each.posts]
    assert len(posts) == len({post.email for post in posts}) == len({post.password for post in posts}) == 8


def test_every_lane_unit_and_role_is_one_of_the_institution() -> None:
    for each in world.institutions():
        units, roles = {unit.code for unit in each.units}, {role.code for role in each.roles}
        assert {post.unit for post in each.posts} <= units
        assert {code for post in each.posts for code in post.roles} <= roles
        for offer in each.offers:
            assert {offer.unit, *offer.lanes.values()} <= units
