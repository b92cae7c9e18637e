"""Headlines, freed from what stands around them: the paper's name, a line above, a cut."""

import re

from distrib.ingest.cleaning import line
from distrib.ingest.sources.pages.wording import plain

_FEW, _LONG = 3, 100
_SEPARATOR = re.compile(r"\s+[|–—\-·»:•/]+\s+|\s*\|\s*|\s+::\s+|\s+– ")


def title(candidates: list[str], sites: list[str], host: str) -> str | None:
    """Return the headline among the candidates (best first), without the site's name."""
    for value in candidates:
        whole = line(value, 400)
        if not whole:
            continue
        bare = without_site(whole, sites, host)
        if bare:
            return bare
    return None


def likest(candidates: list[str], others: list[str | None]) -> str | None:
    """Return the candidate that shares most of its words with one of the others; the first, where there are none."""
    known = [set(plain(other).split()) for other in others if other]
    if not known:
        return candidates[0] if candidates else None
    best, best_share = None, 0.3  # less in common is another thing: the paper's name, a section
    for candidate in candidates:
        words = set(plain(candidate).split())
        share = max((len(words & other) / max(len(words), 1) for other in known), default=0.0)
        if share > best_share:
            best, best_share = candidate, share
    return best


def without_kicker(shown: str | None, named: str | None) -> str | None:
    """Return the headline as shown, without a line above it that the head does not count in."""
    if (
        shown
        and named
        and len(named.split()) >= _FEW
        and plain(shown).endswith(" " + plain(named))
        and ":" not in shown
    ):
        return named
    return unbroken(shown, [named or ""]) if shown else None


def unbroken(best: str, others: list[str]) -> str:
    """Return the whole of a headline that was cut, where another says it whole."""
    bare = best.removesuffix("...").removesuffix("…").rstrip()
    if bare == best and len(bare) < _LONG and not any(each.startswith(f'{bare} "') for each in others):
        return best
    goes_on = re.compile(re.escape(bare) + r"\w*,?\s*[\w\"“„«'’]")
    return next((each for each in others if len(each) > len(bare) + 1 and goes_on.match(each)), best)


def shown_second(named: str | None, h1: list[str], h2: list[str]) -> str | None:
    """Return the head's headline where the page shows it in the second rank and another thing in the first."""
    if not named or any(same(named, each) for each in h1):
        return None
    return named if any(same(named, each) for each in h2) else None


def piece_shown(whole: str | None, h1: list[str], h2: list[str]) -> str | None:
    """Return the second-rank heading that is one piece of the window's title where the first-rank one is another.

    Old themes keep the paper's name in every page's h1.
    """
    pieces = {plain(piece) for piece in _SEPARATOR.split(whole or "")} | {plain(whole or "")}
    story = next((each for each in h2 if plain(each) in pieces and plain(each) not in map(plain, h1)), None)
    return story if not h1 or any(plain(each) in pieces for each in h1) or len(pieces) == 1 else None


def same(one: str, other: str) -> bool:
    """Return whether two titles are one but for punctuation and case."""
    return plain(one) == plain(other)


def without_site(whole: str, sites: list[str], host: str) -> str:
    """Return a title without the names of its site at either end."""
    known = {plain(site) for site in sites if plain(site)}
    label = plain(host.removeprefix("www.").split(".")[0])
    whole = whole.strip(" |–—-·»:•")
    while True:
        pieces = list(_SEPARATOR.finditer(whole))
        if not pieces:
            return "" if plain(whole) in known else whole
        first, last = whole[: pieces[0].start()], whole[pieces[-1].end() :]
        if _is_site(last, known, label):
            whole = whole[: pieces[-1].start()].strip()
        elif _is_site(first, known, label):
            whole = whole[pieces[0].end() :].strip()
        else:
            return whole


def _is_site(piece: str, known: set[str], label: str) -> bool:
    bare = plain(piece)
    return bool(bare) and (bare in known or bare.replace(" ", "") == label.replace(" ", ""))
