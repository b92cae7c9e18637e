"""`distrib run` keeps the newsroom's day going; `distrib serve` is the web alone."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from distrib.cli.opening import parts, sentences

if TYPE_CHECKING:  # loaded by the commands
    from distrib.pipeline.parts import Parts

ADMIN = "sasmita@tarinipost.example"
TRICKLE_MINUTES = 4
Host = Annotated[str | None, typer.Option(help="Where the web listens; default: the setting web.host.")]
Port = Annotated[int | None, typer.Option(help="Its port; default: the setting web.port.")]
Hosts = Mapping[str, tuple[str, int]]


def serve(host: Host = None, port: Port = None) -> None:
    """Serve the web pages alone."""
    with parts(web={"host": host, "port": port}) as opened:
        web = opened.settings.web
        typer.echo(f"distrib serves {_url(web.host, web.port)}; Ctrl-C stops it.")
        demo = str(opened.database.url).endswith("demo.db")
    web_process({}, web.host, web.port, demo=demo)


def run(
    host: Host = None,
    port: Port = None,
    *,
    demo: Annotated[
        bool, typer.Option("--demo", help="The sample newsroom: its site, a draft of today, posts that wait.")
    ] = False,
) -> None:
    """Run web, clock and sender.

    Until Ctrl-C or SIGTERM; what is under way is finished first.
    """
    from distrib import processes  # noqa: PLC0415 - `distrib --help` must not load it

    if demo:
        from distrib.cli.demo import live_if_need_be  # noqa: PLC0415 - as above

        live_if_need_be()
    with ExitStack() as stack:
        hosts: Hosts = stack.enter_context(_demo_site()) if demo else {}
        with parts(demo=demo or None, hosts=hosts, web={"host": host, "port": _port(host, port, free=demo)}) as opened:
            web = opened.settings.web
            chosen, base = web.port, _url(web.host, web.port)
            if demo:
                _greet(opened, base)
            else:
                typer.echo(f"distrib runs: {base}. Ctrl-C stops it.")
            is_demo = demo or str(opened.database.url).endswith("demo.db")
        arguments = (hosts, is_demo)
        processes.supervise(
            (
                processes.Worker(name="web", target=web_process, arguments=(hosts, web.host, chosen, is_demo)),
                processes.Worker(name="clock", target=clock_process, arguments=arguments),
                processes.Worker(name="sender", target=sender_process, arguments=arguments),
            )
        )


def web_process(hosts: Hosts, host: str, port: int, demo: bool) -> None:  # noqa: FBT001 - a process's arguments have no names
    """Serve pages until told to stop. Runs in a process of its own."""
    import uvicorn  # noqa: PLC0415 - `distrib --help` must not load it

    from distrib import bootstrap, logs  # noqa: PLC0415 - as above
    from distrib.web.app import create_app  # noqa: PLC0415 - as above

    with sentences():
        opened = bootstrap.open_house(demo=demo or None, hosts=hosts)
    logs.configure(level=opened.settings.logs.level, as_json=opened.settings.logs.form == "json")
    # Its access log holds query strings; the app writes one line per request of its own, with the route's name.
    app = create_app(opened, hosts=hosts)
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, server_header=False)


def clock_process(hosts: Hosts, demo: bool) -> None:  # noqa: FBT001 - as above
    """Gather, draft, approve by machine and publish until told to stop. Runs in a process of its own."""
    _scheduled(hosts, demo=demo, what="clock")


def sender_process(hosts: Hosts, demo: bool) -> None:  # noqa: FBT001 - as above
    """Hand over what is due until told to stop. Runs in a process of its own."""
    _scheduled(hosts, demo=demo, what="sender")


def _scheduled(hosts: Hosts, *, demo: bool, what: str) -> None:
    import threading  # noqa: PLC0415 - as above

    from distrib import bootstrap, logs, processes, schedule  # noqa: PLC0415 - as above

    stop = threading.Event()
    processes.on_signals(stop)
    opened = bootstrap.open_house(demo=demo or None, hosts=hosts)
    logs.configure(level=opened.settings.logs.level, as_json=opened.settings.logs.form == "json")
    jobs = schedule.clock_jobs(opened) if what == "clock" else schedule.sender_jobs(opened)
    schedule.keep_going(opened, jobs, stop)
    opened.database.close()


@contextmanager
def _demo_site() -> Iterator[Hosts]:
    """Run the sample site, with a new story every few minutes, and give the map that leads its hosts there."""
    from distrib import bootstrap, clock  # noqa: PLC0415 - as above
    from distrib.demo import day  # noqa: PLC0415 - as above
    from distrib.demo.site import Site  # noqa: PLC0415 - as above

    with sentences():
        opened = bootstrap.open_house(demo=True)
    at = day.moment(clock.system(), day.kept_day(opened))
    opened.database.close()
    with Site(at, clock=clock.system, trickle=TRICKLE_MINUTES) as site:
        yield site.hosts()


def _greet(opened: "Parts", base: str) -> None:
    """Make sure that a draft and some posts wait, and print where to go."""
    from distrib.cli.installation import first_admin  # noqa: PLC0415 - as above
    from distrib.demo import serving  # noqa: PLC0415 - as above

    edition = serving.keep_a_draft(opened)
    typer.echo(f"The Tarini Post runs at {base}; its mail and posts go to {base}/outbox. Ctrl-C stops it.")
    typer.echo(f"Edition {edition.id} of {edition.day:%-d %B} is {edition.state} and due at {edition.at:%H:%M}.")
    first_admin(opened, ADMIN)


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _port(host: str | None, port: int | None, *, free: bool) -> int | None:
    """Return the port that was asked for; with `free`, the next one where somebody listens already."""
    from distrib import config  # noqa: PLC0415 - as above

    if not free:
        return port
    with sentences():
        web = config.load(config.home(), {"web": {"host": host, "port": port}}).web
    return _free_port(web.host, web.port)


def _free_port(host: str, port: int) -> int:
    """Return `port`, or the next one that nobody listens on."""
    for candidate in range(port, port + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    return 0
