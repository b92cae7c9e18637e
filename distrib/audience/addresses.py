"""E-mail addresses: what is written to, what is compared, and the hash that outlives erasure."""

import hashlib

from email_validator import EmailNotValidError, validate_email

from distrib.errors import BadInput

LONGEST = 254  # RFC 5321, 4.5.3.1.3: a path of 256 octets, less its brackets


def normalise(address: str) -> tuple[str, str]:
    """Return (the address to write to, the key it is compared by).

    The address keeps its local part as written and gets its domain in ASCII, which every relay takes; the key is the
    same in lower case. Raises BadInput with a sentence for the person who typed it. Asks no name server.
    """
    text = address.strip()
    if not text:
        raise BadInput("The address is missing.")
    if len(text) > LONGEST:
        raise BadInput("This is too long for an e-mail address.")
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False, allow_quoted_local=False)
    except EmailNotValidError:
        # The library's sentence quotes what was typed; ours may be logged and shown to anyone.
        raise BadInput("This is not an e-mail address: it should look like name@place.example.") from None
    written = found.ascii_email or found.normalized
    return written, written.lower()


def address_hash(key: str) -> str:
    """Return what a suppression keeps in place of the address key."""
    return hashlib.sha256(key.encode()).hexdigest()


def veiled(address: str) -> str:
    """Return the address so that only its owner recognises it: `a•••••@inbox.example`."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••••@{domain}"
