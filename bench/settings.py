"""The settings of an installation, with one more address: the bare view of `bench.filing`."""

from ventanilla.project.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
