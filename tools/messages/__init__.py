"""Catalogues of translations: the Spanish sentence in the source is the key; English stands in each package's `locale`.

`python -m tools.messages` takes one word:

- `update` writes what the source says now into the catalogues, keeping translations;
- `check` fails on what is missing, untranslated, obsolete or damaged;
- `compile` writes the .mo files that Django reads, which are not kept in git.
"""
