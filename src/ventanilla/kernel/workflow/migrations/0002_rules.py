"""Rules that Django cannot say: a task, its process and its unit are of one institution; a stored flow never changes."""

from django.db import migrations

FORWARD = """
ALTER TABLE workflow_task ADD CONSTRAINT workflow_task_process_same_institution
    FOREIGN KEY (process_id, institution_id) REFERENCES workflow_process (id, institution_id);
ALTER TABLE workflow_task ADD CONSTRAINT workflow_task_unit_same_institution
    FOREIGN KEY (unit_id, institution_id) REFERENCES identity_unit (id, institution_id);
CREATE FUNCTION workflow_flow_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'workflow_flowsource is append-only: running cases follow it' USING ERRCODE = '23514';
END $$;
CREATE TRIGGER workflow_flow_never_changes BEFORE UPDATE OR DELETE ON workflow_flowsource
    FOR EACH ROW EXECUTE FUNCTION workflow_flow_never_changes();
"""

BACKWARD = """
DROP TRIGGER workflow_flow_never_changes ON workflow_flowsource;
DROP FUNCTION workflow_flow_never_changes();
ALTER TABLE workflow_task DROP CONSTRAINT workflow_task_unit_same_institution;
ALTER TABLE workflow_task DROP CONSTRAINT workflow_task_process_same_institution;
"""


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial"), ("identity", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
