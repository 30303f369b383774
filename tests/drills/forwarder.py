# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""TCP ports on loopback that lead to another port of loopback, which may change while they are in use.

To a check it looks as if the server behind one address had changed its ways, as it does when a configuration
is spoilt or a certificate is not renewed.
"""

import asyncio
import socket
import threading

CHUNK_BYTES = 65536


class Forwarders:
    """A thread that serves all of them."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.all = []

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(30)

    def add(self, target):
        forwarder = Forwarder(self, target)
        self.all.append(forwarder)
        return forwarder

    def stop(self):
        for forwarder in self.all:
            forwarder.close()
            forwarder.holder.close()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(30)


class Forwarder:
    """Listens on `port`, and leads whoever connects to the port `target`."""

    def __init__(self, forwarders, target):
        self.forwarders = forwarders
        self.target = target
        self.server = None
        self.connections = set()
        # Bound, though it never listens: nobody else gets the port while nobody listens at it.
        self.holder = socket.socket()
        self.holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self.holder.bind(("127.0.0.1", 0))
        self.port = self.holder.getsockname()[1]
        self.open()

    def open(self):
        self.server = self.forwarders.run(self.listen())

    def close(self):
        """Nobody listens any more, and who is connected is cut off."""
        if self.server is not None:
            self.forwarders.run(self.cut())
            self.server = None

    async def listen(self):
        return await asyncio.start_server(self.serve, "127.0.0.1", self.port, backlog=256, reuse_port=True)

    async def cut(self):
        self.server.close()
        for task in self.connections:
            task.cancel()

    async def serve(self, reader, writer):
        task = asyncio.current_task()
        self.connections.add(task)
        try:
            await self.lead(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass  # one side has gone, and the other learns it as the connection is closed
        finally:
            self.connections.discard(task)
            writer.close()

    async def lead(self, reader, writer):
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.target)
        try:
            await asyncio.gather(self.copy(reader, there_writer), self.copy(there_reader, writer))
        finally:
            there_writer.close()

    async def copy(self, reader, writer):
        while chunk := await reader.read(CHUNK_BYTES):
            writer.write(chunk)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
