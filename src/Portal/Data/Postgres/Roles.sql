-- On a server of one's own: the roles that Rights.sql gives rights to. Without a login; the portal's login becomes a member of portal_app.
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
END $$;
