"""What one replica is measured against: an aiohttp handler that reads the request and returns a fixed body.

Run as ``python -m benchmarks.replicas_baseline PORT`` by the benchmark.
"""

from __future__ import annotations

import asyncio
import os
import sys

from aiohttp import web

BODY_VARIABLE = "BENCHMARK_BODY"


async def serve(port: int, body: bytes) -> None:
    """Answer every request alike, for ever."""

    async def handle(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(body=body, content_type="application/json")

    application = web.Application()
    application.router.add_post("/interactions", handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), os.environ[BODY_VARIABLE].encode()))
