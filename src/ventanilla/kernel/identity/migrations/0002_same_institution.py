"""Rules that Django cannot say: composite foreign keys (one institution) and exclusions in time.

`int8range(id, id, '[]')` gives the equality operator of GiST without the btree_gist extension.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE identity_unit ADD CONSTRAINT identity_unit_parent_same_institution
    FOREIGN KEY (parent_id, institution_id) REFERENCES identity_unit (id, institution_id);
ALTER TABLE identity_post ADD CONSTRAINT identity_post_unit_same_institution
    FOREIGN KEY (unit_id, institution_id) REFERENCES identity_unit (id, institution_id);
ALTER TABLE identity_postrole ADD CONSTRAINT identity_postrole_post_same_institution
    FOREIGN KEY (post_id, institution_id) REFERENCES identity_post (id, institution_id);
ALTER TABLE identity_postrole ADD CONSTRAINT identity_postrole_role_same_institution
    FOREIGN KEY (role_id, institution_id) REFERENCES identity_role (id, institution_id);
ALTER TABLE identity_appointment ADD CONSTRAINT identity_appointment_post_same_institution
    FOREIGN KEY (post_id, institution_id) REFERENCES identity_post (id, institution_id);
ALTER TABLE identity_appointment ADD CONSTRAINT identity_one_holder_at_a_time
    EXCLUDE USING gist (int8range(post_id, post_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (capacity = 'HOLDER');
ALTER TABLE identity_appointment ADD CONSTRAINT identity_person_once_per_post
    EXCLUDE USING gist (int8range(post_id, post_id, '[]') WITH &&, int8range(person_id, person_id, '[]') WITH &&,
                        tstzrange(starts_at, ends_at) WITH &&);
ALTER TABLE identity_mandate ADD CONSTRAINT identity_mandate_services_list
    CHECK (jsonb_typeof(services) = 'array');
"""

BACKWARD = """
ALTER TABLE identity_mandate DROP CONSTRAINT identity_mandate_services_list;
ALTER TABLE identity_appointment DROP CONSTRAINT identity_person_once_per_post;
ALTER TABLE identity_appointment DROP CONSTRAINT identity_one_holder_at_a_time;
ALTER TABLE identity_appointment DROP CONSTRAINT identity_appointment_post_same_institution;
ALTER TABLE identity_postrole DROP CONSTRAINT identity_postrole_role_same_institution;
ALTER TABLE identity_postrole DROP CONSTRAINT identity_postrole_post_same_institution;
ALTER TABLE identity_post DROP CONSTRAINT identity_post_unit_same_institution;
ALTER TABLE identity_unit DROP CONSTRAINT identity_unit_parent_same_institution;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
