-- What each runtime role may do. Run by the owner, in one transaction, at the first start after a migration or a change here; safe to run again.
-- The runtime roles own nothing, have no DDL and do not bypass row security.

-- Of two starts side by side one waits.
SELECT pg_advisory_xact_lock(7164201);

REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA identity, pii, roster, clinical, billing, source, care, keys, audit FROM
    PUBLIC, portal_app, portal_patient, portal_maintenance, portal_sealer, portal_backup, portal_auditor;

-- The portal for staff.
GRANT USAGE ON SCHEMA identity, pii, roster, clinical, billing, source, care, keys, audit TO portal_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA identity, pii, roster, clinical, billing, care TO portal_app;
REVOKE UPDATE, DELETE ON clinical.entry_history FROM portal_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA source TO portal_app;
GRANT SELECT, INSERT ON keys.patient_keys, keys.data_protection_keys TO portal_app;
GRANT SELECT, INSERT ON audit.entries, audit.entry_patients TO portal_app;

-- A patient's own pool: reads one patient's rows, by row security.
GRANT USAGE ON SCHEMA pii, clinical, billing, audit, keys TO portal_patient;
GRANT SELECT ON pii.patients TO portal_patient;
GRANT SELECT ON ALL TABLES IN SCHEMA clinical, billing TO portal_patient;
GRANT SELECT ON keys.patient_keys TO portal_patient;
GRANT INSERT ON audit.entries, audit.entry_patients TO portal_patient;

-- Auditors read the log and nothing else. Backups leave the keys out. Sealer and maintenance get their tables with their features.
GRANT USAGE ON SCHEMA audit TO portal_auditor, portal_sealer, portal_maintenance, portal_backup;
GRANT SELECT ON audit.entries, audit.entry_patients TO portal_auditor, portal_sealer, portal_backup;
GRANT USAGE ON SCHEMA identity, pii, roster, clinical, billing, source, care TO portal_backup;
GRANT SELECT ON ALL TABLES IN SCHEMA identity, pii, roster, clinical, billing, source, care TO portal_backup;

-- Months of the log while the portal serves. On a server of one's own the staff role's login does all work at run time.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.keep_months(timestamptz, integer) TO portal_maintenance, portal_app;

-- Row security, forced, fails closed: a pooled connection has '' in the setting after its first use.
DO $$
DECLARE t record;
BEGIN
    FOR t IN
        SELECT c.table_schema AS s, c.table_name AS n FROM information_schema.columns c
        JOIN information_schema.tables b ON b.table_schema = c.table_schema AND b.table_name = c.table_name AND b.table_type = 'BASE TABLE'
        WHERE c.column_name = 'patient_id' AND c.table_schema IN ('pii', 'roster', 'clinical', 'billing', 'source', 'care', 'keys')
    LOOP
        EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', t.s, t.n);
        EXECUTE format('ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY', t.s, t.n);
        EXECUTE format('DROP POLICY IF EXISTS staff ON %I.%I', t.s, t.n);
        EXECUTE format('DROP POLICY IF EXISTS own ON %I.%I', t.s, t.n);
        EXECUTE format('DROP POLICY IF EXISTS backup ON %I.%I', t.s, t.n);
        EXECUTE format('DROP POLICY IF EXISTS owner ON %I.%I', t.s, t.n);
        EXECUTE format('CREATE POLICY staff ON %I.%I TO portal_app USING (true) WITH CHECK (true)', t.s, t.n);
        EXECUTE format('CREATE POLICY own ON %I.%I FOR SELECT TO portal_patient USING (patient_id = NULLIF(current_setting(''portal.patient'', true), '''')::uuid)', t.s, t.n);
        EXECUTE format('CREATE POLICY backup ON %I.%I FOR SELECT TO portal_backup USING (true)', t.s, t.n);
        EXECUTE format('CREATE POLICY owner ON %I.%I TO portal_owner USING (true) WITH CHECK (true)', t.s, t.n);
    END LOOP;
END $$;
