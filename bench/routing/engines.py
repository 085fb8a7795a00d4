"""The general rules engines, each in the best form found for it.

One compiled rule for each association; or, for those that can, the whole directory unrolled into a single expression,
which spares the calls but must be compiled again whenever any association changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import cel
import datalogic_py
import rule_engine
import zen

from bench.routing.dialects import CEL, RULE_ENGINE, ZEN, json_logic, written
from bench.routing.facts import Answer, Facts, best_of
from bench.routing.rule import Call, Node, objections, rank, rule
from hub.routing import Weights

Flat: TypeAlias = dict[str, Any]
Decide: TypeAlias = Callable[[Flat], Answer]
Make: TypeAlias = Callable[[Sequence[Facts], Weights], Decide]


def cel_rules(known: Sequence[Facts], weights: Weights) -> Decide:
    """What a need says is converted once, then read by every rule."""
    programs = [cel.compile(written(rule(each, weights), CEL)) for each in known]

    def decide(need: Flat) -> Answer:
        context = cel.Context(need)
        return best_of([program.execute(context) for program in programs])

    return decide


def zen_rules(known: Sequence[Facts], weights: Weights) -> Decide:
    expressions = [zen.compile_expression(written(rule(each, weights), ZEN)) for each in known]
    return lambda need: best_of([expression.evaluate(need) for expression in expressions])


def zen_unrolled(known: Sequence[Facts], weights: Weights) -> Decide:
    expression = zen.compile_expression(_list_of([written(rule(each, weights), ZEN) for each in known]))
    return lambda need: best_of(expression.evaluate(need))


def zen_tables(known: Sequence[Facts], weights: Weights) -> Decide:
    """A decision table for each association, a row for each criterion, the first that holds; all in one batch."""
    content = {str(number): _graph(_table(each, weights)) for number, each in enumerate(known)}
    engine = zen.ZenEngine({"loader": {"type": "static", "content": content}})

    def decide(need: Flat) -> Answer:
        found = engine.evaluate_batch([{"key": key, "context": need} for key in content])
        return best_of([each["data"]["result"]["code"] for each in found])

    return decide


def json_logic_rules(known: Sequence[Facts], weights: Weights) -> Decide:
    engine = datalogic_py.Engine()
    session = engine.session()
    rules = [engine.compile(json_logic(rule(each, weights))) for each in known]

    def decide(need: Flat) -> Answer:
        told = datalogic_py.DataHandle(need)
        return best_of([*map(_number, session.evaluate_many(rules, told))])

    return decide


def json_logic_unrolled(known: Sequence[Facts], weights: Weights) -> Decide:
    engine = datalogic_py.Engine()
    session = engine.session()
    whole = engine.compile([json_logic(rule(each, weights)) for each in known])
    return lambda need: best_of(session.evaluate(whole, need))


def rule_engine_rules(known: Sequence[Facts], weights: Weights) -> Decide:
    rules = [rule_engine.Rule(written(rule(each, weights), RULE_ENGINE)) for each in known]
    return lambda need: best_of([each.evaluate(need) for each in rules])


def _number(found: str | datalogic_py.BatchItemError) -> int:
    if isinstance(found, str):
        return int(found)
    raise ValueError(found.message)


def _list_of(expressions: list[str]) -> str:
    return f"[{', '.join(expressions)}]"


def _table(facts: Facts, weights: Weights) -> Flat:
    """One condition column, filled with each objection, and a last row that is always true."""
    said = [(written(_not(met), ZEN), str(number)) for number, met in objections(facts)]
    said.append(("", written(rank(facts, weights), ZEN)))
    return {
        "hitPolicy": "first",
        "inputs": [{"id": "if", "name": "Condition"}],
        "outputs": [{"id": "then", "name": "Code", "field": "code"}],
        "rules": [{"_id": str(n), "if": when, "then": then} for n, (when, then) in enumerate(said)],
    }


def _not(node: Node) -> Node:
    return not node if isinstance(node, bool) else Call("not", (node,))


def _graph(table: Flat) -> Flat:
    kinds: tuple[tuple[str, str, Flat], ...] = (
        ("asked", "inputNode", {}),
        ("table", "decisionTableNode", table),
        ("answer", "outputNode", {}),
    )
    ends = (("asked", "table"), ("table", "answer"))
    return {
        "nodes": [
            {"id": name, "name": name, "type": kind, "content": content} for name, kind, content in kinds
        ],
        "edges": [{"id": one, "type": "edge", "sourceId": one, "targetId": two} for one, two in ends],
    }
