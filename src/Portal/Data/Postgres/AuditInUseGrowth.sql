-- An entry's time is of a month that there can be (audit.keep_months): one beyond them could lie in the default partition alone, and past the year 9999 no program
-- could read it. A constant and not the database's clock, because an entry of a node whose clock is wrong is an entry still. Where an old log holds such a row
-- already, it stays as it is: the sealer takes it and a verification names it.
DO $$
BEGIN
    ALTER TABLE audit.entries ADD CONSTRAINT "CK_entries_at" CHECK (at >= '2000-01-01Z' AND at < '2300-01-01Z');
EXCEPTION WHEN check_violation THEN
    RAISE WARNING 'audit.entries: a row has a time that is none; run verify-audit';
END $$;

-- Which transactions there were at which time by the database's own clock: what entries were really written so long ago that they may be retired.
CREATE TABLE audit.ticks (
    xact xid8 NOT NULL DEFAULT pg_current_xact_id() CONSTRAINT "PK_ticks" PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now()
);
