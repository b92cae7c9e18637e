"""A real PostgreSQL for the tests: started once per worker on a free port, a database per test from a template."""

import os
import pwd
import socket
import subprocess
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, text

from distrib.store import schema
from distrib.store.engine import Database


class Server:
    """initdb refuses root, so as root everything runs as the user postgres."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries, self.folder, self.numbers = binaries, folder, count(1)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def start(self) -> None:
        if os.getuid() == 0:
            os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)
        self._run("initdb", "-D", self.folder / "data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C")
        options = f"-p {self.port} -k {self.folder} -c fsync=off -c listen_addresses=127.0.0.1 -c max_connections=200"
        self._run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-o", options, "-w", "start")
        self._sql("CREATE DATABASE template_distrib", "postgres")
        database = Database(self._url("template_distrib"))
        schema.migrate(database)
        database.close()

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop", check=False)

    def empty(self) -> str:
        """Return the address of a database without tables."""
        return self._made("")

    def fresh(self) -> str:
        """Return the address of a new database with every table."""
        return self._made(" TEMPLATE template_distrib")

    def _made(self, template: str) -> str:
        name = f"t{next(self.numbers)}"
        self._sql(f"CREATE DATABASE {name}{template}", "postgres")
        return self._url(name).replace("+psycopg", "")

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def _sql(self, statement: str, name: str) -> None:
        engine = create_engine(self._url(name), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def _run(self, program: str, *arguments: object, check: bool = True) -> None:
        command = [str(self.binaries / program), *map(str, arguments)]
        user = "postgres" if os.getuid() == 0 else None
        done = subprocess.run(
            command, user=user, cwd=self.folder, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        if check and done.returncode:
            raise RuntimeError(done.stderr.decode())
