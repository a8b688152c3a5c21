"""The step function: joins, loops, timers, ends; and that every well-formed flow comes to its end."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ventanilla.kernel.workflow import bpmn, engine, soundness
from ventanilla.kernel.workflow.errors import EndlessLoop, FlowStuck, NoFlowTaken, TokenGone
from ventanilla.kernel.workflow.testing import Block, Choice, Do, End, Fork, Loop, Seq, Stop, Task, flow
from ventanilla.kernel.workflow.types import Definition, NodeKind

NOTHING: Mapping[str, object] = {}


def definition_of(block: Block | bytes) -> Definition:
    definition, problems = bpmn.read(block if isinstance(block, bytes) else flow(block))
    assert not problems, [problem.sentence() for problem in problems]
    assert definition is not None
    return definition


class Run:
    """A process in memory: the engine with rows that are a list."""

    def __init__(self, block: Block | bytes, values: Mapping[str, object] = NOTHING) -> None:
        self.definition = definition_of(block)
        self.tokens: list[engine.Token] = []
        self.ended: str | None = None
        self.opened = 0
        self._last_id = 0
        self._keep(engine.begin(self.definition, values))

    def _keep(self, advance: engine.Advance) -> None:
        assert self.ended is None, "a step was made after the end"
        assert len(set(advance.gone)) == len(advance.gone)
        self.tokens = [token for token in self.tokens if token.id not in advance.gone]
        for placed in advance.placed:
            self._last_id += 1
            self.tokens.append(engine.Token(self._last_id, placed.node, placed.came_by, placed.waiting))
            self.opened += not placed.waiting
        self.ended = advance.ended

    @property
    def at(self) -> list[str]:
        return sorted(token.node for token in self.tokens if not token.waiting)

    @property
    def active(self) -> list[engine.Token]:
        return [token for token in self.tokens if not token.waiting]

    def leave(self, node: str, values: Mapping[str, object] = NOTHING, *, timer: str = "") -> "Run":
        token = next(token for token in self.active if token.node == node)
        self._keep(engine.leave(self.definition, self.tokens, token.id, values, timer=timer))
        return self


class TestSequence:
    def test_it_goes_task_by_task_to_the_end(self):
        run = Run(Seq([Task("one"), Do("issue", "two"), Task("three")]))
        assert run.at == ["one"]
        assert run.leave("one").at == ["two"]
        assert run.leave("two").at == ["three"]
        assert run.leave("three").ended == "finished"
        assert run.tokens == []

    def test_a_token_that_has_left_cannot_leave_again(self):
        run = Run(Seq([Task("one"), Task("two")]))
        first = run.tokens[0]
        run.leave("one")
        with pytest.raises(TokenGone):
            engine.leave(run.definition, run.tokens, first.id, NOTHING)


class TestChoice:
    block = Choice({'tasks.review.outcome = "APPROVE"': Task("sign"), "capital > 10": Task("audit")}, Task("reject"))

    @pytest.mark.parametrize(
        ("values", "taken"),
        [
            ({"tasks": {"review": {"outcome": "APPROVE"}}, "capital": 50}, "sign"),
            ({"tasks": {"review": {"outcome": "OTHER"}}, "capital": 50}, "audit"),
            ({"capital": 5}, "reject"),
            ({}, "reject"),
        ],
    )
    def test_it_takes_the_first_true_condition_and_otherwise_the_default(self, values, taken: str):
        assert Run(self.block, values).at == [taken]

    def test_without_default_and_nothing_true_it_is_our_fault(self):
        source = flow(self.block).replace(b" default=", b" name=")
        with pytest.raises(NoFlowTaken):
            Run(source)


class TestForkAndJoin:
    def test_the_join_waits_for_all_its_branches_in_any_order(self):
        block = Seq([Fork([Task("zoning"), Task("inspection"), Task("health")]), Task("decide")])
        run = Run(block)
        assert run.at == ["health", "inspection", "zoning"]
        assert run.leave("inspection").at == ["health", "zoning"]
        assert run.leave("zoning").at == ["health"]
        assert run.leave("health").at == ["decide"]
        assert len(run.tokens) == 1

    def test_a_branch_without_task_waits_at_the_join_from_the_first_step(self):
        run = Run(Fork([Task("one"), Choice({"false": Task("never")}, None)]))
        assert run.at == ["one"]
        assert run.leave("one").ended == "finished"

    def test_a_join_inside_a_loop_counts_each_round_apart(self):
        block = Loop(Fork([Task("left"), Task("right")]), "again")
        run = Run(block)
        for _round in range(3):
            run.leave("left").leave("right", {"again": True})
            assert run.at == ["left", "right"]
            assert len(run.tokens) == 2
        run.leave("right").leave("left", {"again": False})
        assert run.ended == "finished"

    def test_two_tokens_of_the_same_branch_are_not_both_branches(self):
        """An unjoined fork sends two tokens down one arrow of the join; the other arrow must still bring its own."""
        source = _process(
            '<startEvent id="s"/><parallelGateway id="f"/><exclusiveGateway id="m"/><parallelGateway id="j"/>'
            '<userTask id="a"/><userTask id="b"/><userTask id="c"/><userTask id="d"/><endEvent id="e"/>',
            "s>f f>a f>b f>c a>m b>m m>j c>j j>d d>e",
        )
        run = Run(source).leave("a").leave("b")
        assert run.at == ["c"]
        assert [token.node for token in run.tokens if token.waiting] == ["j", "j"]
        run.leave("c")
        assert run.at == ["d"]
        assert [token.node for token in run.tokens if token.waiting] == ["j"]

    def test_ends_in_two_branches_end_the_process_only_with_the_second(self):
        run = Run(Fork([Seq([Task("one"), End("first")]), Seq([Task("two"), End("second")])]))
        assert run.leave("one").ended is None
        assert run.leave("two").ended == "second"


class TestTerminate:
    def test_it_takes_every_token_with_it(self):
        reject = Choice({"rejected": Stop("refused")}, None)
        run = Run(Seq([Fork([Seq([Task("zoning"), reject]), Task("inspection")]), Task("decide")]))
        run.leave("zoning", {"rejected": True})
        assert run.ended == "refused"
        assert run.tokens == []


class TestTimer:
    block = Seq([Task("correct", "correction", Stop("withdrawn")), Task("review")])

    def test_it_takes_the_token_by_its_own_arrow(self):
        assert Run(self.block).leave("correct", timer="correct_late").ended == "withdrawn"

    def test_in_time_the_task_goes_on_as_usual(self):
        assert Run(self.block).leave("correct").at == ["review"]


class TestWhatNoCheckedFlowDoes:
    def test_a_circle_of_gateways_stops_at_the_limit(self):
        source = _process('<startEvent id="s"/><exclusiveGateway id="a"/><exclusiveGateway id="b"/>', "s>a a>b b>a")
        with pytest.raises(EndlessLoop):
            Run(source)

    def test_a_join_that_cannot_be_met_is_a_fault_and_not_a_case_lost_in_silence(self):
        source = _process(
            '<startEvent id="s"/><exclusiveGateway id="x" default="x-a"/><userTask id="a"/><userTask id="b"/>'
            '<parallelGateway id="j"/><endEvent id="e"/>',
            "s>x x>a x>b a>j b>j j>e",
        )
        run = Run(source)
        with pytest.raises(FlowStuck, match="j"):
            run.leave("a")

    def test_a_node_without_arrows_is_an_end_that_nobody_drew(self):
        source = _process('<startEvent id="s"/><userTask id="a"/>', "s>a")
        assert Run(source).leave("a").ended == "a"

    def test_an_untyped_task_is_passed_by(self):
        source = _process('<startEvent id="s"/><task id="t"/><userTask id="a"/><endEvent id="e"/>', "s>t t>a a>e")
        assert Run(source).at == ["a"]


def _process(nodes: str, arrows: str) -> bytes:
    """A process from raw elements and arrows such as `a>b`."""
    pairs = [arrow.split(">") for arrow in arrows.split()]
    flows = "".join(f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)
    namespace = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    return f'<definitions xmlns="{namespace}"><process id="p">{nodes}{flows}</process></definitions>'.encode()


# Every condition reads one name; the value of each name is drawn again at each step, so loops end with probability one.
_conditions = st.sampled_from(["c1", "c2", "c3 or c1", "not(c2)"])


@st.composite
def _blocks(draw: st.DrawFn, depth: int = 3) -> Block:
    kind = draw(st.sampled_from(["task", "do", "timed"] if depth == 0 else ["task", "seq", "choice", "fork", "loop"]))
    inner = _blocks(depth=max(depth - 1, 0))
    match kind:
        case "task":
            return Task()
        case "do":
            return Do("issue")
        case "timed":
            return Task("", "term", draw(st.sampled_from([None, Do("notify"), Stop()])))
        case "seq":
            return Seq(draw(st.lists(inner, min_size=1, max_size=3)))
        case "choice":
            return Choice(draw(st.dictionaries(_conditions, inner, min_size=1, max_size=2)), draw(st.none() | inner))
        case "fork":
            return Fork(draw(st.lists(inner, min_size=2, max_size=3)))
        case _:
            # With a task in each round: without one, gateways alone could lead in a circle, which the check refuses.
            return Loop(Seq([draw(inner), Task()]), draw(_conditions))


class TestAnyWellFormedFlow:
    @settings(max_examples=200)
    @given(_blocks(), st.randoms(use_true_random=False))
    def test_it_ends_with_every_token_gone_and_none_lost(self, block: Block, random):
        run = Run(block)
        steps = 0
        while run.ended is None:
            steps += 1
            assert steps < 5_000
            assert run.active, "tokens are left and nothing can move"
            token = random.choice(run.active)
            timers = run.definition.nodes[token.node].timers
            timer = random.choice(["", *timers]) if timers else ""
            values = {name: random.random() < 0.5 for name in ("c1", "c2", "c3")}
            run.leave(token.node, values, timer=timer)
        assert run.tokens == []

    @settings(max_examples=100)
    @given(_blocks())
    def test_the_walk_over_its_markings_finds_nothing_wrong(self, block: Block):
        assert soundness.find_problems(definition_of(block)) == ()

    @given(_blocks())
    def test_no_node_of_it_is_lost_when_it_is_read(self, block: Block):
        source = flow(block)
        read = definition_of(source)
        assert sum(node.kind is NodeKind.START for node in read.nodes.values()) == 1
        assert source.count(b"<sequenceFlow") == sum(len(node.outgoing) for node in read.nodes.values())
        assert read.source == source
