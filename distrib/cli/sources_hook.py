"""`distrib sources hook` and `calls`: the door for the newsroom's own system, and what came through it."""

from typing import Annotated

import typer

from distrib.cli.listing import AsJson, show
from distrib.cli.opening import parts

HOW = """\
POST {url}
Body: JSON with event (published, updated, retracted) and url; source, guid, title, summary, section, published,
updated and reason may be added. Sign it by Standard Webhooks, for which most languages have a library. By hand:

secret={place}
id=msg_$(date +%s%N) ts=$(date +%s)
body='{{"event": "published", "url": "{site}/a-story"}}'
key=$(head -n 1 "$secret" | sed 's/^whsec_//' | base64 -d | od -An -v -tx1 | tr -d ' \\n')
sig=$(printf '%s.%s.%s' "$id" "$ts" "$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
curl -sS {url} -H 'content-type: application/json' -d "$body" \\
  -H "webhook-id: $id" -H "webhook-timestamp: $ts" -H "webhook-signature: v1,$sig"

202 taken, 200 taken before, 400 can't be read, 401 wrong signature or clock, 409 the id was used for another body,
422 not about one of our sources, 429 and 503 send it again later."""


def hook(
    *,
    new: Annotated[bool, typer.Option("--new", help="Make another key; the one before it still counts.")] = False,
    keep_newest: Annotated[bool, typer.Option("--keep-newest", help="Let only the newest key count.")] = False,
    show_secret: Annotated[
        bool, typer.Option("--show", help="Print the newest key, to give it to the other side.")
    ] = False,
) -> None:
    """Open the door through which your own system says what it published, and say how to sign."""
    from distrib.pipeline import hear, hook_secret  # noqa: PLC0415 - `distrib --help` must not load the database

    with parts() as opened:
        place = hook_secret.place(opened)
        if new or not hook_secret.keys(opened):
            hook_secret.make(opened, by="cli")
            typer.echo(f"There is a new key: the first line of {place}.")
        if keep_newest:
            dropped = hook_secret.keep_newest(opened, by="cli")
            typer.echo(f"{dropped} older {'key counts' if dropped == 1 else 'keys count'} no longer.")
        if show_secret:
            typer.echo(hook_secret.newest(opened))
            return
        with opened.database.reading() as session:
            site = hear.home(session) or "paper.example"
        public = opened.settings.web.public_url.rstrip("/") or f"http://127.0.0.1:{opened.settings.web.port}"
    typer.echo(HOW.format(url=f"{public}/hooks/ingest", place=place, site=f"https://{site}"))


def calls(
    *,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List what your own system said lately, and what became of it."""
    from distrib.store import hooks  # noqa: PLC0415 - as above

    with parts() as opened, opened.database.reading() as session:
        rows = [
            {
                "received": each.received_at,
                "event": each.event,
                "state": each.state.value,
                "outcome": each.outcome,
                "url": each.url,
                "id": each.id,
            }
            for each in hooks.recent(session, limit=limit)
        ]
    show(rows, as_json=as_json, nothing="Nobody has called yet: `distrib sources hook` tells how.")
