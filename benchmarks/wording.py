"""Counting a post's length: ours beside twitter-text-parser, where that is installed (it needs setuptools<81)."""

import importlib
import time
import warnings
from collections.abc import Callable
from typing import Any

from distrib.wording import weighing

PEER = "twitter-text-parser"
POST = (
    "Heavy rain in Puri: schools stay closed “until Friday” 👩‍👩‍👧‍👦 #Odisha https://news.com/odisha/rain?id=5 @paper "
)
CASES = {
    "a post of 280": (POST * 3, 100.0),
    "a long text of 4,000, 40 links and emoji": (POST * 40, 100.0),
    "a long text of 4,000, bare names": ("Prices rose 3.5.It was news.com/odisha, says a.co.uk. " * 75, 100.0),
    # Both must normalise first, and of these scripts that is most of our work.
    "a long text in Odia": ("ପୁରୀରେ ପ୍ରବଳ ବର୍ଷା, ଶୁକ୍ରବାର ଯାଏଁ ସ୍କୁଲ ବନ୍ଦ। " * 90, 50.0),
    "a long text in Japanese": ("大雨のため学校は金曜日まで休みです。" * 220, 50.0),
    "hostile: 'a.' 500 times": ("a." * 500, 100.0),
}
LINEAR = ("a." * 2_000, "a." * 16_000)


def rows() -> list[dict[str, Any]]:
    """One row per measurement: ours and the peer's in milliseconds, the ratio, and whether the goal is met."""
    return [*(_against_peer(name, text, goal) for name, (text, goal) in CASES.items()), _linear()]


def _against_peer(name: str, text: str, goal: float) -> dict[str, Any]:
    ours = _milliseconds(lambda: weighing.x_length(text))
    row = {"name": f"count {name}", "ours": ours, "peer_name": PEER, "unit": "ms", "goal": goal}
    count = _peer()
    if count is None:
        sentence = f"{PEER} is not installed: pip install 'setuptools<81' {PEER}"
        return {**row, "peer": None, "ratio": None, "met": None, "skipped": sentence}
    peer = _milliseconds(lambda: count(text), most=3)
    return {**row, "peer": peer, "ratio": round(peer / ours, 1), "met": peer / ours >= goal}


def _linear() -> dict[str, Any]:
    """Eight times the text may take twice eight times as long at most; a square would take 64 times."""
    short, long = (_milliseconds(lambda text=text: weighing.x_length(text)) for text in LINEAR)
    ratio = round(long / short, 1)
    name = "count 32,000 characters against 4,000"
    row = {"name": name, "ours": long, "peer": short, "peer_name": "ours on the shorter", "unit": "ms"}
    return {**row, "ratio": ratio, "goal": 16.0, "met": ratio <= 16}


def _peer() -> Callable[[str], object] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its pkg_resources is deprecated
            parse: Callable[[str], object] = importlib.import_module("twitter_text").parse_tweet
    except ImportError:
        return None
    return parse


def _milliseconds(work: Callable[[], object], *, most: int = 20) -> float:
    """The best of several goes, a second of them at most, in time of the processor: others may use it too."""
    best, spent = float("inf"), 0.0
    for _ in range(most):
        began = time.process_time()
        work()
        taken = time.process_time() - began
        best, spent = min(best, taken), spent + taken
        if spent > 1:
            break
    return round(best * 1000, 4)


if __name__ == "__main__":
    for each in rows():
        print(each)
