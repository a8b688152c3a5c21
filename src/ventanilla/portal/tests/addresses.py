"""Every address of the installation, as Django knows them."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def addresses(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns)
        else:
            yield each
