"""Why the server does not start. Each message is one sentence for the operator.

Fault
└── ServerFault
    ├── AlreadyServing       another `ventanilla serve` uses this home
    ├── TooManyConnections   the processes could ask for more connections than the database gives
    ├── NotMigrated          the tables are of another version
    ├── DatabaseLost         the database is empty and the home is not
    └── NoFreePort           no port near the wanted one is free
"""

from ventanilla.common.errors import Fault


class ServerFault(Fault):
    pass


class AlreadyServing(ServerFault):
    pass


class TooManyConnections(ServerFault):
    pass


class NotMigrated(ServerFault):
    pass


class DatabaseLost(ServerFault):
    pass


class NoFreePort(ServerFault):
    pass
