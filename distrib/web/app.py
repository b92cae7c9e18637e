"""The web: readers' pages, the console, and what a mail's links lead to, put together for one set of ports."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.staticfiles import StaticFiles

from distrib.pipeline.parts import Parts
from distrib.web import house, troubles
from distrib.web.console import entering, routes, visiting
from distrib.web.console.deeds import Deeds
from distrib.web.guarding import Guarding
from distrib.web.hooks import engagement, ingest, websub
from distrib.web.hooks.bodies import RoomForPushes
from distrib.web.limits import Limit
from distrib.web.public import choosing, confirming, embedding, leaving, plain, sharing, signing_up, viewing

STATIC = Path(__file__).parent / "static"
LARGEST_BODY = 256 * 1024
SIGN_INS_PER_HOUR = 10


def create_app(parts: Parts, *, outbox: bool | None = None, hosts: house.Hosts | None = None) -> FastAPI:
    """Return the web of one installation.

    `outbox` says whether there is an Outbox page; None: if every sender's transport is the outbox. `hosts` are sample
    sites that run beside it: links to them are led there.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.clicks.write()

    app = FastAPI(
        title="distrib", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=lifespan
    )
    app.state.parts, app.state.outbox, app.state.hosts = parts, outbox, hosts or {}
    app.state.clicks = viewing.Clicks(parts)
    app.state.limits = house.Limits(
        sign_up=Limit(parts.settings.web.sign_up_per_hour), sign_in=Limit(SIGN_INS_PER_HOUR)
    )
    app.state.hook_limits = ingest.Limits()
    app.state.deeds = Deeds()
    readers = (plain, signing_up, confirming, leaving, choosing, viewing, embedding, sharing)
    for room in (*readers, entering, ingest, engagement, websub):
        app.include_router(room.router)
    app.include_router(routes.router())
    app.add_exception_handler(visiting.NeedsSignIn, visiting.to_sign_in)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    troubles.install(app)
    app.add_middleware(RoomForPushes)  # inside of the next, whose limit it lifts
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_BODY)
    app.add_middleware(Guarding)  # outermost: every answer passes it
    return app
