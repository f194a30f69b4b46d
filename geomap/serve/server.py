"""The server of the preview: 127.0.0.1 alone, reading alone, and only for pages that were opened here.

A page of another site could point a name of its own at this machine; what it then sends in Host is that name, and it is
refused.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from geomap.errors import GeomapError, UsageError
from geomap.serve.preview import Preview
from geomap.serve.shell import shell_files

__all__ = ["running"]

_HOST = "127.0.0.1"
_HEARTBEAT_S = 10.0
_SHELL_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_FILE_POLICY = "sandbox allow-scripts allow-downloads allow-popups; frame-ancestors 'self'"
"""For the files of the build, on top of the policy that the page itself carries: the same cage as in an article."""

_KINDS = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "geojson": "application/geo+json",
    "csv": "text/csv; charset=utf-8",
}
_PLAIN = "text/plain; charset=utf-8"


@contextmanager
def running(preview: Preview, port: int) -> Iterator[str]:
    """Answer for a preview until the block is left.

    Parameters
    ----------
    preview : Preview
    port : int
        0 takes any that is free.

    Yields
    ------
    str
        The address.

    Raises
    ------
    UsageError
        If the port cannot be had.
    """
    try:
        server = _Server((_HOST, port), partial(_Handler, preview))
    except (OSError, OverflowError) as error:
        said = getattr(error, "strerror", None) or error
        raise UsageError(
            f"port {port} of {_HOST} cannot be had: {said}. Choose another with --port, or --port 0 for any."
        ) from error
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield f"http://{_HOST}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say what went wrong, but for browsers that left."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server_version = "geomap"
    sys_version = ""
    timeout = 30

    def __init__(self, preview: Preview, *arguments: Any) -> None:
        self.preview = preview
        super().__init__(*arguments)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002
        """Keep the terminal for the builds."""

    def do_GET(self) -> None:
        """Answer with the shell, a file of the build, or the state as it changes."""
        if not self._is_from_here():
            return
        path = self.path.partition("?")[0]
        if path == "/events":
            self._send_events()
            return
        shell = shell_files(self.preview.lang).get(path)
        if shell is not None:
            self._send(shell, "html" if path == "/" else path.rpartition(".")[2], _SHELL_POLICY)
            return
        try:
            data = self.preview.file(path)
        except (GeomapError, OSError) as error:
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
            return
        if data is None:
            self._refuse(HTTPStatus.NOT_FOUND, "There is no such page in this preview.")
        else:
            self._send(data, path.rpartition(".")[2], _FILE_POLICY)

    def do_HEAD(self) -> None:
        """Answer as to GET, without the body."""
        self.do_GET()

    def __getattr__(self, name: str) -> Any:
        """Refuse every other method: the server looks each up by its name."""
        if name.startswith("do_"):
            return self._refuse_method
        raise AttributeError(name)

    def _refuse_method(self) -> None:
        if self._is_from_here():
            self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, "This preview is for reading.")

    def _is_from_here(self) -> bool:
        port = cast(ThreadingHTTPServer, self.server).server_port
        hosts = self.headers.get_all("Host") or []
        if len(hosts) == 1 and hosts[0].lower() in (f"{_HOST}:{port}", f"localhost:{port}"):
            return True
        self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "This preview answers to this machine alone.")
        return False

    def _begin(self, status: HTTPStatus, kind: str, policy: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", policy)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")

    def _send(self, data: bytes, ending: str, policy: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._begin(status, _KINDS.get(ending, _PLAIN), policy)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _refuse(self, status: HTTPStatus, message: str) -> None:
        self.close_connection = True
        self._send(f"{message}\n".encode(), "txt", "default-src 'none'; frame-ancestors 'none'", status)

    def _send_events(self) -> None:
        """Send the state now and whenever it changes, until the browser leaves (server-sent events)."""
        self._begin(HTTPStatus.OK, "text/event-stream", _SHELL_POLICY)
        self.end_headers()
        if self.command == "HEAD":
            return
        turn = -1
        with suppress(ConnectionError, TimeoutError):
            while True:
                turn, state = self.preview.state(turn, _HEARTBEAT_S)
                told = f"data: {json.dumps(state)}" if state is not None else ":"
                self.wfile.write(f"{told}\n\n".encode())
                self.wfile.flush()
