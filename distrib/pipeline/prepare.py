"""An edition's stories: the window's news grouped, ranked, picked with reasons, and compiled as a draft."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from distrib.errors import NotAllowed
from distrib.model.candidates import Candidate, Chosen, Group, SectionRule, Selected
from distrib.model.editions import Edition, EditionKind, EditionState, PassedOver, Pick
from distrib.model.lists import ListTime, MailingList, Section
from distrib.model.users import Run
from distrib.pipeline import compiling, regrouping, remembering, runs, shelving
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import Running
from distrib.selection import diversity, evergreen, explaining, picking, ranking, wishes
from distrib.store import clusters, editions, lists, marks, picks

DAY, WEEK = timedelta(days=1), timedelta(days=7)
RUNNING_STORY = timedelta(days=3)  # so far before the window: today's stories find the cluster they continue
WEEKLY_HALF_LIFE = 120.0  # hours: a weekly list's Monday is not yet old on Friday
OPEN = (EditionState.PLANNED, EditionState.DRAFT)
_MOST_GOES = 5  # while others go on marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What an edition is to be made of."""

    edition: Edition
    mailing_list: MailingList
    sections: Sequence[Section]
    weekly: bool
    since: datetime
    until: datetime
    same_news: bool


def prepare(parts: Parts, edition_id: int, *, same_news: bool = False) -> Run:
    """Group, rank and pick the edition's stories, compile them, and leave it a draft; or skipped, with its reason.

    Done again on a draft, picks are made anew; what people marked stays. `same_news` keeps the window that the draft
    has, so that a mark changes nothing but what it asks for. Raises NotAllowed once the edition is approved or over,
    and where marks leave a draft without any story.
    """
    with runs.running(parts, "prepare", f"e{edition_id}") as run:
        for _ in range(_MOST_GOES):
            now = parts.clock()
            work, stamp = _assignment(parts, edition_id, now, same_news=same_news)
            with parts.database.reading() as session:
                asked_for = {one.cluster_id for one in marks.on(session, work.edition) if one.kind in wishes.ASKING}
                candidates = clusters.candidates(session, work.since - RUNNING_STORY, work.until, asked_for)
            groups = regrouping.regroup(parts, candidates, now)
            selected = _select(parts, work, groups, now)
            stored = _store(parts, work, selected, now, stamp)
            if stored is not None:
                break  # else somebody marked a story meanwhile: their wish counts, too
        else:
            raise NotAllowed(f"Edition {edition_id} is being marked by others at this moment: try again.")
        _tell(run, candidates, groups, selected)
        if stored:
            if selected.thin:
                run.problem(selected.thin)
            compiling.compile_edition(parts, edition_id)
            _to_draft(parts, edition_id, now)
        else:
            run.sentence = selected.thin or ""
    return run.row


def window(
    edition: Edition, before: Edition | None, mailing_list: MailingList, *, weekly: bool, now: datetime
) -> tuple[datetime, datetime]:
    """Return (after, up to and including): from where the list's edition before ended to this one's lock.

    Drafted before its lock, it ends now, so that what comes later is the next one's. A list's first edition looks
    back one day, a weekly list's seven; one by hand (breaking, correction) one day.
    """
    until = min(edition.due_at - timedelta(minutes=mailing_list.lock_minutes), now)
    if edition.kind is EditionKind.REGULAR and before is not None and before.window_until is not None:
        return min(before.window_until, until), until
    return until - (WEEK if weekly else DAY), until


def is_weekly(times: Sequence[ListTime]) -> bool:
    """Say whether all of a list's times fall on one weekday."""
    return len({day for time in times for day in time.weekdays}) == 1


def counts(story: Candidate, since: datetime, until: datetime) -> bool:
    """Say whether `story` is news of the window: by its own date, else by when we first met it.

    Backlog without a date in the window never gets here; `clusters.candidates` leaves it out.
    """
    if story.published is not None and since < story.published <= until:
        return True
    told_before = story.published is None or story.published <= since
    return told_before and not story.backlog and story.seen is not None and since < story.seen <= until


def _assignment(parts: Parts, edition_id: int, now: datetime, *, same_news: bool) -> tuple[Assignment, tuple[int, ...]]:
    """Return what is to be done, and the stamp of the marks that it is done by."""
    with parts.database.reading() as session:
        edition = editions.get(session, edition_id)
        if edition.state not in OPEN:
            raise NotAllowed(f"Edition {edition_id} is {edition.state}: its picks stand.")
        mailing_list = lists.get(session, edition.list_id)
        weekly = is_weekly(lists.times(session, edition.list_id))
        since, until = window(edition, editions.before(session, edition), mailing_list, weekly=weekly, now=now)
        if same_news and edition.window_from is not None and edition.window_until is not None:
            since, until = edition.window_from, edition.window_until
        work = Assignment(
            edition=edition,
            mailing_list=mailing_list,
            sections=lists.sections(session, edition.list_id),
            weekly=weekly,
            since=since,
            until=until,
            same_news=same_news,
        )
        return work, marks.stamp(session, edition)


