-- What each runtime role may do. Run by the owner, in one transaction, at the first start after a migration or a change here; safe to run again.
-- The runtime roles own nothing, have no DDL and do not bypass row security.

-- Of two starts side by side one waits.
SELECT pg_advisory_xact_lock(7164201);

REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA identity, pii, roster, clinical, billing, source, care, keys, audit, notices, review, files, trail, staff, policies FROM
    PUBLIC, portal_app, portal_patient, portal_maintenance, portal_sealer, portal_backup, portal_auditor;

-- The portal for staff.
GRANT USAGE ON SCHEMA identity, pii, roster, clinical, billing, source, care, keys, audit, notices, review TO portal_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA identity, pii, roster, clinical, billing, care, notices, review TO portal_app;
-- What a person was told to look at is kept.
REVOKE DELETE ON review.findings, review.positions, review.spools, review.campaigns, review.campaign_lines FROM portal_app;
REVOKE UPDATE, DELETE ON clinical.entry_history FROM portal_app;
-- Who broke the glass, what a review of it said and what held a notice back is kept.
REVOKE DELETE ON care.grants, care.safety_holds FROM portal_app;
REVOKE UPDATE, DELETE ON care.glass_steps FROM portal_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA source TO portal_app;
GRANT SELECT, INSERT ON keys.patient_keys, keys.data_protection_keys TO portal_app;
-- The log's dictionaries are as append-only as the log.
GRANT SELECT, INSERT ON audit.entries, audit.contexts, audit.subjects TO portal_app;
GRANT SELECT ON audit.log TO portal_app;
-- Files are sealed before they come here; who may open one is decided by the portal. What people keep of the log: exports and saved searches.
GRANT USAGE ON SCHEMA files, trail TO portal_app, portal_backup;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA files, trail TO portal_app;
GRANT SELECT ON ALL TABLES IN SCHEMA files, trail TO portal_backup;
-- Who works here: no row is about a patient.
GRANT USAGE ON SCHEMA staff TO portal_app, portal_backup;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA staff TO portal_app;
GRANT SELECT ON ALL TABLES IN SCHEMA staff TO portal_backup;
-- Written policies: what was signed, and who has read it, is written once and kept.
GRANT USAGE ON SCHEMA policies TO portal_app, portal_backup;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA policies TO portal_app;
GRANT UPDATE, DELETE ON policies.drafts TO portal_app;
GRANT SELECT ON ALL TABLES IN SCHEMA policies TO portal_backup;

-- A patient's own pool: reads one patient's rows, by row security.
GRANT USAGE ON SCHEMA pii, clinical, billing, audit, keys TO portal_patient;
GRANT SELECT ON pii.patients TO portal_patient;
GRANT SELECT ON ALL TABLES IN SCHEMA clinical, billing TO portal_patient;
-- Who treats the patient, who broke the glass, and whom the patient excludes; marks on the record are the team's, and nobody is told what holds a notice back.
GRANT USAGE ON SCHEMA care TO portal_patient;
GRANT SELECT ON care.relationships, care.exclusions, care.grants TO portal_patient;
-- What staff were typing is nobody's but theirs until it is saved.
REVOKE ALL ON clinical.drafts FROM portal_patient;
GRANT SELECT ON keys.patient_keys TO portal_patient;
GRANT INSERT ON audit.entries TO portal_patient;

-- Proof of the log: the sealer alone adds to it, the others read. On a server of one's own the portal's one login is a sealer as well (Roles.sql).
GRANT INSERT ON audit.epochs, audit.blocks, audit.checkpoints, audit.checkpoint_keys, audit.deliveries TO portal_sealer;
GRANT SELECT ON audit.epochs, audit.blocks, audit.checkpoints, audit.checkpoint_keys, audit.deliveries TO portal_sealer, portal_app, portal_auditor, portal_backup;
GRANT SELECT, INSERT ON audit.verifications TO portal_app;
GRANT SELECT ON audit.verifications TO portal_auditor, portal_backup;
GRANT SELECT ON audit.retirements TO portal_app, portal_sealer, portal_auditor, portal_backup;
GRANT SELECT ON audit.ticks TO portal_auditor, portal_backup;

-- Auditors read the log and nothing else. Backups leave the keys out. Sealer and maintenance get their tables with their features.
GRANT USAGE ON SCHEMA audit TO portal_auditor, portal_sealer, portal_maintenance, portal_backup;
GRANT SELECT ON audit.entries, audit.contexts, audit.subjects, audit.log TO portal_auditor, portal_sealer, portal_backup;
GRANT USAGE ON SCHEMA identity, pii, roster, clinical, billing, source, care, notices, review TO portal_backup;
GRANT SELECT ON ALL TABLES IN SCHEMA identity, pii, roster, clinical, billing, source, care, notices, review TO portal_backup;

-- Months of the log while the portal serves. On a server of one's own the staff role's login does all work at run time.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.keep_months(timestamptz, integer) TO portal_maintenance, portal_app;
-- To retire a month is not the portal's work while it serves: on a server of one's own the owner's login does it.
GRANT EXECUTE ON FUNCTION audit.old_months(integer), audit.retire_month(timestamptz, integer, uuid, bigint, bytea, bytea, bytea, timestamptz) TO portal_maintenance;

