"""X by tweepy: the only file that knows it. Text with its link; pictures are fetched by X from the link's card.

tweepy's client has one fixed host, no timeout, and sleeps through a rate limit if asked to; its session asks through
the hardened client, which sets a time limit and follows nothing, and nobody asks it to sleep.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import requests
import tweepy

from distrib.errors import SenderProblem, SettingsProblem
from distrib.model.messages import Finding
from distrib.model.placing import Placed, PlaceOutcome, Placing
from distrib.outbound.client import Client
from distrib.outbound.session import checked_session

HOST = "api.twitter.com"  #: written into tweepy; requests are signed for it
SECONDS = 30.0  #: for one answer, whole
USER_AGENT = "distrib"
KEYS = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
_USED_UP = 402
_SILENT = "X gave no answer that could be read: the post may be out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What an account at X lets us in with."""

    consumer_key: str
    consumer_secret: str
    access_token: str
    access_token_secret: str

    def __repr__(self) -> str:
        return "Credentials()"  # a secret never reaches a log

    @classmethod
    def read(cls, given: Mapping[str, str | None]) -> "Credentials":
        """Return the four of them. Raises SettingsProblem, naming those that are missing."""
        missing = [key for key in KEYS if not given.get(key)]
        if missing:
            raise SettingsProblem(f"The account at X lacks its {', '.join(missing)}: set these secrets.")
        return cls(**{key: given[key] or "" for key in KEYS})


class XNetwork:
    """Says a wording as one post of the account."""

    name = "x"

    def __init__(self, credentials: Credentials, *, client: Client | None = None) -> None:
        asking = client or Client(user_agent=USER_AGENT, timeout_seconds=SECONDS)
        self._client = tweepy.Client(**{key: getattr(credentials, key) for key in KEYS})
        self._client.user_agent = asking.user_agent
        self._client.session = checked_session(asking, most_redirects=0)  # an answer from elsewhere is none

    def place(self, placing: Placing) -> Placed:
        """Post the text; what X says of it decides. Raises SenderProblem for an account that X does not let in."""
        try:
            answer = self._client.create_tweet(text=placing.text, user_auth=True)
            remote_id = str(answer.data["id"])
        except tweepy.HTTPException as error:
            return _said(error)
        except requests.ConnectTimeout:  # the session's word for: nothing has left
            return Placed(outcome=PlaceOutcome.TRY_LATER, reply="X can't be reached.")
        except (requests.RequestException, tweepy.TweepyException, LookupError, TypeError, ValueError, AttributeError):
            return Placed(outcome=PlaceOutcome.UNSURE, reply=_SILENT)
        return Placed(outcome=PlaceOutcome.PLACED, remote_id=remote_id, url=f"https://x.com/i/status/{remote_id}")

    def reconcile(self, placing: Placing) -> Placed | None:
        """Answer that it is not known: reading one's own timeline costs money, so a human looks."""
        return None

    def check(self) -> list[Finding]:
        """Tell whose account it is."""
        try:
            name = self._client.get_me(user_auth=True).data.username
        except (tweepy.TweepyException, requests.RequestException, AttributeError, LookupError, ValueError) as error:
            words = f"X does not let us in: {type(error).__name__}."
            return [Finding(id="x.account", level="block", ok=False, sentence=words)]
        return [Finding(id="x.account", level="info", ok=True, sentence=f"Posts go out as @{name}.")]


def _said(error: tweepy.HTTPException) -> Placed:
    """Return what an HTTP status of X means for one post."""
    status = error.response.status_code
    words = " ".join(str(message) for message in error.api_messages)[:300] or f"X answers {status}."
    if isinstance(error, tweepy.TooManyRequests):
        until = f" until {datetime.fromtimestamp(error.reset_time, UTC):%H:%M} UTC" if error.reset_time else ""
        return Placed(outcome=PlaceOutcome.TRY_LATER, reply=f"X takes no more posts for now{until}.")
    if isinstance(error, tweepy.Unauthorized):
        raise SenderProblem("X does not know these keys any more: connect the account again.") from error
    if status == _USED_UP:
        raise SenderProblem("The account's credit at X is used up.") from error
    if isinstance(error, tweepy.TwitterServerError):
        # It may have posted before it failed, and it has no key by which a repeat would be known.
        return Placed(outcome=PlaceOutcome.UNSURE, reply=f"X failed with {status}: the post may be out.")
    if isinstance(error, tweepy.Forbidden) and "duplicate" in words.lower():
        return Placed(outcome=PlaceOutcome.REFUSED, reply="X has this very text from us already.")
    return Placed(outcome=PlaceOutcome.REFUSED, reply=words)
