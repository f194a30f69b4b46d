"""Errors carry their exit code and are also the fitting builtin."""

from __future__ import annotations

import pytest

from geomap import errors


@pytest.mark.parametrize(
    ("name", "builtin", "exit_code"),
    [
        ("UsageError", ValueError, 2),
        ("UnreadableInput", ValueError, 2),
        ("MissingTable", FileNotFoundError, 2),
        ("MissingColumn", ValueError, 2),
        ("ForbiddenColumn", ValueError, 2),
        ("InvalidMetadata", ValueError, 2),
        ("UnknownId", KeyError, 2),
        ("InvalidValue", ValueError, 2),
        ("WriteFailed", OSError, 1),
    ],
)
def test_each_error_is_a_builtin_too_and_knows_its_exit_code(name, builtin, exit_code):
    kind = getattr(errors, name)

    assert issubclass(kind, errors.GeomapError)
    assert issubclass(kind, builtin)
    assert kind("x").exit_code == exit_code


def test_the_message_is_printed_as_written():
    """A plain KeyError would put it in quotes."""
    assert str(errors.UnknownId('"x" is no id')) == '"x" is no id'


def test_every_error_is_listed():
    made = {n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, errors.GeomapError)}

    assert {n for n in errors.__all__ if n[0].isupper()} == made
