"""The last day to pay may be moved, and only to a later one."""

from django.db import migrations

TRIGGER = """
DROP TRIGGER payments_charge_stays ON payments_charge;
CREATE TRIGGER payments_charge_stays BEFORE UPDATE ON payments_charge FOR EACH ROW
    WHEN (to_jsonb(NEW) - '{{concept,closing,closing_reason,closed_at,acts{more}}}'::text[]
            IS DISTINCT FROM to_jsonb(OLD) - '{{concept,closing,closing_reason,closed_at,acts{more}}}'::text[]
        {condition}
        OR NEW.concept NOT IN (OLD.concept, '')
        OR (OLD.closing <> '' AND (NEW.closing, NEW.closed_at) IS DISTINCT FROM (OLD.closing, OLD.closed_at)))
    EXECUTE FUNCTION payments_refuse();
"""
FORWARD = TRIGGER.format(more=",due_on", condition="OR (NEW.due_on >= OLD.due_on) IS FALSE OR (NEW.due_on IS NULL) <> (OLD.due_on IS NULL)")
BACKWARD = TRIGGER.format(more="", condition="")


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_paid_once")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
