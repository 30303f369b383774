# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Scripted servers on 127.0.0.1, one port each, and what any of them can do to a client."""

import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

LIFETIME_SECONDS = 6
CHUNK_BYTES = 64 * 1024


class Gone(Exception):
    """The client closed, or the peer's time is over."""


def by_host_and_port(port):
    """The options that lead most programs to a peer."""
    return ["-H", "127.0.0.1", "-p", str(port)]


def by_url(url):
    """The option of a program that takes a URL, in which {port} stands."""
    return lambda port: ["-f", url.format(port=port)]


@dataclass(frozen=True)
class Case:
    program: str
    name: str
    script: Callable
    arguments: tuple = ()
    states: frozenset = frozenset({2})
    says: str | None = None
    # Given the peer after the run: what it saw that it should not have, as a list of texts.
    examine: Callable = field(default=lambda peer: [])
    # Given the peer's port: the options that lead there.
    place: Callable = by_host_and_port


class Conversation:
    """One accepted connection, as a script sees it."""

    def __init__(self, peer, connection):
        self.peer = peer
        self.connection = connection
        self.pending = b""
        self.end = time.monotonic() + LIFETIME_SECONDS
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data):
        self._bound()
        try:
            self.connection.sendall(data)
        except OSError as error:
            raise Gone from error

    def receive(self, maximum=CHUNK_BYTES):
        self._bound()
        try:
            data = self.connection.recv(maximum)
        except OSError as error:
            raise Gone from error
        if not data:
            raise Gone
        return data

    def line(self):
        """The next line the client sent, noted in the peer's log, without its end."""
        while b"\n" not in self.pending:
            self.pending += self.receive()
        line, self.pending = self.pending.split(b"\n", 1)
        text = line.rstrip(b"\r").decode("latin-1")
        self.peer.log.append(text)
        return text

    def stall(self):
        """Say nothing more until the client goes."""
        while True:
            self.receive()

    def repeat(self, data, total_bytes=None, pause=0.0):
        """Send the same bytes again and again, until the client goes or the total is reached."""
        sent = 0
        while total_bytes is None or sent < total_bytes:
            self.send(data)
            sent += len(data)
            if pause:
                time.sleep(pause)

    def trickle(self, data, pause):
        for value in data:
            self.send(bytes([value]))
            time.sleep(pause)

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def close(self):
        self.connection.close()

    def _bound(self):
        left = self.end - time.monotonic()
        if left <= 0 or self.peer.stopped.is_set():
            raise Gone
        try:
            self.connection.settimeout(left)
        except OSError as error:
            raise Gone from error


class Peer:
    """A server for one case: `with Peer(script) as peer`, then peer.port."""

    def __init__(self, script):
        self.script = script
        self.log = []
        self.connections = 0
        self.stopped = threading.Event()
        self.failures = []
        self._open = set()
        self._lock = threading.Lock()
        self._listener = listening_socket()
        self.port = self._listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        # A shutdown wakes the thread that waits in accept; a close alone does not.
        shut(self._listener)
        with self._lock:
            for connection in self._open:
                shut(connection)

    def serve(self, connection, script):
        """Run a script over a connection in a thread of its own."""
        with self._lock:
            self._open.add(connection)
        threading.Thread(target=self._converse, args=(connection, script), daemon=True).start()

    def _accept(self):
        with self._listener:
            while not self.stopped.is_set():
                try:
                    connection, _ = self._listener.accept()
                except OSError:
                    return
                self.connections += 1
                self.serve(connection, self.script)

    def _converse(self, connection, script):
        with connection:
            try:
                script(Conversation(self, connection))
            except Gone:
                pass
            except Exception as error:  # a broken script must fail its case, not pass it
                self.failures.append(f"peer script failed: {error!r}")
            finally:
                with self._lock:
                    self._open.discard(connection)


def listening_socket():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(16)
    return listener


def shut(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


# Scripts of every protocol. Those named as verbs take the conversation; the others give a script.

def stall(conversation):
    conversation.stall()


def reset(conversation):
    conversation.reset()


def close(conversation):
    conversation.close()


def says(data, then=stall):
    """Send the bytes in one piece, then go on."""
    def script(conversation):
        conversation.send(data)
        then(conversation)
    return script


def trickles_for_ever(conversation):
    conversation.repeat(b"S", pause=0.05)


def floods(data, total_bytes=None):
    """Send the same bytes as fast as the client reads them."""
    block = data * max(1, CHUNK_BYTES // len(data))

    def script(conversation):
        conversation.repeat(block, total_bytes)
        conversation.stall()
    return script
