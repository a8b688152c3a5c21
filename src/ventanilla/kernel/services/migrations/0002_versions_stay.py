"""Rules that Django cannot say: what is published stays, one adoption at a time, units of the same institution."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION services_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never changed nor deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER services_version_stays BEFORE UPDATE OR DELETE ON services_version
    FOR EACH ROW EXECUTE FUNCTION services_refuse_change();
CREATE TRIGGER services_value_stays BEFORE UPDATE OR DELETE ON services_parametervalue
    FOR EACH ROW EXECUTE FUNCTION services_refuse_change();
ALTER TABLE services_adoption ADD CONSTRAINT services_adoption_unit_same_institution
    FOREIGN KEY (unit_id, institution_id) REFERENCES identity_unit (id, institution_id);
ALTER TABLE services_adoption ADD CONSTRAINT services_adoption_one_at_a_time
    EXCLUDE USING gist (int8range(institution_id, institution_id, '[]') WITH &&,
                        int8range(service_id, service_id, '[]') WITH &&, daterange(starts_on, ends_on) WITH &&);
"""

BACKWARD = """
ALTER TABLE services_adoption DROP CONSTRAINT services_adoption_one_at_a_time;
ALTER TABLE services_adoption DROP CONSTRAINT services_adoption_unit_same_institution;
DROP TRIGGER services_value_stays ON services_parametervalue;
DROP TRIGGER services_version_stays ON services_version;
DROP FUNCTION services_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial"), ("identity", "0002_same_institution")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
