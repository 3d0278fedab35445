-- A signed access review does not change any more, whoever writes past the portal's own checks (decision 0113). Only the owner could take these triggers away.
CREATE FUNCTION review.keep_signed_campaign() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF OLD.state = 3 THEN
        RAISE EXCEPTION 'This access review is signed.' USING ERRCODE = '55000';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER keep_signed BEFORE UPDATE OR DELETE ON review.campaigns FOR EACH ROW EXECUTE FUNCTION review.keep_signed_campaign();

CREATE FUNCTION review.keep_signed_line() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND EXISTS (SELECT FROM review.campaigns c WHERE c.id = OLD.campaign_id AND c.state = 3))
        OR (TG_OP <> 'DELETE' AND EXISTS (SELECT FROM review.campaigns c WHERE c.id = NEW.campaign_id AND c.state = 3)) THEN
        RAISE EXCEPTION 'This access review is signed.' USING ERRCODE = '55000';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER keep_signed BEFORE INSERT OR UPDATE OR DELETE ON review.campaign_lines FOR EACH ROW EXECUTE FUNCTION review.keep_signed_line();

-- A trigger runs its function for whoever changes a row; nobody else has to.
REVOKE ALL ON FUNCTION review.keep_signed_campaign(), review.keep_signed_line() FROM PUBLIC;
