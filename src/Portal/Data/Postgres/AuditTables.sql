-- The audit tables by hand: monthly partitions, a default one, and the transaction's id, which the sealer orders by.
CREATE TABLE audit.entries (
    at timestamptz NOT NULL,
    id uuid NOT NULL,
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    role smallint NOT NULL,
    account uuid,
    job varchar(64),
    session uuid,
    action smallint NOT NULL,
    resource smallint NOT NULL,
    resource_id uuid,
    categories integer NOT NULL,
    purpose smallint NOT NULL,
    reason varchar(64),
    break_glass uuid,
    outcome smallint NOT NULL,
    ip inet,
    agent varchar(256),
    node varchar(64) NOT NULL,
    mac bytea NOT NULL,
    CONSTRAINT "PK_entries" PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);

CREATE INDEX "IX_entries_account_at" ON audit.entries (account, at);

CREATE TABLE audit.entry_patients (
    patient uuid NOT NULL,
    at timestamptz NOT NULL,
    entry uuid NOT NULL,
    CONSTRAINT "PK_entry_patients" PRIMARY KEY (patient, at, entry)
) PARTITION BY RANGE (at);

CREATE INDEX "IX_entry_patients_at_entry" ON audit.entry_patients (at, entry);

-- Rights keep the portal's own roles from it; this keeps a slip of the owner from it too. A parent's trigger does not fire for
-- TRUNCATE on a partition, so each partition gets one.
CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END $$;

CREATE FUNCTION audit.add_partition(parent text, suffix text, bounds text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text := parent || '_' || suffix;
BEGIN
    IF to_regclass('audit.' || quote_ident(name)) IS NOT NULL THEN RETURN; END IF;
    EXECUTE format('CREATE TABLE audit.%I PARTITION OF audit.%I %s', name, parent, bounds);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.%I FOR EACH ROW EXECUTE FUNCTION audit.refuse()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit.%I FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse()', name);
END $$;

-- Months from the last one to the given number ahead. An entry outside them goes to the default partition, never nowhere.
CREATE FUNCTION audit.add_months(ahead integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    month timestamptz;
BEGIN
    FOREACH parent IN ARRAY ARRAY['entries', 'entry_patients'] LOOP
        FOR month IN SELECT generate_series(date_trunc('month', now(), 'UTC') - interval '1 month', date_trunc('month', now(), 'UTC') + make_interval(months => ahead), interval '1 month') LOOP
            BEGIN
                PERFORM audit.add_partition(parent, to_char(month AT TIME ZONE 'UTC', 'YYYY_MM'),
                    format('FOR VALUES FROM (%L) TO (%L)', month, month + interval '1 month'));
            EXCEPTION WHEN check_violation THEN
                -- The default partition holds rows of this month already: they stay there, and the portal must still start.
                RAISE NOTICE 'audit.%: the month % stays in the default partition', parent, month;
            END;
        END LOOP;
        PERFORM audit.add_partition(parent, 'default', 'DEFAULT');
    END LOOP;
END $$;

SELECT audit.add_months(6);
