-- Keeps the audit log's months ahead while the portal serves, and empties its default partitions into the months they belong to. The
-- runtime roles have no DDL: they may call this one function, which has its owner's rights and changes no entry. Run by the owner; safe to run again.
CREATE OR REPLACE FUNCTION audit.keep_months(moment timestamptz, ahead integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    parent text;
    rest text;
    month timestamptz;
    months timestamptz[];
    strays boolean;
    forever boolean;
    -- A time outside these years, or none (infinity), is of no month: such a row stays where it is.
    sane CONSTANT text := '(at >= ''2000-01-01'' AND at < ''2300-01-01'')';
    moved bigint;
    total bigint := 0;
BEGIN
    IF ahead NOT BETWEEN 1 AND 24 OR moment NOT BETWEEN '2000-01-01' AND '2200-01-01' THEN
        RAISE EXCEPTION 'keep_months makes between 1 and 24 months ahead of this century';
    END IF;
    FOREACH parent IN ARRAY ARRAY['entries', 'entry_patients'] LOOP
        rest := parent || '_default';
        months := ARRAY(SELECT generate_series(date_trunc('month', moment, 'UTC') - interval '1 month', date_trunc('month', moment, 'UTC') + make_interval(months => ahead), interval '1 month'));
        EXECUTE format('SELECT EXISTS (SELECT FROM audit.%I WHERE %s), EXISTS (SELECT FROM audit.%I WHERE NOT %s)', rest, sane, rest, sane) INTO strays, forever;
        IF forever THEN
            RAISE WARNING 'audit.%: rows whose time is of no month stay in the default partition', rest;
        END IF;
        IF strays THEN
            -- While its rows are on their way nobody reads or writes the log: it takes as long as copying them.
            EXECUTE format('LOCK TABLE audit.%I IN ACCESS EXCLUSIVE MODE', parent);
            EXECUTE format('SELECT $1 || array_agg(DISTINCT date_trunc(''month'', at, ''UTC'')) FROM audit.%I WHERE %s', rest, sane) INTO months USING months;
            EXECUTE format('ALTER TABLE audit.%I DETACH PARTITION audit.%I', parent, rest);
        END IF;
        FOREACH month IN ARRAY months LOOP
            PERFORM audit.add_partition(parent, to_char(month AT TIME ZONE 'UTC', 'YYYY_MM'), format('FOR VALUES FROM (%L) TO (%L)', month, month + interval '1 month'));
        END LOOP;
        IF strays THEN
            EXECUTE format('INSERT INTO audit.%I SELECT * FROM audit.%I WHERE %s', parent, rest, sane);
            GET DIAGNOSTICS moved = ROW_COUNT;
            EXECUTE format('ALTER TABLE audit.%I DISABLE TRIGGER append_only', rest);
            EXECUTE format('DELETE FROM audit.%I WHERE %s', rest, sane);
            EXECUTE format('ALTER TABLE audit.%I ENABLE TRIGGER append_only', rest);
            EXECUTE format('ALTER TABLE audit.%I ATTACH PARTITION audit.%I DEFAULT', parent, rest);
            total := total + moved;
        END IF;
    END LOOP;
    RETURN total;
END $$;
