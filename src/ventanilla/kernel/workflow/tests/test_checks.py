"""What `services check` says of a flow: the element, its id and a sentence."""

import pytest

from ventanilla.kernel.workflow.api import check
from ventanilla.kernel.workflow.testing import Choice, Do, Fork, Loop, Seq, Stop, Task, flow
from ventanilla.kernel.workflow.types import Severity

GOOD = flow(
    Seq(
        [
            Fork(
                [
                    Task("works"),
                    Loop(Task("inspection", "correction", Stop("withdrawn")), "tasks.inspection.outcome = 1"),
                ]
            ),
            Choice({"capital > 10": Do("charge", term="P5D")}, None),
        ]
    )
)
NAMES = {"capital", "tasks.inspection.outcome"}


def found(source: bytes, **known: object) -> set[tuple[str, str]]:
    problems = check(source, **known)  # type: ignore[arg-type]
    assert all(problem.sentence.endswith(".") and "%(" not in problem.sentence for problem in problems)
    return {(problem.code.removeprefix("workflow."), problem.element_id) for problem in problems}


def process(nodes: str, arrows: str) -> bytes:
    pairs = [arrow.split(">") for arrow in arrows.split()]
    flows = "".join(f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)
    namespace = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    return f'<definitions xmlns="{namespace}"><process id="p">{nodes}{flows}</process></definitions>'.encode()


class TestGoodFlow:
    def test_it_has_no_problem(self):
        assert check(GOOD, names=NAMES, tasks={"works", "inspection"}, terms={"correction"}) == ()

    def test_what_is_not_given_is_not_checked(self):
        assert check(GOOD) == ()


class TestAgainstTheService:
    def test_a_condition_that_reads_an_unknown_name(self):
        assert {code for code, _id in found(GOOD, names={"capital"})} == {"name_unknown"}

    def test_a_task_that_tasks_yaml_does_not_have(self):
        assert found(GOOD, tasks={"works"}) == {("task_unknown", "inspection")}

    def test_a_timer_of_an_unknown_term(self):
        assert found(GOOD, terms={"other"}) == {("term_unknown", "inspection_late")}


class TestShape:
    @pytest.mark.parametrize(
        ("nodes", "arrows", "problems"),
        [
            (
                '<startEvent id="s"/><userTask id="a"/><userTask id="lost"/><endEvent id="e"/>',
                "s>a a>e lost>e",
                {("not_reached", "lost")},
            ),
            (
                '<startEvent id="s"/><userTask id="a"/><userTask id="b"/>',
                "s>a a>b",
                {("exit_missing", "s"), ("exit_missing", "a"), ("exit_missing", "b")},
            ),
            (
                '<startEvent id="s"/><exclusiveGateway id="x"/><userTask id="a"/><endEvent id="e"/>',
                "s>x x>a x>e a>e",
                {("default_missing", "x"), ("condition_missing", "x-a"), ("condition_missing", "x-e")},
            ),
            (
                '<startEvent id="s"/><endEvent id="e"/>'
                '<exclusiveGateway id="m"/><exclusiveGateway id="x" default="x-e"/>',
                "s>m m>x x>m x>e",
                {("condition_missing", "x-m"), ("endless_circle", "m"), ("endless_circle", "x")},
            ),
            (
                '<startEvent id="s"/><task id="t"/><endEvent id="e"/>',
                "s>t t>e",
                {("nothing_done", "t")},
            ),
        ],
    )
    def test_what_is_missing_or_idle_is_told(self, nodes: str, arrows: str, problems: set):
        assert found(process(nodes, arrows)) == problems


class TestSoundness:
    def test_a_choice_into_a_parallel_join_may_wait_for_ever(self):
        source = flow(Choice({"c": Task("a")}, Task("b")))
        # the merge of the choice becomes a join
        text = source.decode()
        merge = text.split('sourceRef="a" targetRef="')[1].split('"')[0]
        stuck = text.replace(f'<exclusiveGateway id="{merge}"></exclusiveGateway>', f'<parallelGateway id="{merge}"/>')
        assert found(stuck.encode()) == {("may_wait_for_ever", merge)}

    def test_a_fork_that_is_not_joined_may_do_things_twice_and_is_a_warning(self):
        source = process(
            '<startEvent id="s"/><parallelGateway id="f"/><userTask id="a"/><userTask id="b"/>'
            '<exclusiveGateway id="m"/><userTask id="c"/><endEvent id="e"/>',
            "s>f f>a f>b a>m b>m m>c c>e",
        )
        (problem,) = check(source)
        assert (problem.code, problem.element_id, problem.severity) == (
            "workflow.may_happen_twice",
            "c",
            Severity.WARNING,
        )

    def test_forty_parallel_branches_are_walked_in_a_moment(self):
        assert check(flow(Fork([Seq([Task(), Choice({"c": Task()}, None)]) for _ in range(40)]))) == ()


class TestUnloadable:
    def test_every_refusal_of_the_reader_is_a_problem(self):
        source = process('<startEvent id="s"/><scriptTask id="a"/><subProcess id="b"/>', "")
        assert found(source) == {("unsupported", "a"), ("unsupported", "b")}
