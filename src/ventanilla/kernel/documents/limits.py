"""Every limit of this package, in one place, with its reason.

They protect the installation from what people send and from a template that never ends. A service may ask for
less (`form.yaml`), never for more.
"""

# One uploaded file: a scanned deed of 60 pages at 300 dpi has about 15 MB; CasillaÚnica takes 20 MB in all.
DOCUMENT_BYTES = 20_000_000

# File systems and ZIP tools of Windows cut names at 255 bytes; a longer name is seldom read by anybody.
NAME_CHARACTERS = 150

# Documents of one dossier: an index of more is not read by a person, and a loop of uploads stops here.
DOCUMENTS_PER_DOSSIER = 500

# DS 10 metadata that have no column of their own, as JSON bytes.
METADATA_BYTES = 16_000

# Title of an issued document: it is in the PDF metadata, in the verification page and in lists.
TITLE_CHARACTERS = 250

# The kind of an act as printed, "Decreto alcaldicio": one line of the letterhead.
HEADING_CHARACTERS = 100

# What one rendering may use. A plain decree takes 0.1 s and 150 MB of address space.
RENDER_SECONDS = 20
RENDER_MEMORY_BYTES = 2_000_000_000
RENDER_DATA_BYTES = 1_000_000
RENDER_OUTPUT_BYTES = 20_000_000
TEMPLATE_BYTES = 200_000
ASSET_BYTES = 2_000_000
ASSETS = 20

# A file that no row points to waits this long: longer than any transaction, so that none loses its file.
ORPHAN_SECONDS = 86_400

# An uploaded PDF to check at the verification page.
VALIDATION_BYTES = 20_000_000
SIGNATURES_PER_PDF = 20

# A file inside a PDF of anybody, unpacked. What we attach holds a signed statement.
FILE_INSIDE_BYTES = 1_000_000

# A signed statement (receipt) as text.
STATEMENT_CHARACTERS = 64_000
