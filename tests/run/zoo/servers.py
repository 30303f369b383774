# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""The endpoints of the zoo: TLS servers in threads, `openssl s_server`, and HTTP for OCSP and CRLs.

Each is a context manager with a port on 127.0.0.1 that the system chose.
"""

import base64
import re
import select
import socket
import ssl
import subprocess
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONNECTION_SECONDS = 8
READ_BYTES = 4096


def tls_context(certificate, key, first="TLSv1_2", last="TLSv1_3", ciphers=None, alpn=(),
                client_roots=None, by_name=()):
    """A server's context; ciphers with @SECLEVEL=0 let in what is old or weak. by_name maps the
    name a client asks for (SNI) to another context."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if ciphers:
        context.set_ciphers(ciphers)
    context.minimum_version = ssl.TLSVersion[first]
    context.maximum_version = ssl.TLSVersion[last]
    context.load_cert_chain(certificate, key)
    if alpn:
        context.set_alpn_protocols(list(alpn))
    if client_roots:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(client_roots)

    def choose(connection, name, _context):
        if name in by_name:
            connection.context = by_name[name]
    if by_name:
        context.sni_callback = choose
    return context


class Server:
    """Serves each connection in a thread: the dialogue in the clear, then TLS, then silence.

    A dialogue is a function that gets the socket and says whether TLS follows.
    """

    def __init__(self, context, dialogue=None, address="127.0.0.1", port=0):
        self.context, self.dialogue = context, dialogue
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind((address, port))
        self.listener.listen(16)
        self.port = self.listener.getsockname()[1]
        self.faults = []

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        # A shutdown wakes the thread that waits in accept; a close alone does not.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        connection.settimeout(CONNECTION_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            with connection:
                if self.dialogue is None or self.dialogue(connection):
                    with self.context.wrap_socket(connection, server_side=True) as secured:
                        while secured.recv(READ_BYTES):
                            pass
        except OSError:
            pass  # a client that breaks off is what most cases are about
        except Exception as error:  # a broken script must fail its case, not pass it
            self.faults.append(f"the endpoint failed: {error!r}")


class CommandServer:
    """`openssl s_server`, for what Python's ssl cannot do; ended by its own process id."""

    def __init__(self, certificate, key, chain, *options):
        # -www keeps it from reading its standard input, whose end would end it.
        self.command = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-cert",
                        certificate, "-cert_chain", chain, "-key", key, *options]
        self.port, self.faults, self.child = 0, [], None

    def __enter__(self):
        self.child = subprocess.Popen(self.command, stdin=subprocess.DEVNULL,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said = b""
        end = time.monotonic() + CONNECTION_SECONDS
        while not (found := re.search(rb"ACCEPT \S+:(\d+)\s", said)):
            left = max(0, end - time.monotonic())
            more = select.select([self.child.stdout], [], [], left)[0] and \
                self.child.stdout.read1(READ_BYTES)
            if not more:
                self.__exit__()
                raise RuntimeError(f"s_server does not listen: {said[-300:]!r}")
            said += more
        self.port = int(found[1])
        # Unread, its chatter would fill the pipe and stop it.
        threading.Thread(target=self._drain, daemon=True).start()
        return self

    def _drain(self):
        with self.child.stdout:
            while self.child.stdout.read1(READ_BYTES):
                pass

    def __exit__(self, *_):
        self.child.terminate()
        self.child.wait()


class Web:
    """HTTP for revocation: GET /NAME gives the file NAME, a POST (or GET of base64) asks OCSP."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.answer_request = None  # set once there is an authority that can
        self.lock = threading.Lock()
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                web.get(self)

            def do_POST(self):
                request = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                web.post(self, request)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def get(self, handler):
        path = urllib.parse.unquote(handler.path)
        name = path.rsplit("/", 1)[-1]
        if path.startswith("/ocsp/"):
            self.post(handler, base64.b64decode(path[len("/ocsp/"):]))
        elif (self.folder / name).is_file():
            give(handler, "application/pkix-crl", (self.folder / name).read_bytes())
        else:
            handler.send_error(404)

    def post(self, handler, request):
        with self.lock:
            response = self.answer_request(request)
        give(handler, "application/ocsp-response", response)


def give(handler, kind, content):
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


class Silence:
    """Takes connections (the system does) and never says a word."""

    def __init__(self):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(16)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()
