"""A newcomer's first minute: the demo's whole day from the command line, twice, and from the built wheel."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from email import policy
from email.parser import BytesParser
from pathlib import Path

import httpx2
import pytest

from tests.conftest import skip_or_fail

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def _distrib(
    home: Path, *words: str, program: Path | None = None, level: str = "info"
) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DISTRIB_HOME": str(home),
        "DISTRIB_LOGS__LEVEL": level,
        "PYTHONWARNINGS": "default",
        "COLUMNS": "160",
    }
    command = [str(program)] if program else [sys.executable, "-m", "distrib"]
    return subprocess.run(
        [*command, *words], cwd=home, env=environment, capture_output=True, text=True, check=False, timeout=500
    )


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    home = tmp_path_factory.mktemp("paper")
    done = _distrib(home, "demo")
    assert done.returncode == 0, done.stderr[-3000:]
    return home, done


def _mails(home: Path) -> list[Path]:
    return sorted((home / "outbox" / "mail" / "new").iterdir())


def test_a_thousand_digests_lie_in_the_outbox(lived: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    home, _ = lived
    assert len([path for path in _mails(home) if path.name.startswith("d")]) == 1000


def test_every_digest_is_whole_and_can_be_left_with_one_click(
    lived: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    home, _ = lived
    for path in _mails(home):
        raw = path.read_bytes()
        head = raw.split(b"\r\n\r\n", 1)[0]
        assert b"\n" not in raw.replace(b"\r\n", b""), path.name
        if not path.name.startswith("d"):
            continue
        line = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"list-unsubscribe:"))
        assert b"=?" not in line, path.name
        assert re.search(rb"<https://mail\.tarinipost\.example/u/[\w.-]+>", line + head), path.name
        message = BytesParser(policy=policy.default).parsebytes(raw)
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert [part.get_content_type() for part in message.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]
        assert "%%" not in message.get_body(("html",)).get_content()
        assert str(message["Subject"]).strip()


def test_readers_get_only_sections_they_chose_and_subjects_of_their_own(
    lived: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    home, _ = lived
    messages = [
        BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        for path in _mails(home)[:300]
        if path.name.startswith("d")
    ]
    assert len({str(message["Subject"]) for message in messages}) > 3
    assert len({str(message["Message-ID"]) for message in messages}) == len(messages)


def test_posts_lie_in_the_outbox_too(lived: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    home, _ = lived
    assert list((home / "outbox" / "posts").glob("p*.json"))


def test_the_printed_day_names_every_stage_and_files_that_exist(
    lived: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    home, done = lived
    for word in ("stories", "events", "picks", "cards", "plans", "sent", "suppressed", "seconds", "gather", "publish"):
        assert word in done.stdout
    paths = [line.strip() for line in done.stdout.splitlines() if line.strip().startswith(str(home))]
    assert {Path(path).suffix for path in paths} == {".html", ".eml", ".json"}
    assert all(Path(path).exists() for path in paths)


def test_a_preview_has_its_pictures_beside_it(lived: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    home, _ = lived
    shown = {}
    for page in (home / "outbox" / "preview").glob("*/index.html"):
        shown[page.parent.name] = re.findall(r'<img\b[^>]*?\bsrc="([^"]+)"', page.read_text("utf-8"))
        assert all((page.parent / source).is_file() for source in shown[page.parent.name]), page
    assert len(shown) == 4
    assert len(shown["tarini-morning"]) > 10  # the brief look of another list shows none


def test_the_equation_holds(lived: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    home, _ = lived
    done = _distrib(home, "editions", "verify", level="warning")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "NOT" not in done.stdout


def test_the_log_of_the_day_names_no_reader_no_token_and_no_query(
    lived: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, done = lived
    assert '"event"' in done.stderr, "the day was logged"
    assert "@" not in done.stderr
    assert "utm_" not in done.stderr
    assert not re.search(r"/(u|view|confirm|preferences|c|enter)/[A-Za-z0-9_-]{12,}", done.stderr)


def test_typed_again_nothing_is_sent_twice_and_it_says_so(
    lived: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    home, _ = lived
    before = {path.name: path.stat().st_mtime_ns for path in _mails(home)}
    again = _distrib(home, "demo", level="warning")
    assert again.returncode == 0, again.stderr[-3000:]
    assert "Nothing was sent" in again.stdout
    assert {path.name: path.stat().st_mtime_ns for path in _mails(home)} == before


def test_the_listings_speak_json(lived: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    home, _ = lived
    for noun in ("sources", "stories", "lists", "editions", "subscribers", "deliveries", "posts", "users"):
        done = _distrib(home, noun, "list", "--json", level="warning")
        assert done.returncode == 0, f"{noun}: {done.stderr}"
        assert done.stdout.startswith("{"), noun


def test_the_built_wheel_runs_the_demo_in_an_empty_environment(tmp_path: Path) -> None:
    uv = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
    if not Path(uv).exists():
        skip_or_fail("uv")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist"), str(ROOT)],
        check=True,
        capture_output=True,
    )
    wheel = next((tmp_path / "dist").glob("*.whl"))
    fresh = tmp_path / "fresh"
    subprocess.run([uv, "venv", "-q", "--python", sys.executable, str(fresh)], check=True)
    subprocess.run(
        [
            uv,
            "pip",
            "install",
            "-q",
            "--python",
            str(fresh / "bin" / "python"),
            "-c",
            str(ROOT / "constraints.txt"),
            str(wheel),
        ],
        check=True,
    )
    home = tmp_path / "empty"
    home.mkdir()
    done = _distrib(home, "demo", program=fresh / "bin" / "distrib", level="warning")
    assert done.returncode == 0, done.stderr[-3000:]
    assert len(_mails(home)) >= 1000


def test_the_newsroom_runs_with_a_draft_that_waits_and_ends_when_told(
    lived: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    home = tmp_path / "running"
    shutil.copytree(lived[0], home)
    before = {path.name for path in _mails(home)}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "DISTRIB_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "distrib", "run", "--demo", "--port", str(port)]
    with subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.PIPE, text=True) as running:
        try:
            lines = [next(iter(running.stdout or [])) for _ in range(3)]
            base = f"http://127.0.0.1:{port}"
            assert base in lines[0]
            assert "is draft and due at" in lines[1]
            assert re.search(rf"{re.escape(base)}/enter/\S+", lines[2])
            assert _answers(f"{base}/healthz").startswith("ok ")
            assert "Tarini" in _answers(f"{base}/")
        finally:
            running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 0
    assert {path.name for path in _mails(home) if path.name.startswith("d")} == {
        name for name in before if name.startswith("d")
    }, "the demo's own day is never touched"


def _answers(url: str) -> str:
    end = time.monotonic() + 60
    while True:
        try:
            return httpx2.get(url, timeout=5, trust_env=False).text
        except httpx2.TransportError:
            assert time.monotonic() < end, f"{url} does not answer"
            time.sleep(0.3)
