"""Everything distrib expects to go wrong: one root, a class per reaction of the caller.

The first line of a class's docstring is its default message, so that an error without
words of its own still says a sentence a newsroom person understands.
"""


class DistribError(Exception):
    """Something distrib expected might go wrong, did."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (self.__doc__ or "").split("\n", 1)[0])


# -- the person at the keyboard must change something ---------------------------------


class SettingsProblem(DistribError):
    """The settings can't be used as they are."""


class SchemaMismatch(DistribError):
    """The database was made by another version of distrib: type `distrib upgrade`."""


class BadInput(DistribError):
    """What was handed in can't be used."""


class NotFound(DistribError):
    """There is no such thing here."""


class NotAllowed(DistribError):
    """This is not allowed."""


class SignatureProblem(DistribError):
    """The link is not one of ours, or it has expired."""


# -- the machine tried a move that makes no sense -------------------------------------


class IllegalMove(DistribError):
    """A row can't go from its state to that one."""


# -- the outside world ----------------------------------------------------------------


class Unreachable(DistribError):
    """The other side could not be reached."""


class Blocked(Unreachable):
    """The address is not one distrib may fetch."""


class Unreadable(DistribError):
    """What arrived could not be read."""


class TemplateProblem(DistribError):
    """A template could not be drawn."""


# -- handing over a message or a post --------------------------------------------------


class HandOverError(DistribError):
    """Handing over failed."""


class SenderProblem(HandOverError):
    """The sender can't hand over anything now: nothing left the house."""


class TryLater(HandOverError):
    """The other side asked to try again later."""


class Refused(HandOverError):
    """The other side refused it for good."""


class Unsure(HandOverError):
    """It may have arrived: it must not be sent again by the machine."""
