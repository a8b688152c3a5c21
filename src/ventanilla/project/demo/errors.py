"""Why the demonstration stops. Each message is one sentence or two for whoever runs it.

Fault
└── DemoFault
    ├── DemoRefused     it may not run here
    ├── ServerFailed    the server did not come up, or ended by itself; names the file of its log
    └── StepFailed      a step of the journey did not go as it should; says which page and what it showed
"""

from ventanilla.common.errors import Fault


class DemoFault(Fault):
    pass


class DemoRefused(DemoFault):
    pass


class ServerFailed(DemoFault):
    pass


class StepFailed(DemoFault):
    pass
