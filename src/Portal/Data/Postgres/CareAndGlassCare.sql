-- Nothing but the team ties a clinician to a patient without an end (decision 0091).
ALTER TABLE care.relationships ADD CONSTRAINT relationships_have_an_end CHECK (source = 1 OR "end" IS NOT NULL);