def _select(parts: Parts, work: Assignment, groups: Sequence[Group], now: datetime) -> Selected:
    """Pick, after clusters were stored: marks and earlier editions are read by today's clusters."""
    edition, mailing_list = work.edition, work.mailing_list
    with parts.database.reading() as session:
        wanted = remembering.marked(session, edition)
        since = edition.due_at - timedelta(days=mailing_list.no_repeat_days)
        sent = picks.sent_lately(session, mailing_list.id or 0, since, edition.due_at)
        background = remembering.background(session, day=edition.day, zone=mailing_list.zone, until=work.until)
    given = {"half_life_hours": WEEKLY_HALF_LIFE, **mailing_list.weights} if work.weekly else mailing_list.weights
    order = picking.Order(
        sections=[rule(section) for section in work.sections],
        language=mailing_list.language,
        minimum=mailing_list.minimum_picks,
        weights=ranking.weights(given),
        background=background,
        wishes=wanted,
        sent=sent,
        open_ids={member.id for group in groups for member in group.members if counts(member, work.since, work.until)},
        caps=diversity.caps(mailing_list.caps),
    )
    selected = picking.pick(groups, order, now)
    filling, wrong = evergreen.read(mailing_list.evergreen)
    if filling and selected.thin and selected.chosen:
        shelf = shelving.shelf(parts, filling, edition=edition, mailing_list=mailing_list, before=work.since, now=now)
        selected = picking.pick(groups, replace(order, shelf=shelf, shelf_most=filling.most), now)
    return replace(selected, problems=(*selected.problems, wrong)) if wrong else selected


def rule(section: Section) -> SectionRule:
    """Return a section as picking sees it."""
    return SectionRule(
        id=section.id or 0,
        slug=section.slug,
        name=section.name,
        position=section.position,
        quota=section.quota,
        rule={key: tuple(values) for key, values in section.rule.items()},
    )


def _tell(run: Running, candidates: Sequence[Candidate], groups: Sequence[Group], selected: Selected) -> None:
    run.count("stories", len(candidates))
    run.count("clusters", len(groups))
    run.count("picks", len(selected.chosen))
    filled = len({chosen.section_id for chosen in selected.chosen})
    run.sentence = (
        f"{len(selected.chosen)} picks in {filled} sections, from {len(candidates)} stories of {len(groups)} events."
    )
    if evergreens := sum(chosen.evergreen for chosen in selected.chosen):
        run.sentence += f" A thin day: {evergreens} of them evergreen, no news."
    for problem in selected.problems:
        run.problem(problem)
    for group in groups:
        if group.capped:
            run.problem(
                f"{len(group.members)} stories were taken for one event, “{group.representative.title}”, and no more"
                " would be added: look whether they belong together."
            )


def _store(parts: Parts, work: Assignment, selected: Selected, now: datetime, stamp: tuple[int, ...]) -> bool | None:
    """Store picks and window; say whether there is something to compile, or None: the marks are others by now.

    A thin edition is skipped, with its reason. A draft that marks leave empty stays as it is: NotAllowed.
    """
    edition_id = work.edition.id or 0
    with parts.database.writing() as session:
        edition = editions.get(session, edition_id)
        if edition.state not in OPEN:
            raise NotAllowed(f"Edition {edition_id} became {edition.state} meanwhile: its picks stand.")
        if marks.stamp(session, edition) != stamp:
            return None
        if work.same_news and not selected.chosen:
            raise NotAllowed(f"That would leave edition {edition_id} without any story. Cancel it instead.")
        edition.window_from, edition.window_until = work.since, work.until
        picks.replace(
            session,
            edition_id,
            [_pick(edition_id, chosen) for chosen in selected.chosen],
            [
                PassedOver(
                    edition_id=edition_id,
                    section_id=each.section_id,
                    story_id=int(each.candidate.id),
                    cluster_id=int(each.candidate.cluster or 0),
                    score=each.score,
                    why=each.why,
                )
                for each in selected.passed
            ],
        )
        # A draft that editors thinned out is theirs to cancel; without any story there is nothing to compile.
        worth_it = not selected.thin or (edition.state is EditionState.DRAFT and bool(selected.chosen))
        if not worth_it:
            edition.reason = selected.thin
            edition.move(EditionState.SKIPPED, now)
        session.add(edition)
    return worth_it


def _pick(edition_id: int, chosen: Chosen) -> Pick:
    return Pick(
        edition_id=edition_id,
        section_id=chosen.section_id,
        story_id=int(chosen.candidate.id),
        cluster_id=int(chosen.candidate.cluster or 0),
        rank=chosen.rank,
        score=chosen.score,
        lead=chosen.lead,
        update=chosen.update,
        reasons=explaining.stored(chosen.reasons),
        also=list(chosen.also),
        by=chosen.by,
        breaking=chosen.breaking,
        evergreen=chosen.evergreen,
        sponsor=chosen.sponsor,
    )


def _to_draft(parts: Parts, edition_id: int, now: datetime) -> None:
    with parts.database.writing() as session:
        edition = editions.get(session, edition_id)
        if edition.state is EditionState.PLANNED:
            edition.move(EditionState.DRAFT, now)
            session.add(edition)
