"""What is recorded stays: the database itself refuses to change or delete it, whoever asks.

An Entry changes once, when it gets its number. A Tile only grows at its end. Reads and checkpoints never change. The
owner of the tables can still drop a trigger, which is why the log is also signed and published.

TRUNCATE is let through in a database whose name begins with `test_`, the name that Django gives to the database of a test
run and empties between tests. `tests/test_guards.py` shows the refusal in a database with another name.
"""

from django.db import migrations

TABLES = ("entry", "read", "readsubject", "tile", "checkpoint")

REFUSE = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

# BEFORE row triggers with WHEN cost an insert nothing: the only one for INSERT asks for a null and does not fire.
ENTRY = """
CREATE TRIGGER ledger_entry_starts_pending BEFORE INSERT ON ledger_entry FOR EACH ROW
    WHEN (NEW.leaf_index IS NOT NULL) EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_entry_numbered_once BEFORE UPDATE ON ledger_entry FOR EACH ROW
    WHEN (OLD.leaf_index IS NOT NULL OR NEW.leaf_index IS NULL
        OR (OLD.id, OLD.act, OLD.recorded_at, OLD.institution, OLD.kind, OLD.body)
           IS DISTINCT FROM (NEW.id, NEW.act, NEW.recorded_at, NEW.institution, NEW.kind, NEW.body))
    EXECUTE FUNCTION ledger_refuse();
"""

TILE = """
CREATE TRIGGER ledger_tile_only_grows BEFORE UPDATE ON ledger_tile FOR EACH ROW
    WHEN ((OLD.level, OLD.index) IS DISTINCT FROM (NEW.level, NEW.index)
        OR OLD.hashes IS DISTINCT FROM substr(NEW.hashes, 1, length(OLD.hashes)))
    EXECUTE FUNCTION ledger_refuse();
ALTER TABLE ledger_tile ADD CONSTRAINT ledger_tile_whole_hashes
    CHECK (length(hashes) % 32 = 0 AND length(hashes) BETWEEN 32 AND 8192);
"""

NEVER_CHANGED = "".join(
    f"CREATE TRIGGER ledger_{table}_never_changed BEFORE UPDATE ON ledger_{table} FOR EACH ROW"
    " EXECUTE FUNCTION ledger_refuse();\n"
    for table in ("read", "readsubject", "checkpoint")
)
NEVER_DELETED = "".join(
    f"""
CREATE TRIGGER ledger_{table}_never_deleted BEFORE DELETE ON ledger_{table} FOR EACH ROW
    EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_{table}_never_emptied BEFORE TRUNCATE ON ledger_{table} FOR EACH STATEMENT
    WHEN (NOT starts_with(current_database(), 'test_')) EXECUTE FUNCTION ledger_refuse();
"""
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE + ENTRY + TILE + NEVER_CHANGED + NEVER_DELETED, elidable=False)]
