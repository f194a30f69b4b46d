"""The command line, run in this process as a shell would run it."""

from __future__ import annotations

import pytest

from geomap.cli import main


@pytest.fixture
def run(monkeypatch, capsysbinary):
    """Give a function that runs a command and returns its exit code, stdout and stderr."""

    def command(*arguments):
        monkeypatch.setattr("sys.argv", ["geomap", *map(str, arguments)])
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        else:
            code = 0
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return command
