"""What Django cannot say: key, blob, document and what was issued as it are of one institution (composite keys)."""

from django.db import migrations

FORWARD = """
ALTER TABLE documents_blob ADD CONSTRAINT documents_blob_key_same_institution
    FOREIGN KEY (key_id, institution_id) REFERENCES documents_dossierkey (id, institution_id);
ALTER TABLE documents_document ADD CONSTRAINT documents_document_blob_same_institution
    FOREIGN KEY (blob_id, institution_id) REFERENCES documents_blob (id, institution_id);
ALTER TABLE documents_issued ADD CONSTRAINT documents_issued_document_same_institution
    FOREIGN KEY (document_id, institution_id) REFERENCES documents_document (id, institution_id);
"""

BACKWARD = """
ALTER TABLE documents_issued DROP CONSTRAINT documents_issued_document_same_institution;
ALTER TABLE documents_document DROP CONSTRAINT documents_document_blob_same_institution;
ALTER TABLE documents_blob DROP CONSTRAINT documents_blob_key_same_institution;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
