import ssl
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from distrib.errors import SenderProblem, SettingsProblem
from distrib.model.messages import Outcome
from distrib.sending.transports.smtp import SmtpTransport
from tests.contracts.test_transports import BODY, a_message
from tests.sending.smtp_server import DROP, LOST, SmtpServer, serving


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", str(key), "-out", str(cert), "-days", "3650", "-subj", "/CN=localhost", "-addext", names]
    subprocess.run(command, check=True, capture_output=True)
    return str(cert), str(key)


@pytest.fixture
def tls_context(certificate: tuple[str, str]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def transport(server: SmtpServer, password: str | None = None, **options: Any) -> SmtpTransport:
    return SmtpTransport({"host": "127.0.0.1", "port": server.port, "tls": "none", **options}, password=password)


@pytest.mark.parametrize("phase", ["banner", "ehlo"])
@pytest.mark.parametrize("reply", ["421 4.7.0 too many connections", "554 no service here", DROP])
def test_trouble_before_any_message_is_the_senders(server: SmtpServer, phase: str, reply: str) -> None:
    server.faults[phase] = reply
    with pytest.raises(SenderProblem):
        list(transport(server).deliver([a_message()]))
    assert server.accepted == []


@pytest.mark.parametrize(
    ("phase", "reply", "outcome"),
    [
        ("mail", "450 4.7.1 too much mail", Outcome.TRY_LATER),
        ("mail", "421 4.7.0 slow down", Outcome.TRY_LATER),
        ("mail", "552 5.3.4 too big", Outcome.REFUSED),
        ("rcpt", "550 5.1.1 user unknown", Outcome.REFUSED),
        ("rcpt", "452 4.2.2 mailbox full", Outcome.TRY_LATER),
        ("data", "451 4.3.0 not now", Outcome.TRY_LATER),
        ("data", "554 5.5.1 no", Outcome.REFUSED),
        ("dot", "451 4.7.1 greylisted", Outcome.TRY_LATER),
        ("dot", "550 5.7.1 policy", Outcome.REFUSED),
        ("dot", "421 4.7.28 rate", Outcome.TRY_LATER),
        ("dot", DROP, Outcome.UNSURE),
        ("dot", LOST, Outcome.UNSURE),
    ],
)
def test_an_answer_means_what_its_phase_says_and_the_next_message_goes_on(
    server: SmtpServer, phase: str, reply: str, outcome: Outcome
) -> None:
    server.faults[phase] = [reply]

    first, second = transport(server).deliver([a_message("d1"), a_message("d2")])

    assert (first.outcome, second.outcome) == (outcome, Outcome.TAKEN)
    assert first.reply


@pytest.mark.parametrize("phase", ["mail", "rcpt", "data"])
def test_a_line_lost_before_the_dot_did_not_bring_the_message(server: SmtpServer, phase: str) -> None:
    server.faults[phase] = [DROP]

    first, second = transport(server).deliver([a_message("d1"), a_message("d2")])

    assert (first.outcome, second.outcome) == (Outcome.TRY_LATER, Outcome.TAKEN)
    assert [rcpt for _, rcpt, _ in server.accepted] == ["d2@inbox.example"]


def test_a_relay_that_closes_a_used_line_is_asked_again_at_once(server: SmtpServer) -> None:
    server.closes_after = 2

    receipts = list(transport(server).deliver(a_message(f"d{n}") for n in range(6)))

    assert {receipt.outcome for receipt in receipts} == {Outcome.TAKEN}
    assert server.connections == 3
    assert len(server.accepted) == 6


def test_a_message_lost_twice_waits(server: SmtpServer) -> None:
    server.faults["mail"] = [None, DROP, DROP]

    outcomes = [r.outcome for r in transport(server).deliver([a_message("d1"), a_message("d2"), a_message("d3")])]

    assert outcomes == [Outcome.TAKEN, Outcome.TRY_LATER, Outcome.TAKEN]


@pytest.mark.parametrize(
    ("phase", "reply"),
    [("mail", "530 5.7.0 log in first"), ("rcpt", "535 5.7.8 no"), ("mail", "550 5.7.1 not your domain")],
)
def test_a_refusal_of_ourselves_stops_the_sender(server: SmtpServer, phase: str, reply: str) -> None:
    server.faults[phase] = reply
    with pytest.raises(SenderProblem, match=reply[:3]):
        list(transport(server).deliver([a_message()]))


def test_a_relay_that_is_gone_in_mid_stream_is_the_senders_problem(server: SmtpServer) -> None:
    server.faults["banner"] = [None, "421 closing"]
    server.closes_after = 1
    receipts = transport(server).deliver([a_message("d1"), a_message("d2")])

    assert next(receipts).outcome is Outcome.TAKEN
    with pytest.raises(SenderProblem):
        next(receipts)


def test_a_line_that_breaks_while_clearing_up_is_replaced(server: SmtpServer) -> None:
    server.faults["rcpt"] = ["421 4.3.2 going down"]

    first, second = transport(server).deliver([a_message("d1"), a_message("d2")])

    assert (first.outcome, second.outcome) == (Outcome.TRY_LATER, Outcome.TAKEN)


def test_the_relays_own_id_is_kept(server: SmtpServer) -> None:
    server.faults["dot"] = [None, "250 Ok 0100018f-x", "250 fine"]

    ids = [r.remote_id for r in transport(server).deliver(a_message(f"d{n}") for n in range(3))]

    assert ids[0] == "Q1"
    assert ids[1:] == ["0100018f-x", None]


def test_a_line_is_left_after_its_number_of_messages(server: SmtpServer) -> None:
    list(transport(server, per_connection=2).deliver(a_message(f"d{n}") for n in range(5)))

    assert server.connections == 3


def test_a_body_without_a_last_line_end_is_ended(server: SmtpServer) -> None:
    list(transport(server).deliver([a_message(pieces=(b".", b"dot first"))]))

    assert server.accepted[0][2] == b".dot first\r\n"


@pytest.mark.parametrize("address", ["", "nobody", "a@", "@b.example", "a b@c.example", "a@b.example>\r\nRCPT TO:<x@y"])
def test_what_is_no_address_is_refused_here(server: SmtpServer, address: str) -> None:
    [receipt] = transport(server).deliver([a_message(rcpt_to=address)])

    assert receipt.outcome is Outcome.REFUSED
    assert not [command for command in server.commands if command.startswith("RCPT")]


def test_a_comma_in_an_address_reaches_nobody_else(server: SmtpServer) -> None:
    list(transport(server).deliver([a_message(rcpt_to="a,b@inbox.example")]))

    assert "RCPT TO:<a,b@inbox.example>" in server.commands


def test_a_foreign_domain_travels_in_its_ascii_form(server: SmtpServer) -> None:
    list(transport(server).deliver([a_message(rcpt_to="asha@ओड़िशा.example")]))

    assert any("<asha@xn--" in command for command in server.commands)


def test_a_domain_that_can_not_exist_is_refused(server: SmtpServer) -> None:
    [receipt] = transport(server).deliver([a_message(rcpt_to="asha@-॥.example")])

    assert receipt.outcome is Outcome.REFUSED


def test_letters_beyond_ascii_need_a_relay_that_takes_them(server: SmtpServer) -> None:
    [receipt] = transport(server).deliver([a_message(rcpt_to="आशा@inbox.example")])
    assert receipt.outcome is Outcome.REFUSED

    server.extensions.append("SMTPUTF8")
    [receipt] = transport(server).deliver([a_message(rcpt_to="आशा@inbox.example")])
    assert receipt.outcome is Outcome.TAKEN
    assert server.accepted[0][1] == "आशा@inbox.example"


def test_a_relay_without_extensions_is_spoken_to_plainly(server: SmtpServer) -> None:
    server.faults["ehlo"] = ["502 what?"]
    server.extensions.clear()

    [receipt] = transport(server).deliver([a_message()])

    assert receipt.outcome is Outcome.TAKEN


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_mail_travels_encrypted_and_logged_in(tls: str, tls_context: ssl.SSLContext, certificate: Any) -> None:
    with serving(context=tls_context, extensions=("AUTH PLAIN",)) as server:
        server.wrapped = tls == "tls"
        relay = transport(server, password="secret", tls=tls, ca_file=certificate[0], user="paper")

        [receipt] = relay.deliver([a_message()])

        assert receipt.outcome is Outcome.TAKEN
        assert server.accepted[0][2] == b"".join(BODY)
        assert any(command.startswith("AUTH") for command in server.commands)
        assert [finding.ok for finding in relay.check()] == [True]


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_is_not_trusted(tls: str, tls_context: ssl.SSLContext) -> None:
    with serving(context=tls_context) as server:
        server.wrapped = tls == "tls"
        with pytest.raises(SenderProblem, match="certificate"):
            list(transport(server, tls=tls).deliver([a_message()]))


def test_a_relay_without_encryption_is_not_used_when_it_was_asked_for(server: SmtpServer) -> None:
    [finding] = transport(server, tls="starttls").check()

    assert finding.ok is False
    assert "does not offer" in finding.sentence


def test_a_wrong_password_stops_the_sender(server: SmtpServer) -> None:
    server.extensions.append("AUTH PLAIN")
    server.faults["auth"] = "535 5.7.8 bad"

    with pytest.raises(SenderProblem, match="refuses our login"):
        list(transport(server, password="wrong", user="paper").deliver([a_message()]))


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({}, "host"),
        ({"host": "relay.example", "tls": "maybe"}, "tls"),
        ({"host": "relay.example", "tls": "none", "user": "paper"}, "over TLS"),
        ({"host": "relay.example", "user": "paper"}, "password"),
    ],
)
def test_options_that_can_not_work_are_named(options: dict[str, Any], word: str) -> None:
    with pytest.raises(SettingsProblem, match=word):
        SmtpTransport(options)
