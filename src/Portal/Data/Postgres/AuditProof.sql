-- What EF cannot express about the tables of the proof. Run by the owner; safe to run again.
CREATE INDEX IF NOT EXISTS "IX_entries_xact" ON audit.entries (xact);
-- Blocks come in the order of time: a range of them is found by a few pages.
CREATE INDEX IF NOT EXISTS "IX_blocks_sealed_at" ON audit.blocks USING brin (sealed_at) WITH (pages_per_range = 16);

-- What no program of the portal writes and none could read: refused here, so that a verification always comes to a verdict.
ALTER TABLE audit.epochs DROP CONSTRAINT IF EXISTS "CK_epochs_whole";
ALTER TABLE audit.epochs ADD CONSTRAINT "CK_epochs_whole" CHECK (
    number >= 0 AND after_xact >= 0 AND num_nonnulls(named_epoch, named_size, named_root, named_at) IN (0, 4) AND coalesce(octet_length(named_root), 32) = 32
    AND begun_at BETWEEN '1970-01-01Z' AND '9999-01-01Z' AND coalesce(named_at, begun_at) BETWEEN '1970-01-01Z' AND '9999-01-01Z');
ALTER TABLE audit.blocks DROP CONSTRAINT IF EXISTS "CK_blocks_whole";
ALTER TABLE audit.blocks ADD CONSTRAINT "CK_blocks_whole" CHECK (
    octet_length(root) = 32 AND octet_length(previous) = 32 AND count BETWEEN 1 AND 100 AND no BETWEEN 0 AND 4000000000000000000 AND last_xact >= 0
    AND sealed_at BETWEEN '1970-01-01Z' AND '9999-01-01Z');
ALTER TABLE audit.checkpoints DROP CONSTRAINT IF EXISTS "CK_checkpoints_whole";
ALTER TABLE audit.checkpoints ADD CONSTRAINT "CK_checkpoints_whole" CHECK (
    octet_length(root) = 32 AND size BETWEEN 1 AND 4000000000000000000 AND at BETWEEN '1970-01-01Z' AND '9999-01-01Z');

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
