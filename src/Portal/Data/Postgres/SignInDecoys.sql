-- Counters for sign-in tries at addresses without an account, so that such a try does the same work as any other. Run by the owner; safe to run again.
INSERT INTO identity.sign_in_counters (account_id, failures, last_totp_step)
SELECT ('00000000-0000-0000-0000-00000000' || lpad(to_hex(n), 4, '0'))::uuid, 0, 0 FROM generate_series(1, 4096) n
ON CONFLICT DO NOTHING;
