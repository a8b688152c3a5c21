"""Catalogues of translations: the Spanish sentence in the source is the key, English stands in each package's `locale`.

    python -m tools.messages update    write what the source says now into the catalogues, keeping translations
    python -m tools.messages check     fail on what is missing, untranslated, obsolete, or damaged
    python -m tools.messages compile   write the .mo files that Django reads (not kept in git)
"""
