-- Keeps the audit log's months ahead while the portal serves, and empties its default partition into the months it belongs to. The
-- runtime roles have no DDL: they may call this one function, which has its owner's rights and changes no entry. Run by the owner; safe to run again.
CREATE OR REPLACE FUNCTION audit.keep_months(moment timestamptz, ahead integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    month timestamptz;
    months timestamptz[];
    -- A time outside these years, or none (infinity), is of no month: such a row stays where it is.
    first CONSTANT timestamptz := '2000-01-01';
    beyond CONSTANT timestamptz := '2300-01-01';
    strays boolean := EXISTS (SELECT FROM audit.entries_default WHERE at >= first AND at < beyond);
    moved bigint := 0;
BEGIN
    IF ahead NOT BETWEEN 1 AND 24 OR moment NOT BETWEEN '2000-01-01' AND '2200-01-01' THEN
        RAISE EXCEPTION 'keep_months makes between 1 and 24 months ahead of this century';
    END IF;
    -- Once a day, with the database's own time, whatever the caller's clock says (audit.retire_month).
    IF NOT EXISTS (SELECT FROM audit.ticks WHERE at > now() - interval '1 day') THEN
        INSERT INTO audit.ticks DEFAULT VALUES ON CONFLICT DO NOTHING;
    END IF;
    months := ARRAY(SELECT generate_series(date_trunc('month', moment, 'UTC') - interval '1 month', date_trunc('month', moment, 'UTC') + make_interval(months => ahead), interval '1 month'));
    IF EXISTS (SELECT FROM audit.entries_default WHERE at < first OR at >= beyond) THEN
        RAISE WARNING 'audit.entries_default: rows whose time is of no month stay in the default partition';
    END IF;
    IF strays THEN
        -- While its rows are on their way nobody reads or writes the log: it takes as long as copying them.
        LOCK TABLE audit.entries IN ACCESS EXCLUSIVE MODE;
        months := months || ARRAY(SELECT DISTINCT date_trunc('month', at, 'UTC') FROM audit.entries_default WHERE at >= first AND at < beyond);
        ALTER TABLE audit.entries DETACH PARTITION audit.entries_default;
    END IF;
    FOREACH month IN ARRAY months LOOP
        PERFORM audit.add_partition('entries', to_char(month AT TIME ZONE 'UTC', 'YYYY_MM'), format('FOR VALUES FROM (%L) TO (%L)', month, month + interval '1 month'));
    END LOOP;
    IF strays THEN
        INSERT INTO audit.entries SELECT * FROM audit.entries_default WHERE at >= first AND at < beyond;
        GET DIAGNOSTICS moved = ROW_COUNT;
        ALTER TABLE audit.entries_default DISABLE TRIGGER append_only;
        DELETE FROM audit.entries_default WHERE at >= first AND at < beyond;
        ALTER TABLE audit.entries_default ENABLE TRIGGER append_only;
        ALTER TABLE audit.entries ATTACH PARTITION audit.entries_default DEFAULT;
    END IF;
    RETURN moved;
END $$;
