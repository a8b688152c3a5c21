"""The command `ventanilla`."""

from ventanilla.project.cli.backups import backup, restore, upgrade
from ventanilla.project.cli.doctor import doctor
from ventanilla.project.cli.group import main
from ventanilla.project.cli.keys import keys
from ventanilla.project.cli.log import log
from ventanilla.project.cli.numbers import numbers
from ventanilla.project.cli.officials import admin
from ventanilla.project.cli.operating import check, migrate
from ventanilla.project.cli.rules import dmn
from ventanilla.project.cli.running import serve, stop, worker
from ventanilla.project.cli.services import services
from ventanilla.project.cli.verifying import verify
from ventanilla.project.demo.command import demo

__all__ = ["main"]

_operating = (demo, serve, worker, stop, migrate, check, doctor, admin, backup, restore, upgrade, keys, log, numbers)
for _command in (*_operating, services, dmn, verify):
    main.add_command(_command)
