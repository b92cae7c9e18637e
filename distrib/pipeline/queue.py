"""A post on its way to its channels: approved by a second person, then given each channel's next free time."""

from distrib.errors import NotAllowed
from distrib.model.posts import Post, PostState, Publication
from distrib.pipeline.offer import content_hash
from distrib.pipeline.parts import Parts
from distrib.publishing import slots
from distrib.store import audit, posts


def approve(parts: Parts, post_id: int, by: str) -> Post:
    """Return the post, approved with the words it has now; approved twice changes nothing.

    Raises NotAllowed when `by` wrote it: two people look at what is said in the paper's name.
    """
    now = parts.clock()
    with parts.database.writing() as session:
        post = posts.get(session, post_id)
        words = content_hash(posts.wordings(session, post_id))
        if post.state is PostState.APPROVED and post.approved_hash == words:
            return post
        if post.state not in {PostState.DRAFT, PostState.WAITING}:
            raise NotAllowed(f"Post {post_id} is {post.state}: it can't be approved.")
        if by == post.by and by.startswith("u"):
            raise NotAllowed("Nobody approves their own post: ask somebody else to look.")
        post.move(PostState.APPROVED, now)
        post.approved_by, post.approved_hash = by, words
        session.add(post)
        audit.record(session, at=now, by=by, verb="approve", subject=f"post{post_id}", facts={"hash": words})
    return post


def queue(parts: Parts, post_id: int, by: str = "machine") -> Post:
    """Return the post, queued: a publication on each of its channels at the next free time; twice changes nothing.

    Raises NotAllowed for a post that is not approved, or whose words changed since.
    """
    now = parts.clock()
    with parts.database.writing() as session:
        post = posts.get(session, post_id)
        if post.state is PostState.QUEUED:
            return post
        if post.state is not PostState.APPROVED:
            raise NotAllowed(f"Post {post_id} is {post.state}: it needs an approval first.")
        wordings = posts.wordings(session, post_id)
        if content_hash(wordings) != post.approved_hash:
            raise NotAllowed(f"Post {post_id} was changed since it was approved: look again.")
        after = max(now, post.not_before or now)
        for wording in wordings:
            times = posts.slots(session, wording.channel_id)
            due_at = slots.next_free(times, posts.taken(session, wording.channel_id, after), after)
            session.add(Publication(post_id=post_id, channel_id=wording.channel_id, moved_at=now, due_at=due_at))
            session.flush()
        post.move(PostState.QUEUED, now)
        session.add(post)
        audit.record(session, at=now, by=by, verb="queue", subject=f"post{post_id}")
    return post


def cancel(parts: Parts, post_id: int, by: str) -> Post:
    """Return the post, cancelled: what was not said yet never will be; what is out stays recorded."""
    now = parts.clock()
    with parts.database.writing() as session:
        post = posts.get(session, post_id)
        if post.state is PostState.CANCELLED:
            return post
        post.move(PostState.CANCELLED, now)
        session.add(post)
        posts.cancel_pending(session, post_id, at=now)
        audit.record(session, at=now, by=by, verb="cancel", subject=f"post{post_id}")
    return post
