"""Why an operator's work was not done. Each message is one sentence that says what to do.

Fault
└── OperatingFault
    ├── KeysNotExported     the folder for the keys is not fit for them
    └── KeysNotUsable       an export of keys is not whole, or not of this installation
"""

from ventanilla.common.errors import Fault


class OperatingFault(Fault):
    pass


class KeysNotExported(OperatingFault):
    pass


class KeysNotUsable(OperatingFault):
    pass
