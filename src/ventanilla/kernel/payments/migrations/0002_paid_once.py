"""Rules that Django cannot say: a settlement has its charge's amount, and what was tried and paid stays.

Of a charge, the closing may be set once and `acts` may grow; erasure may empty `concept`, `closing_reason`, `acts` and
the salts of a result.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE payments_settlement ADD CONSTRAINT payments_settlement_of_its_amount
    FOREIGN KEY (charge_id, amount_clp) REFERENCES payments_charge (id, amount_clp);

CREATE FUNCTION payments_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was charged and paid stays: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER payments_charge_stays BEFORE UPDATE ON payments_charge FOR EACH ROW
    WHEN (to_jsonb(NEW) - '{concept,closing,closing_reason,closed_at,acts}'::text[]
            IS DISTINCT FROM to_jsonb(OLD) - '{concept,closing,closing_reason,closed_at,acts}'::text[]
        OR NEW.concept NOT IN (OLD.concept, '')
        OR (OLD.closing <> '' AND (NEW.closing, NEW.closed_at) IS DISTINCT FROM (OLD.closing, OLD.closed_at)))
    EXECUTE FUNCTION payments_refuse();
CREATE TRIGGER payments_result_stays BEFORE UPDATE ON payments_result FOR EACH ROW
    WHEN (to_jsonb(NEW) - 'salts' IS DISTINCT FROM to_jsonb(OLD) - 'salts' OR NEW.salts NOT IN (OLD.salts, '{}'))
    EXECUTE FUNCTION payments_refuse();
CREATE TRIGGER payments_attempt_stays BEFORE UPDATE ON payments_attempt FOR EACH ROW
    EXECUTE FUNCTION payments_refuse();
CREATE TRIGGER payments_settlement_stays BEFORE UPDATE ON payments_settlement FOR EACH ROW
    EXECUTE FUNCTION payments_refuse();
""" + "".join(
    f"""
CREATE TRIGGER payments_{table}_never_deleted BEFORE DELETE ON payments_{table} FOR EACH ROW
    EXECUTE FUNCTION payments_refuse();
"""
    for table in ("charge", "attempt", "result", "settlement")
)

BACKWARD = """
DROP FUNCTION payments_refuse() CASCADE;
ALTER TABLE payments_settlement DROP CONSTRAINT payments_settlement_of_its_amount;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
