"""Runs PostgreSQL's programs as the owner, and turns what they complain about into one sentence."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ventanilla.project.database.binaries import keep_from_cleaning
from ventanilla.project.database.errors import DatabaseFault, DidNotStart, DiskFull, WrongPermissions
from ventanilla.project.database.owner import Owner
from ventanilla.project.database.place import NAME, Place

HERE = "/proc/self/cwd"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
FULL = ("No space left on device", "Disk quota exceeded", "File too large")
DENIED = ("ermission denied", "wrong ownership", "invalid permissions", "Read-only file system")


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder of the programs, the account that runs them, and where the database stands."""

    folder: Path
    owner: Owner
    place: Place

    def create_cluster(self) -> None:
        """Make `data` with its empty database, whole or not at all. Raises the faults of `errors`."""
        draft = self.place.folder / "data.draft"
        try:
            self.init(draft)
            self.run(
                "postgres", "--single", "-D", HERE, "postgres", working_folder=draft, say=f"CREATE DATABASE {NAME}"
            )
            draft.rename(self.place.data)
        except OSError as error:
            raise explained(str(error), self.place) from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def init(self, draft: Path, *, options: Sequence[str] = ("--data-checksums",)) -> None:
        """Make a new cluster in `draft`, in place of what is there. Raises OSError and the faults of `errors`."""
        password = self.place.folder / "password.draft"
        shutil.rmtree(draft, ignore_errors=True)
        try:
            draft.mkdir(mode=0o700)
            self.owner.give(draft)
            self._write_password(password)
            self.run("initdb", *self._initdb_arguments(password), *options, working_folder=draft)
        finally:
            password.unlink(missing_ok=True)

    def launch(self, options: Mapping[str, str]) -> "subprocess.Popen[bytes]":
        """Start the postmaster, apart from this program's terminal and life. It writes to the log's descriptor."""
        try:
            if self.place.log.exists():
                self.place.log.replace(self.place.log.with_suffix(".log.before"))
            log = os.open(self.place.log, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise explained(str(error), self.place) from error
        kept = keep_from_cleaning(self.place.outside)
        arguments = [f"-c{name}={value}" for name, value in options.items()]
        try:
            return subprocess.Popen(
                # A relative socket folder, seen from `data`: never too long, and nothing is asked of the parents.
                [self.folder / "postgres", "-D", HERE, "-k", "../run", *arguments],
                cwd=self.place.data,
                env=ENVIRONMENT,
                umask=0o077,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=() if kept is None else (kept,),
                **self.owner.identity,
            )
        except OSError as error:
            raise explained(str(error), self.place) from error
        finally:
            os.close(log)
            if kept is not None:
                os.close(kept)

    def run(self, program: str, *arguments: str, working_folder: Path, say: str = "") -> str:
        """What a program printed that ends by itself. Raises the faults of `errors`."""
        done = self.attempt(program, *arguments, working_folder=working_folder, say=say)
        if done.returncode or "ERROR:" in done.stderr:
            raise explained(done.stderr, self.place)
        return done.stdout

    def attempt(
        self, program: str, *arguments: str, working_folder: Path, say: str = "", variables: Mapping[str, str] = {}
    ) -> "subprocess.CompletedProcess[str]":
        """As `run`, for who reads by themselves why it failed. Raises OSError."""
        return subprocess.run(
            [self.folder / program, *arguments],
            cwd=working_folder,
            env={**ENVIRONMENT, **variables},
            umask=0o077,
            input=say,
            capture_output=True,
            text=True,
            check=False,
            **self.owner.identity,
        )

    def _write_password(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        secret = self.place.passfile.read_text("ascii").strip().rpartition(":")[2]
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secret)
        self.owner.give(path)

    def _initdb_arguments(self, password: Path) -> list[str]:
        return [
            f"--pgdata={HERE}",
            f"--username={NAME}",
            f"--pwfile=../{password.name}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            "--set=listen_addresses=",
            "--set=unix_socket_permissions=0700",
            "--set=timezone=UTC",
            "--set=log_timezone=UTC",
            # What applications get wrong is in their own log; here it would repeat personal data.
            "--set=log_min_messages=log",
            "--set=log_checkpoints=off",
        ]


def explained(complaint: str, place: Place) -> DatabaseFault:
    """The fault that says what PostgreSQL or the system complained about."""
    if any(phrase in complaint for phrase in FULL):
        return DiskFull(
            f"The disk of {place.home} is full: make room and start again, nothing that was stored is lost."
        )
    if any(phrase in complaint for phrase in DENIED):
        return WrongPermissions(
            f"The database in {place.folder} cannot be opened: everything in it must belong to one account, and its "
            f"folders must be closed to others (mode 700). PostgreSQL says: {_reason(complaint)}"
        )
    return DidNotStart(f"The database did not start: {_reason(complaint)} The whole log is {place.log}.")


def _reason(complaint: str) -> str:
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    marked = [line for line in lines if "FATAL:" in line or "ERROR:" in line or "PANIC:" in line or "error:" in line]
    return (marked or lines or ["it left no message."])[-1]
