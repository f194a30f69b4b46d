"""What rows of a sheet about the same projectiles say otherwise, and groups that no other row knows."""

from __future__ import annotations

from collections.abc import Container, Sequence

from geomap.findings import Finding, Severity
from geomap.making.statements import Statement

__all__ = ["contradiction", "how_many", "kinds_of_nothing", "one_value"]


def one_value(
    statements: Sequence[Statement], column: str, what: str, account: str, file: str
) -> tuple[str, list[Finding]]:
    """Return the one value that rows about the same projectiles give, and those that say otherwise.

    Parameters
    ----------
    statements : sequence of Statement
    column : {"value", "how many"}
    what : str
        What two of them would be: "two kinds for the same projectiles".
    account : str
        Label of the account.
    file : str
        Name of the sheet.
    """
    told = [(value, s) for s in statements if (value := how_many(s) if column == "how many" else s.row["value"])]
    found = []
    for value, s in told[1:]:
        if value != told[0][0]:
            message = (
                f'"{value}", but row {told[0][1].row.row} says "{told[0][0]}": {what} of the account '
                f'"{account}". Tell groups apart in "group", or tellings in "account"'
            )
            found.append(contradiction(message, file, column, s, value))
    return (told[0][0] if told else ""), found


def kinds_of_nothing(kinds: Sequence[Statement], groups: Container[str], account: str, file: str) -> list[Finding]:
    """Tell kinds of a group of which nothing else is told: a word that is spelt otherwise, most likely.

    Parameters
    ----------
    kinds : sequence of Statement
        Rows about the kind of a group.
    groups : container of str
        The groups of the account, in small letters.
    account : str
        Label of the account.
    file : str
        Name of the sheet.
    """
    message = (
        f'is in no row about a launch area, an impact area or an outcome of the account "{account}": what these '
        "projectiles are is told of no group. Write the same word in the rows that belong together"
    )
    return [
        contradiction(
            f'"{s.row["group"]}" {message}', file, "group", s, s.row["group"], "warning", code="group-not-told"
        )
        for s in kinds
        if s.row["group"].casefold() not in groups
    ]


def how_many(statement: Statement) -> str:
    """Return the number of projectiles that a row speaks of, as a text to compare; empty if none is known."""
    amount = statement.row.how_many
    return str(amount) if amount.count.is_known else ""


def contradiction(
    message: str,
    file: str,
    column: str,
    statement: Statement,
    value: str,
    severity: Severity = "error",
    *,
    code: str = "sheet-contradicts-itself",
) -> Finding:
    """Return what contradicts itself in one row of a sheet."""
    return Finding(
        code=code,
        severity=severity,
        message=message,
        file=file,
        column=column,
        rows=(statement.row.row,),
        values=(value,),
    )
