"""What a balancer, a cluster and Prometheus ask, on a port of its own: /healthz, /readyz and /metrics."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

Exposition = Callable[[], tuple[bytes, str]]
"""Returns figures and their content type."""


class Status:
    """What the process says of itself."""

    def __init__(self, exposition: Exposition | None) -> None:
        self.ready = False
        """Whether new interactions should be sent here."""
        self._exposition = exposition

    def application(self) -> web.Application:
        """Make the pages."""
        application = web.Application()
        application.router.add_get("/healthz", self._health)
        application.router.add_get("/readyz", self._readiness)
        application.router.add_get("/metrics", self._metrics)
        return application

    async def _health(self, _request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def _readiness(self, _request: web.Request) -> web.Response:
        return web.Response(text="ready\n") if self.ready else web.Response(status=503, text="not now\n")

    async def _metrics(self, _request: web.Request) -> web.Response:
        if self._exposition is None:
            return web.Response(status=404, text="no metrics: install the extra 'metrics'\n")
        figures, content_type = self._exposition()
        return web.Response(body=figures, headers={"Content-Type": content_type})
