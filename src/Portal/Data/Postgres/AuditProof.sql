-- What EF cannot express about the tables of the proof. Run by the owner; safe to run again.
-- A range of time is found by its numbers and counts alone, without the blocks' wide rows.
CREATE INDEX IF NOT EXISTS "IX_blocks_epoch_sealed_at" ON audit.blocks (epoch, sealed_at) INCLUDE (no, count);
DROP INDEX IF EXISTS audit."IX_blocks_sealed_at";

-- What no program of the portal writes and none could read: refused here, so that a verification always comes to a verdict. Made once, because it reads all
-- that is there: a rule that changes takes another name.
DO $$
DECLARE
    tables text[] := ARRAY['epochs', 'blocks', 'checkpoints'];
    rules text[] := ARRAY[
        $r$number >= 0 AND after_xact >= 0 AND num_nonnulls(named_epoch, named_size, named_root, named_at) IN (0, 4) AND coalesce(octet_length(named_root), 32) = 32
           AND begun_at BETWEEN '1970-01-01Z' AND '9999-01-01Z' AND coalesce(named_at, begun_at) BETWEEN '1970-01-01Z' AND '9999-01-01Z'$r$,
        $r$octet_length(root) = 32 AND octet_length(previous) = 32 AND count BETWEEN 1 AND 100 AND no BETWEEN 0 AND 4000000000000000000 AND last_xact >= 0
           AND sealed_at BETWEEN '1970-01-01Z' AND '9999-01-01Z'$r$,
        $r$octet_length(root) = 32 AND size BETWEEN 1 AND 4000000000000000000 AND at BETWEEN '1970-01-01Z' AND '9999-01-01Z'$r$];
BEGIN
    FOR i IN 1 .. 3 LOOP
        IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = ('audit.' || tables[i])::regclass AND conname = 'CK_' || tables[i] || '_whole') THEN
            EXECUTE format('ALTER TABLE audit.%I ADD CONSTRAINT %I CHECK (%s)', tables[i], 'CK_' || tables[i] || '_whole', rules[i]);
        END IF;
    END LOOP;
END $$;

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
