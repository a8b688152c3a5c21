"""Rules that Django cannot say: what a person was told, when it was sent and when it was opened stays.

Erasure may empty `subject`, `body` and `acts`.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION notices_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What a person was told stays: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER notices_notice_stays BEFORE UPDATE ON notices_notice FOR EACH ROW
    WHEN (to_jsonb(NEW) - '{subject,body,acts,next_try_at,sent_at,legal_on,read_at}'::text[]
            IS DISTINCT FROM to_jsonb(OLD) - '{subject,body,acts,next_try_at,sent_at,legal_on,read_at}'::text[]
        OR NEW.subject NOT IN (OLD.subject, '') OR NEW.body NOT IN (OLD.body, '')
        OR (OLD.sent_at IS NOT NULL
            AND (NEW.sent_at, NEW.legal_on) IS DISTINCT FROM (OLD.sent_at, OLD.legal_on))
        OR (OLD.read_at IS NOT NULL AND NEW.read_at IS DISTINCT FROM OLD.read_at))
    EXECUTE FUNCTION notices_refuse();
CREATE TRIGGER notices_notice_never_deleted BEFORE DELETE ON notices_notice FOR EACH ROW
    EXECUTE FUNCTION notices_refuse();
CREATE TRIGGER notices_delivery_stays BEFORE UPDATE ON notices_delivery FOR EACH ROW
    EXECUTE FUNCTION notices_refuse();
CREATE TRIGGER notices_delivery_never_deleted BEFORE DELETE ON notices_delivery FOR EACH ROW
    EXECUTE FUNCTION notices_refuse();
"""

BACKWARD = "DROP FUNCTION notices_refuse() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
