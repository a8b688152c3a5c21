"""What each construct does when it runs. Importing the modules registers their makers."""

from ventanilla.common.feel.closures import collections, functions, matching, operators
from ventanilla.common.feel.closures.builder import Builder, makes
from ventanilla.common.feel.closures.matching import matcher

__all__ = ["Builder", "collections", "functions", "makes", "matcher", "matching", "operators"]
