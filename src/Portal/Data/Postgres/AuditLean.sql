-- From one wide row and a row for each patient to lean rows (decision 0058): what repeats is written once, in dictionaries that are append-only as well.
-- Old entries keep their time, id, transaction and MAC, which covers the resolved values and so still holds.
CREATE SCHEMA audit_before;

DO $$
DECLARE part record;
BEGIN
    FOR part IN SELECT inhrelid::regclass AS name FROM pg_inherits WHERE inhparent = 'audit.entries'::regclass LOOP
        EXECUTE format('ALTER TABLE %s SET SCHEMA audit_before', part.name);
    END LOOP;
    ALTER TABLE audit.entries SET SCHEMA audit_before;
END $$;

-- Where from and in which session: the same for everything a person does until he signs out. Rows may repeat; an entry names one of them.
CREATE TABLE audit.contexts (
    no integer GENERATED ALWAYS AS IDENTITY CONSTRAINT "PK_contexts" PRIMARY KEY,
    session uuid,
    account uuid,
    job varchar(64),
    ip inet,
    agent varchar(256),
    node varchar(64) NOT NULL
);

CREATE INDEX "IX_contexts_account" ON audit.contexts (account);
CREATE INDEX "IX_contexts_session" ON audit.contexts (session);

-- A number for each patient's token, small enough that the day fits beside it into an integer.
CREATE TABLE audit.subjects (
    no integer GENERATED ALWAYS AS IDENTITY CONSTRAINT "PK_subjects" PRIMARY KEY CONSTRAINT "CK_subjects_no" CHECK (no BETWEEN 1 AND 67108863),
    patient uuid NOT NULL CONSTRAINT "AK_subjects_patient" UNIQUE
);

-- Columns by size, so that nothing is lost between them. subject and others hold (number of the subject << 5) | (day since 1970 & 31): within a month,
-- and so within a partition, one integer means one patient on one day, and the index finds a patient's hour without reading his month.
CREATE TABLE audit.entries (
    at timestamptz NOT NULL,
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    id uuid NOT NULL,
    context integer NOT NULL,
    subject integer,
    categories integer NOT NULL,
    role smallint NOT NULL,
    action smallint NOT NULL,
    resource smallint NOT NULL,
    purpose smallint NOT NULL,
    outcome smallint NOT NULL,
    mac bytea NOT NULL,
    resource_id uuid,
    break_glass uuid,
    reason varchar(64),
    others integer[],
    CONSTRAINT "PK_entries" PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);

-- Months from the last one to the given number ahead. An entry outside them goes to the default partition, never nowhere.
CREATE OR REPLACE FUNCTION audit.add_months(ahead integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE month timestamptz;
BEGIN
    FOR month IN SELECT generate_series(date_trunc('month', now(), 'UTC') - interval '1 month', date_trunc('month', now(), 'UTC') + make_interval(months => ahead), interval '1 month') LOOP
        BEGIN
            PERFORM audit.add_partition('entries', to_char(month AT TIME ZONE 'UTC', 'YYYY_MM'), format('FOR VALUES FROM (%L) TO (%L)', month, month + interval '1 month'));
        EXCEPTION WHEN check_violation THEN
            -- The default partition holds rows of this month already: they stay there, and the portal must still start.
            RAISE NOTICE 'audit.entries: the month % stays in the default partition', month;
        END;
    END LOOP;
    PERFORM audit.add_partition('entries', 'default', 'DEFAULT');
END $$;

-- The same months as before, then the same rows.
DO $$
DECLARE
    part record;
    name text;
BEGIN
    FOR part IN SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) AS bounds FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE inhparent = 'audit_before.entries'::regclass LOOP
        PERFORM audit.add_partition('entries', substr(part.relname, length('entries_') + 1), part.bounds);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['contexts', 'subjects'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.%I FOR EACH ROW EXECUTE FUNCTION audit.refuse()', name);
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit.%I FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse()', name);
    END LOOP;
END $$;

INSERT INTO audit.contexts (session, account, job, ip, agent, node)
SELECT session, account, job, ip, agent, node FROM audit_before.entries GROUP BY session, account, job, ip, agent, node ORDER BY min(at);

INSERT INTO audit.subjects (patient) SELECT patient FROM audit.entry_patients GROUP BY patient ORDER BY min(at), patient;

INSERT INTO audit.entries (at, xact, id, context, subject, categories, role, action, resource, purpose, outcome, mac, resource_id, break_glass, reason, others)
SELECT e.at, e.xact, e.id, c.no, p.keys[1], e.categories, e.role, e.action, e.resource, e.purpose, e.outcome, e.mac, e.resource_id, e.break_glass, e.reason,
       CASE WHEN cardinality(p.keys) > 1 THEN p.keys[2:] END
FROM audit_before.entries e
-- As text, because a null equals a null there and the rows can be hashed.
JOIN audit.contexts c ON ROW(c.session, c.account, c.job, c.ip, c.agent, c.node)::text = ROW(e.session, e.account, e.job, e.ip, e.agent, e.node)::text
LEFT JOIN (
    SELECT o.at, o.entry, array_agg((s.no << 5) | (CASE WHEN isfinite(o.at) THEN (o.at AT TIME ZONE 'UTC')::date - DATE '1970-01-01' ELSE 0 END & 31) ORDER BY s.no) AS keys
    FROM audit.entry_patients o JOIN audit.subjects s ON s.patient = o.patient GROUP BY o.at, o.entry
) p ON p.at = e.at AND p.entry = e.id
ORDER BY e.at, e.id;

-- After the copy: an index over rows that are there is made many times faster than row by row.
CREATE INDEX "IX_entries_context" ON audit.entries (context);
CREATE INDEX "IX_entries_xact" ON audit.entries (xact);
-- Without a list of pending insertions: nobody should have to read it, or wait while it is emptied.
CREATE INDEX "IX_entries_subjects" ON audit.entries USING gin (array_append(others, subject)) WITH (fastupdate = off) WHERE subject IS NOT NULL;

-- Only as the portal writes it: with a netmask it would be the same address to whoever reads it, and a search by network would miss it. Not asked of old rows,
-- which may hold a forged one: the view shows none there, so that its entries do not verify.
ALTER TABLE audit.contexts ADD CONSTRAINT "CK_contexts_ip" CHECK (ip = host(ip)::inet) NOT VALID;

-- Nobody's entry may be lost on the way.
DO $$
BEGIN
    IF (SELECT count(*) FROM audit.entries) <> (SELECT count(*) FROM audit_before.entries) THEN
        RAISE EXCEPTION 'not every audit entry was carried over: nothing was changed';
    END IF;
END $$;

DROP TABLE audit_before.entries;
DROP SCHEMA audit_before;
