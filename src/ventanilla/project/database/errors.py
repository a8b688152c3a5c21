"""Why the embedded database does not run. Each message is one sentence for the operator.

Fault
└── DatabaseFault
    ├── BinariesMissing     the package that carries PostgreSQL is not installed
    ├── WrongPermissions    a file or folder of the database does not belong to its owner, or is open to others
    ├── NoOwner             running as root, and the account that should own the database does not exist
    ├── DiskFull            too little room to start, or it ran out while starting
    ├── OtherVersion        the cluster is of another version than the programs, or its upgrade was cut short
    ├── UpgradeFailed       pg_upgrade ended with a message, which is given; the old cluster is as it was
    ├── DidNotStart         PostgreSQL ended with another message, which is given
    └── DidNotStop          processes of the database are left after the order to stop
"""

from ventanilla.common.errors import Fault


class DatabaseFault(Fault):
    pass


class BinariesMissing(DatabaseFault):
    pass


class WrongPermissions(DatabaseFault):
    pass


class NoOwner(DatabaseFault):
    pass


class DiskFull(DatabaseFault):
    pass


class OtherVersion(DatabaseFault):
    pass


class UpgradeFailed(DatabaseFault):
    pass


class DidNotStart(DatabaseFault):
    pass


class DidNotStop(DatabaseFault):
    pass
