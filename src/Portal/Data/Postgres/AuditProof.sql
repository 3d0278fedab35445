-- What EF cannot express about the tables of the proof. Run by the owner; safe to run again.
CREATE INDEX IF NOT EXISTS "IX_entries_xact" ON audit.entries (xact);
-- Blocks come in the order of time: a range of them is found by a few pages.
CREATE INDEX IF NOT EXISTS "IX_blocks_sealed_at" ON audit.blocks USING brin (sealed_at) WITH (pages_per_range = 16);

-- INSERT only, as the entries: rights keep the portal's own roles from more, these keep a slip of the owner from it too.
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['epochs', 'blocks', 'checkpoints', 'checkpoint_keys', 'deliveries', 'verifications'] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS append_only ON audit.%I', t);
        EXECUTE format('DROP TRIGGER IF EXISTS no_truncate ON audit.%I', t);
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.%I FOR EACH ROW EXECUTE FUNCTION audit.refuse()', t);
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit.%I FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse()', t);
    END LOOP;
END $$;
