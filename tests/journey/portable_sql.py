"""Owns the subset of SQL that DuckDB and Spark run alike: what a select may not use, and why. Runs no select."""

import re
from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.tokens import Token, TokenType

# Both engines know these by the same name and with the same meaning. Add only what both do.
FUNCTION_NAMES = """
    abs any_value avg bool_and bool_or cast ceil coalesce concat count cume_dist date_trunc dense_rank exists extract
    filter first_value floor greatest lag last_value least left length lead lower ltrim max median min mod nullif
    ntile percentile_cont position rank regexp_extract replace right round row_number rtrim substr substring sum trim
    upper
"""
WORDS_BEFORE_A_BRACKET = """
    all and any as between by case cube cross distinct else except from full group grouping having in inner intersect
    interval is join left limit not offset on or order outer over partition qualify right rollup select semi anti sets
    then union using values when where window with within
"""
MAY_STAND_BEFORE_A_BRACKET = {*FUNCTION_NAMES.split(), *WORDS_BEFORE_A_BRACKET.split()}
EXTRACTED = {"year", "quarter", "month", "day", "hour", "minute", "second"}
TRUNCATED_TO = {"month", "week"}
NODES = {
    exp.Pivot: "PIVOT: count with FILTER instead",
    exp.Unnest: "rows from lists: the day spine is staged.days",
    exp.Lateral: "LATERAL",
    exp.Array: "lists",
    exp.Struct: "structs",
    exp.Bracket: "indexing into lists",
    exp.TryCast: "try_cast: typing belongs to staging",
    exp.IntDiv: "whole division: use floor",
    exp.Placeholder: "parameters: values come from `clause`",
    exp.Parameter: "parameters: values come from `clause`",
    exp.Lambda: "lambdas",
    exp.RegexpLike: "regular expression operators: use regexp_extract",
}
WORDS = {
    "::": ":: is DuckDB's own: write cast(x as type)",
    "varchar": "varchar has a length in Spark: cast as string",
}


def find_faults(sql: str) -> Iterator[str]:
    """What in a select is outside the subset, in words; nothing when it is portable."""
    tokens = sqlglot.tokenize(sql, read="duckdb")
    tree = sqlglot.parse_one(sql, read="duckdb")
    yield from _find_token_faults(tokens)
    for node in tree.walk():
        yield from (f"{why}: {node.sql()}" for kind, why in NODES.items() if isinstance(node, kind))
        yield from _find_node_faults(node)
    if re.search(r",\s*\n\s*(from\b|\))", re.sub(r"--.*", "", sql)):
        yield "a comma after the last column"


def _find_token_faults(tokens: list[Token]) -> Iterator[str]:
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        name = token.text.lower()
        if token.token_type is TokenType.STRING:
            continue
        if name in WORDS:
            yield WORDS[name]
        called = (
            following is not None and following.token_type is TokenType.L_PAREN and re.fullmatch(r"[a-z_]\w*", name)
        )
        if called and name not in MAY_STAND_BEFORE_A_BRACKET:
            yield f"{name} is not among the functions that both engines know alike"


def _find_node_faults(node: exp.Expression) -> Iterator[str]:
    match node:
        case exp.Identifier() if node.quoted:
            yield f"a name in double quotes is a text to Spark: {node.name}"
        case exp.Join() if node.args.get("method"):
            yield f"{node.args['method']} join"
        case exp.SetOperation() if node.args.get("by_name"):
            yield "UNION BY NAME: list the columns"
        case exp.With() if node.args.get("recursive"):
            yield "recursion"
        case exp.Star() if node.args.get("except_") or node.args.get("except") or node.args.get("replace"):
            yield "* exclude or replace: list the columns"
        case exp.Distinct() if node.args.get("on"):
            yield "DISTINCT ON: use row_number"
        case exp.Extract() if node.name.lower() not in EXTRACTED:
            yield f"extract({node.name.lower()}): weekdays and weeks are in staged.days"
        case exp.TimestampTrunc() | exp.DateTrunc() if node.text("unit").lower() not in TRUNCATED_TO:
            yield f"date_trunc to {node.text('unit').lower()}: month and week only"
        case exp.Window():
            yield from _find_window_faults(node)
        case exp.Select():
            yield from _find_columns_twice(node)


def _find_columns_twice(select: exp.Select) -> Iterator[str]:
    """Columns that a join makes the same, one named and the other in a `table.*`: DuckDB takes one, Spark neither."""
    columns = [part for part in select.expressions if isinstance(part, exp.Column)]
    whole = {column.table for column in columns if column.is_star}
    named = {(column.table, column.name) for column in columns if not column.is_star}
    for join in select.args.get("joins") or []:
        for pair in join.find_all(exp.EQ):
            for one, other in ((pair.this, pair.expression), (pair.expression, pair.this)):
                if one.name == other.name and one.text("table") in whole and (other.text("table"), other.name) in named:
                    yield f"a column twice: {other.sql()} and {one.text('table')}.*"


def _find_window_faults(window: exp.Window) -> Iterator[str]:
    if isinstance(window.this, exp.Filter):
        yield "FILTER in a window: use case inside the function"
    if isinstance(window.this, exp.Lag | exp.Lead) and window.args.get("spec"):
        yield "a frame for lag or lead"
