"""Lists, contexts, ranges, filters and loops."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import cast

from ventanilla.common.feel import nodes
from ventanilla.common.feel.closures.builder import PARTIAL, Builder, makes
from ventanilla.common.feel.errors import TooLarge
from ventanilla.common.feel.limits import LIST_MAX_ITEMS
from ventanilla.common.feel.machine import Frame, Run, State, UserFunction
from ventanilla.common.feel.temporal import Date, date_of
from ventanilla.common.feel.types import coerced
from ventanilla.common.feel.values import FeelValue, Range, less


@makes(nodes.ListOf)
def list_of(builder: Builder, node: nodes.ListOf) -> Run:
    items = [builder.build(item) for item in node.items]
    return lambda frame: [item(frame) for item in items]


@makes(nodes.ContextOf)
def context_of(builder: Builder, node: nodes.ContextOf) -> Run:
    """Each entry sees those before it, and a function sees itself. Two entries of one name make the whole null."""
    slots: list[int] = []
    runs: list[Run] = []
    for entry in node.entries:
        calls_itself = _is_function(entry.value)
        value_of = None if calls_itself else builder.build(entry.value)
        slots.extend(builder.enter((entry.name,)))
        runs.append(value_of or builder.build(entry.value))
    result = builder.build(node.result) if node.result else None
    builder.leave(len(node.entries))
    names = [entry.name for entry in node.entries]
    runs = [
        _knowing_itself(run, slot) if _is_function(entry.value) else run
        for run, slot, entry in zip(runs, slots, node.entries, strict=True)
    ]
    steps = tuple(zip(names, slots, runs, strict=True))
    if len(set(names)) < len(names):
        return _repeated(node)

    def run(frame: Frame) -> FeelValue:
        entries: dict[str, FeelValue] = {}
        for name, slot, value_of in steps:
            frame[slot] = entries[name] = value_of(frame)
        return entries if result is None else result(frame)

    return run


def _knowing_itself(run: Run, slot: int) -> Run:
    """A function that is made and put into its own frame, so that it can call itself."""

    def made(frame: Frame) -> FeelValue:
        value = run(frame)
        if isinstance(value, UserFunction):
            value.frame[slot] = value
        return value

    return made


def _is_function(node: nodes.Node) -> bool:
    while isinstance(node, nodes.Typed):
        node = node.value
    return isinstance(node, nodes.Function)


def _repeated(node: nodes.ContextOf) -> Run:
    def run(frame: Frame) -> FeelValue:
        frame[0].remark(node.position, "repeated_key")

    return run


@makes(nodes.Interval)
def interval(builder: Builder, node: nodes.Interval) -> Run:
    """A range. In brackets both ends must be there, be of one kind and be in order; otherwise it is null."""
    low = builder.build(node.low) if node.low else None
    high = builder.build(node.high) if node.high else None

    def run(frame: Frame) -> FeelValue:
        one = low(frame) if low else None
        other = high(frame) if high else None
        if (low and one is None) or (high and other is None):
            return None
        if low and high and node.sign != "=" and less(other, one) is not False:
            frame[0].remark(node.position, "range")
            return None
        return Range(one, other, node.low_in, node.high_in)

    return run


@makes(nodes.Filter)
def filtered(builder: Builder, node: nodes.Filter) -> Run:
    source = builder.build(node.source)
    place = literal_place(node.test)
    if place is not None:
        growing = partial_slot(builder, node.source)
        if growing is not None:
            return lambda frame: element(frame[growing], place)
        return lambda frame: element(source(frame), place)
    slot = builder.enter_item()
    test = builder.build(node.test)
    builder.leave()

    def run(frame: Frame) -> FeelValue:
        value = source(frame)
        if value is None:
            return None
        items = cast("list[FeelValue]", value) if type(value) is list else [value]
        kept: list[FeelValue] = []
        state: State = frame[0]
        state.spend(1 + len(items))
        for item in items or (None,):
            frame[slot] = item
            passes = test(frame)
            if type(passes) is Decimal:
                return element(items, passes)
            if passes is True and items:
                kept.append(item)
        return kept

    return run


def literal_place(node: nodes.Node) -> Decimal | None:
    """The number of `[3]` or `[-1]`."""
    if isinstance(node, nodes.Minus):
        place = literal_place(node.operand)
        return None if place is None else -place
    return node.value if isinstance(node, nodes.Literal) and isinstance(node.value, Decimal) else None


def partial_slot(builder: Builder, node: nodes.Node) -> int | None:
    """The slot of `partial`, the list that a loop is still making: one item may be read without copying it."""
    if isinstance(node, nodes.Name) and builder.is_local(node.name):
        found = builder.find(node.name)
        return found.slot if found.slot in builder.growing and not found.items else None
    return None


def element(value: FeelValue, place: Decimal) -> FeelValue:
    """The item at a place: 1 is the first, -1 the last, and none is null."""
    if value is None or place != place.to_integral_value():
        return None
    items = cast("list[FeelValue]", value) if isinstance(value, list) else [value]
    if place.adjusted() > 9 or not 1 <= abs(place) <= len(items):
        return None
    return items[int(place) - 1 if place > 0 else int(place)]


def turns(node: nodes.Iterator, builder: Builder) -> Callable[[Frame], Iterable[FeelValue] | None]:
    """What a loop goes over; None when it is nothing that can be gone over."""
    source = builder.build(node.source)
    until = builder.build(node.until) if node.until else None
    kind = node.type

    def run(frame: Frame) -> Iterable[FeelValue] | None:
        value = source(frame)
        if until is not None:
            return _between(value, until(frame))
        if isinstance(value, Range):
            return _of_range(value)
        if value is None:
            return None
        items = cast("list[FeelValue]", value) if isinstance(value, list) else [value]
        return [coerced(item, kind, frame[0].spend) for item in items] if kind else items

    return run


def _between(first: FeelValue, last: FeelValue) -> Iterable[FeelValue] | None:
    """Whole numbers or dates from the first to the last, upwards or downwards; both are in."""
    if isinstance(first, Date) and isinstance(last, Date):
        return map(date_of, _counted(first.number, last.number))
    if not isinstance(first, Decimal) or not isinstance(last, Decimal):
        return None
    if first != first.to_integral_value() or last != last.to_integral_value():
        return None
    if max(first.adjusted(), last.adjusted()) > 18:
        return None
    return map(Decimal, _counted(int(first), int(last)))


def _counted(first: int, last: int) -> range:
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)


def _of_range(value: Range) -> Iterable[FeelValue] | None:
    """A range that is gone over: an end that is out is left out."""
    if value.low is None or value.high is None:
        return None
    items = _between(value.low, value.high)
    if items is None or (value.low_in and value.high_in):
        return items
    return (item for item in items if (value.low_in or item != value.low) and (value.high_in or item != value.high))


@makes(nodes.For)
def for_each(builder: Builder, node: nodes.For) -> Run:
    sources: list[tuple[int, Callable[[Frame], Iterable[FeelValue] | None]]] = []
    for iterator in node.iterators:
        source = turns(iterator, builder)
        sources.append((builder.enter((iterator.name,))[0], source))
    partial = builder.new_slot()
    builder.growing.add(partial)
    own = {iterator.name for iterator in node.iterators}
    builder.enter_as({} if PARTIAL in own else {PARTIAL: partial})
    result = builder.build(node.result)
    builder.leave(len(node.iterators) + 1)

    def run(frame: Frame) -> FeelValue:
        results: list[FeelValue] = []
        frame[partial] = results

        def visit() -> bool:
            if len(results) >= LIST_MAX_ITEMS:
                raise TooLarge(position=node.position)
            frame[partial] = results
            results.append(result(frame))
            return True

        whole = walk(sources, frame, visit)
        return results if whole else None

    return run


def walk(
    sources: Sequence[tuple[int, Callable[[Frame], Iterable[FeelValue] | None]]],
    frame: Frame,
    visit: Callable[[], bool],
    depth: int = 0,
) -> bool:
    """Every combination, the last iterator turning fastest. False when something could not be gone over."""
    slot, source = sources[depth]
    items = source(frame)
    if items is None:
        return False
    state: State = frame[0]
    for item in items:
        state.spend(1)
        frame[slot] = item
        if depth + 1 < len(sources):
            if not walk(sources, frame, visit, depth + 1):
                return False
        elif not visit():
            break
    return True


@makes(nodes.Quantified)
def quantified(builder: Builder, node: nodes.Quantified) -> Run:
    """`some` is true at the first true, `every` false at the first false; a test that is neither makes it null."""
    sources: list[tuple[int, Callable[[Frame], Iterable[FeelValue] | None]]] = []
    for iterator in node.iterators:
        source = turns(iterator, builder)
        sources.append((builder.enter((iterator.name,))[0], source))
    test = builder.build(node.test)
    builder.leave(len(node.iterators))
    decisive = node.word == "some"

    def run(frame: Frame) -> bool | None:
        answers: list[bool | None] = []

        def visit() -> bool:
            value = test(frame)
            if type(value) is not bool:
                answers.append(None)
            elif value is decisive:
                answers.append(value)
            return value is not decisive

        if not walk(sources, frame, visit):
            return None
        if decisive in answers:
            return decisive
        return None if answers else not decisive

    return run
