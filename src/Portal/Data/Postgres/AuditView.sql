-- The audit log with resolved values, for whoever reads it: the one place where the dictionaries are joined. Run by the owner; safe to run again.
-- It shows no more than its reader may see by himself. A dictionary's row that is gone leaves nothing (a patient: zeros), and the entry does not verify then:
-- its MAC covers these values. The same where a subject's day is not that of the entry, which would hide it from a search by patient; and where an address has a
-- netmask, which would hide it from a search by network.
CREATE OR REPLACE VIEW audit.log WITH (security_invoker = true) AS
SELECT e.at, e.id, e.xact, e.role, c.account, c.job, c.session, e.action, e.resource, e.resource_id, e.categories, e.purpose, e.reason, e.break_glass, e.outcome,
       CASE WHEN c.ip = host(c.ip)::inet THEN c.ip END AS ip, c.agent, c.node, e.mac,
       CASE
           WHEN e.subject IS NULL AND e.others IS NULL THEN NULL
           WHEN cardinality(e.others) = 0 THEN ARRAY['00000000-0000-0000-0000-000000000000'::uuid] -- never written so
           ELSE (SELECT array_agg(coalesce(s.patient, '00000000-0000-0000-0000-000000000000'))
                 FROM unnest(array_append(e.others, e.subject)) AS key
                 LEFT JOIN audit.subjects s ON s.no = key >> 5
                     AND key & 31 = CASE WHEN isfinite(e.at) THEN (e.at AT TIME ZONE 'UTC')::date - DATE '1970-01-01' ELSE 0 END & 31)
       END AS patients,
       -- As they are stored: what the indexes know.
       e.context, e.subject, e.others
FROM audit.entries e LEFT JOIN audit.contexts c ON c.no = e.context;
