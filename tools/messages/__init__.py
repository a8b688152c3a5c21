"""Catalogues of translations: the Spanish sentence in the source is the key; other languages stand in each `locale`.

`python -m tools.messages` takes one word:

- `update` writes what the source says now into the catalogues, keeping translations;
- `missing` prints as JSON what is not translated yet, each text once, with a place for each language
  that lacks it;
- `take FILE` puts such a file, filled in, into the catalogues;
- `check` fails on what is missing, untranslated, obsolete or damaged;
- `compile` writes the .mo files that Django reads, which are not kept in git.
"""
