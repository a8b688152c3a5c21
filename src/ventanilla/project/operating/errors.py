"""Why an operator's work was not done. Each message says what happened and what to do.

Fault
└── OperatingFault
    ├── KeysNotExported     the folder for the keys is not fit for them, or a key is not well
    ├── KeysNotUsable       an export of keys is not whole, or not of this installation
    ├── BackupFailed        the backup was not made; what there was of it is gone
    ├── BackupNotUsable     a backup is not whole, is newer than this program, or is of another installation
    ├── NotRestored         the restore was refused before it changed anything, or undone
    ├── NotUpgraded         the upgrade was refused, or undone
    ├── UnknownInstitution  no institution has the code that was typed
    └── IncompleteOfficial  an official cannot be made from what was typed
"""

from ventanilla.common.errors import Fault


class OperatingFault(Fault):
    pass


class KeysNotExported(OperatingFault):
    pass


class KeysNotUsable(OperatingFault):
    pass


class BackupFailed(OperatingFault):
    pass


class BackupNotUsable(OperatingFault):
    pass


class NotRestored(OperatingFault):
    pass


class NotUpgraded(OperatingFault):
    pass


class UnknownInstitution(OperatingFault):
    pass


class IncompleteOfficial(OperatingFault):
    pass