-- Row security, forced. A transaction says in settings of its own what it reaches (Reach in the code, ADR 0043); what it does not say is nothing, and '' (left behind
-- in a session by a setting that ended with its transaction) is nothing as well. Each setting is read once a statement, by a sub-select, and not once a row.
--   staff    what the Gate opened: these patients, in the tables of these categories; or a named job, which reaches all
--   listing  list rows and search tokens: all, or those of patients ever in the actor's own care; to read
--   care     the actor's own relationships and break-glass grants, and what the actor was typing; to read
--   overview break-glass grants, their reviews and safety holds of all patients, and who treats whom, for whoever answers for them; to read
--   taken    a grant is made for the actor and for nobody else
--   asked    marks and exclusions of the patients that an access decision is about, before any category of theirs is opened; to read
--   own      a patient's own login; to read
DO $$
DECLARE
    t record;
    job text := $q$(SELECT coalesce(current_setting('portal.job', true), '') <> '')$q$;
    actor text := $q$(SELECT NULLIF(current_setting('portal.actor', true), '')::uuid)$q$;
    opened text := $q$patient_id = ANY ((SELECT CASE WHEN NULLIF(current_setting('portal.categories', true), '')::int & %s <> 0
                                                   THEN NULLIF(current_setting('portal.patients', true), '')::uuid[] END)::uuid[])$q$;
    asked text := $q$patient_id = ANY ((SELECT NULLIF(current_setting('portal.patients', true), '')::uuid[])::uuid[])$q$;
    listing text := $q$(SELECT current_setting('portal.listing', true) = 'all') OR ((SELECT current_setting('portal.listing', true) = 'care')
                       AND EXISTS (SELECT FROM care.relationships r WHERE r.account_id = %s AND r.patient_id = %s.patient_id))$q$;
    overview text := $q$(SELECT current_setting('portal.overview', true) = 'glass')$q$;
    glass boolean;
    staff text;
    policy text;
BEGIN
    FOR t IN
        SELECT c.table_schema AS s, c.table_name AS n,
               CASE c.table_schema || '.' || c.table_name WHEN 'care.relationships' THEN 3 WHEN 'care.marks' THEN 2 WHEN 'care.exclusions' THEN 1
                    WHEN 'care.grants' THEN 16 WHEN 'care.glass_steps' THEN 16 WHEN 'care.safety_holds' THEN 16 ELSE m.mask END AS mask FROM information_schema.columns c
        JOIN information_schema.tables b ON b.table_schema = c.table_schema AND b.table_name = c.table_name AND b.table_type = 'BASE TABLE'
        -- The categories (DataCategories in the code) of which one must be opened: a key opens with any of them, who treats a patient with identity or the chart,
        -- reasons for breaking the glass with that of the audit log.
        JOIN (VALUES ('pii', 1), ('roster', 1), ('clinical', 2), ('billing', 4), ('source', 64), ('keys', 127), ('care', 0)) m (schema, mask) ON m.schema = c.table_schema
        WHERE c.column_name = 'patient_id'
    LOOP
        EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', t.s, t.n);
        EXECUTE format('ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY', t.s, t.n);
        FOREACH policy IN ARRAY ARRAY['staff', 'listing', 'care', 'asked', 'overview', 'taken', 'own', 'backup', 'owner'] LOOP
            EXECUTE format('DROP POLICY IF EXISTS %I ON %I.%I', policy, t.s, t.n);
        END LOOP;
        glass := t.s = 'care' AND t.n IN ('grants', 'glass_steps', 'safety_holds');
        staff := CASE WHEN t.mask = 0 THEN job ELSE format(opened, t.mask) || ' OR ' || job END;
        EXECUTE format('CREATE POLICY staff ON %I.%I TO portal_app USING (%s) WITH CHECK (%s)', t.s, t.n, staff, staff);
        IF t.s IN ('pii', 'roster') THEN
            EXECUTE format('CREATE POLICY listing ON %I.%I FOR SELECT TO portal_app USING (%s)', t.s, t.n, format(listing, actor, quote_ident(t.n)));
        ELSIF t.s = 'care' AND t.n IN ('marks', 'exclusions') THEN
            EXECUTE format('CREATE POLICY asked ON %I.%I FOR SELECT TO portal_app USING (%s)', t.s, t.n, asked);
        ELSIF (t.s = 'care' AND t.n <> 'safety_holds') OR (t.s = 'clinical' AND t.n = 'drafts') THEN
            EXECUTE format('CREATE POLICY care ON %I.%I FOR SELECT TO portal_app USING (account_id = %s)', t.s, t.n, actor);
        END IF;
        -- With the grants, who treats a patient since then.
        IF glass OR (t.s = 'care' AND t.n = 'relationships') THEN
            EXECUTE format('CREATE POLICY overview ON %I.%I FOR SELECT TO portal_app USING (%s)', t.s, t.n, overview);
        END IF;
        IF t.s = 'care' AND t.n = 'grants' THEN
            EXECUTE format('CREATE POLICY taken ON %I.%I AS RESTRICTIVE FOR INSERT TO portal_app WITH CHECK (account_id = %s)', t.s, t.n, actor);
        END IF;
        EXECUTE format('CREATE POLICY own ON %I.%I FOR SELECT TO portal_patient USING (patient_id = NULLIF(current_setting(''portal.patient'', true), '''')::uuid)', t.s, t.n);
        EXECUTE format('CREATE POLICY backup ON %I.%I FOR SELECT TO portal_backup USING (true)', t.s, t.n);
        EXECUTE format('CREATE POLICY owner ON %I.%I TO portal_owner USING (true) WITH CHECK (true)', t.s, t.n);
    END LOOP;
END $$;
