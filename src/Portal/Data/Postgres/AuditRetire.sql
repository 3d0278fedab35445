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
