"""What an editor does with posts: offer the picks, approve, send back."""

from fastapi import Request
from starlette.responses import RedirectResponse

from distrib.model.posts import PostState
from distrib.pipeline import offer as offering
from distrib.pipeline import queue as queueing
from distrib.store import audit, posts
from distrib.web.console import visiting

HERE = "/console/posts"


def offer(request: Request, edition_id: int) -> RedirectResponse:
    """Make posts of an edition's picks; they wait for a second editor."""
    visit = visiting.of(request)
    offering.offer(visit.parts, edition_id, visit.by)
    return visiting.back(HERE, "offered")


def approve(request: Request, post_id: int) -> RedirectResponse:
    """Approve a post and queue it into the next free slots of its channels."""
    visit = visiting.of(request)
    queueing.approve(visit.parts, post_id, visit.by)
    queueing.queue(visit.parts, post_id, visit.by)
    return visiting.back(HERE, "post_approved")


def send_back(request: Request, post_id: int) -> RedirectResponse:
    """Make a waiting post a draft again."""
    visit = visiting.of(request)
    now = visit.parts.clock()
    with visit.parts.database.writing() as session:
        post = posts.get(session, post_id)
        post.move(PostState.DRAFT, now)
        session.add(post)
        audit.record(session, at=now, by=visit.by, verb="send back", subject=f"post{post_id}")
    return visiting.back(HERE, "sent_back")
