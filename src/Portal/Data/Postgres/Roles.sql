-- On a server of one's own: the roles that Rights.sql gives rights to. Without a login; the portal's login becomes a member of portal_app and, as
-- whatever acts as staff there, of portal_sealer.
DO $$
DECLARE
    wanted text;
    login text := current_setting('portal.login', true);
BEGIN
    FOREACH wanted IN ARRAY ARRAY['portal_owner', 'portal_app', 'portal_patient', 'portal_maintenance', 'portal_sealer', 'portal_backup', 'portal_auditor'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS', wanted);
        END IF;
    END LOOP;
    IF current_user <> 'portal_owner' AND NOT pg_has_role(current_user, 'portal_owner', 'MEMBER') THEN
        EXECUTE format('GRANT portal_owner TO %I', current_user);
    END IF;
    IF login <> '' AND login <> 'portal_app' AND NOT pg_has_role(login, 'portal_app', 'MEMBER') THEN
        EXECUTE format('GRANT portal_app TO %I', login);
    END IF;
    -- By name and not from the setting alone: an administrator who runs this by hand sets none.
    FOR wanted IN
        SELECT rolname FROM pg_roles WHERE NOT pg_has_role(oid, 'portal_sealer', 'MEMBER')
            AND (rolname = login OR oid IN (SELECT member FROM pg_auth_members WHERE roleid = 'portal_app'::regrole))
    LOOP
        EXECUTE format('GRANT portal_sealer TO %I', wanted);
    END LOOP;
END $$;
