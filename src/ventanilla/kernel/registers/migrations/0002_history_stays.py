"""Rules that Django cannot say: days of validity never overlap, and the history is append-only.

`int8range(entry_id, entry_id, '[]')` gives the equality operator of GiST without the btree_gist extension. Erasure
may empty the private values and nothing else.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE registers_event ADD CONSTRAINT registers_event_days_never_overlap
    EXCLUDE USING gist (int8range(entry_id, entry_id, '[]') WITH &&, daterange(valid_from, valid_until, '[]') WITH &&)
    WHERE (valid_from IS NOT NULL);

CREATE FUNCTION registers_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What a register holds stays: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER registers_entry_stays BEFORE UPDATE ON registers_entry FOR EACH ROW
    WHEN (to_jsonb(NEW) - 'title' - 'data' IS DISTINCT FROM to_jsonb(OLD) - 'title' - 'data'
        OR NEW.title NOT IN (OLD.title, '') OR NEW.data NOT IN (OLD.data, '{}'))
    EXECUTE FUNCTION registers_refuse();
CREATE TRIGGER registers_entry_never_deleted BEFORE DELETE ON registers_entry FOR EACH ROW
    EXECUTE FUNCTION registers_refuse();
CREATE TRIGGER registers_event_stays BEFORE UPDATE ON registers_event FOR EACH ROW
    WHEN (to_jsonb(NEW) - 'reason' - 'salts' IS DISTINCT FROM to_jsonb(OLD) - 'reason' - 'salts'
        OR NEW.reason NOT IN (OLD.reason, '') OR NEW.salts NOT IN (OLD.salts, '{}'))
    EXECUTE FUNCTION registers_refuse();
CREATE TRIGGER registers_event_never_deleted BEFORE DELETE ON registers_event FOR EACH ROW
    EXECUTE FUNCTION registers_refuse();
"""

BACKWARD = """
DROP FUNCTION registers_refuse() CASCADE;
ALTER TABLE registers_event DROP CONSTRAINT registers_event_days_never_overlap;
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
