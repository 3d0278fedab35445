-- Takes a month that was kept for its time out of the audit log. Run by the owner; safe to run again.
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['ticks', 'retirements'] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS append_only ON audit.%I', t);
        EXECUTE format('DROP TRIGGER IF EXISTS no_truncate ON audit.%I', t);
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.%I FOR EACH ROW EXECUTE FUNCTION audit.refuse()', t);
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit.%I FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse()', t);
    END LOOP;
END $$;

-- The months that may be retired, by the database's own clock: whoever calls it cannot say what time it is. One with an entry that was written later than it says (a clock was
-- wrong) waits until that is old too.
CREATE OR REPLACE FUNCTION audit.old_months(keep_years integer) RETURNS SETOF timestamptz
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    until timestamptz := now() - make_interval(years => greatest(keep_years, 6));
    written xid8 := (SELECT max(xact) FROM audit.ticks WHERE at <= until);
    part text;
    month timestamptz;
    newest xid8;
BEGIN
    FOR part, month IN
        SELECT c.relname, to_date(substr(c.relname, 9), 'YYYY_MM')::timestamp AT TIME ZONE 'UTC' FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'audit.entries'::regclass AND c.relname ~ '^entries_\d\d\d\d_\d\d$' ORDER BY 2
    LOOP
        IF month + interval '1 month' <= until THEN
            EXECUTE format('SELECT max(xact) FROM audit.%I', part) INTO newest;
            IF newest IS NULL OR newest <= written THEN
                RETURN NEXT month;
            END IF;
        END IF;
    END LOOP;
END $$;

-- Drops one month. It refuses what is younger than the limit (45 CFR 164.316(b)(2)(i): six years), by the database's own time twice over: the month must be over for so long,
-- and each of its entries must have been written so long ago, whatever time it gives itself (audit.ticks). It refuses what no block covers, and what came after the archive was made.
CREATE OR REPLACE FUNCTION audit.retire_month(month timestamptz, keep_years integer, retirement uuid, archived bigint, archive_hash bytea, blocks bytea, signature bytea, moment timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
    part text := 'entries_' || to_char(month, 'YYYY_MM');
    written xid8;
    newest xid8;
    there bigint;
BEGIN
    IF keep_years IS NULL OR keep_years < 6 THEN
        RAISE EXCEPTION 'the audit log is kept for six years at least' USING ERRCODE = 'check_violation';
    END IF;
    IF month IS NULL OR month <> date_trunc('month', month, 'UTC') OR month + interval '1 month' > now() - make_interval(years => keep_years) THEN
        RAISE EXCEPTION 'this month is younger than the audit log is kept for' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'audit.entries'::regclass AND inhrelid = to_regclass('audit.' || part)) THEN
        RAISE EXCEPTION 'there is no such month in the audit log' USING ERRCODE = 'undefined_table';
    END IF;
    EXECUTE format('LOCK TABLE audit.%I IN SHARE MODE', part);
    EXECUTE format('SELECT count(*), max(xact) FROM audit.%I', part) INTO there, newest;
    SELECT max(xact) INTO written FROM audit.ticks WHERE at <= now() - make_interval(years => keep_years);
    IF there > 0 AND (written IS NULL OR newest > written) THEN
        RAISE EXCEPTION 'entries of this month were written later than it says: they are kept' USING ERRCODE = 'check_violation';
    END IF;
    IF there <> archived THEN
        RAISE EXCEPTION 'the archive does not hold what the month holds' USING ERRCODE = 'check_violation';
    END IF;
    IF there > 0 AND NOT EXISTS (SELECT FROM audit.blocks WHERE last_xact > newest::text::bigint) THEN
        RAISE EXCEPTION 'entries of this month are not sealed, or the log ends with them' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO audit.retirements (id, month, at, entries, archive, remains, mac) VALUES (retirement, month, moment, archived, archive_hash, blocks, signature);
    EXECUTE format('DROP TABLE audit.%I', part);
END $$;
