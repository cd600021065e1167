-- Generated from the migrations by `python -m ysq.db.schema`; don't edit.

CREATE FUNCTION public.administrator_kinds() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$ select distinct a.kind from public.account a where a.kind <> 'staff' and a.disabled_at is null order by 1 $$;

ALTER FUNCTION public.administrator_kinds() OWNER TO ysq_owner;

CREATE FUNCTION public.any_submission() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$ select exists (select from public.submission) $$;

ALTER FUNCTION public.any_submission() OWNER TO ysq_owner;

CREATE FUNCTION public.appointments_of(account_id uuid) RETURNS TABLE(agency_id integer, role text, unit_code text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    select p.agency_id, p.role, p.unit_code from public.appointment p where p.account_id = $1
    order by p.at, p.agency_id, p.role
$_$;

ALTER FUNCTION public.appointments_of(account_id uuid) OWNER TO ysq_owner;

CREATE FUNCTION public.find_credential(login text) RETURNS TABLE(account_id uuid, agency_id integer, password_hash text, must_change boolean, changed_at timestamp with time zone, disabled_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    select a.id, a.agency_id, c.password_hash, c.must_change, c.changed_at, a.disabled_at
    from public.account a join public.credential c on c.account_id = a.id where a.login = $1
$_$;

ALTER FUNCTION public.find_credential(login text) OWNER TO ysq_owner;

CREATE FUNCTION public.find_letter(letter_id uuid) RETURNS TABLE(agency_id integer, case_id uuid, digest text, salt bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    select f.agency_id, f.case_id, f.digest, f.salt from public.file f where f.id = $1 and f.kind = 'letter'
$_$;

ALTER FUNCTION public.find_letter(letter_id uuid) OWNER TO ysq_owner;

CREATE FUNCTION public.find_session(token_hash bytea) RETURNS TABLE(id uuid, agency_id integer, account_id uuid, acts_in integer, role text, unit_code text, login text, name text, must_change boolean, changed_at timestamp with time zone, disabled_at timestamp with time zone, created_at timestamp with time zone, seen_at timestamp with time zone, ended_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    select s.id, s.agency_id, s.account_id, s.acts_in, s.role, p.unit_code, a.login, a.name,
        c.must_change, c.changed_at, a.disabled_at, s.created_at, s.seen_at, s.ended_at
    from public.session s
    join public.account a on a.id = s.account_id
    join public.credential c on c.account_id = s.account_id
    join public.appointment p on p.account_id = s.account_id and p.agency_id = s.acts_in and p.role = s.role
    where s.token_hash = $1
$_$;

ALTER FUNCTION public.find_session(token_hash bytea) OWNER TO ysq_owner;

CREATE FUNCTION public.find_submission(request_no text) RETURNS TABLE(agency_id integer, case_id uuid, access_hash bytea, body_digest bytea, request_no text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    select s.agency_id, s.case_id, s.access_hash, s.body_digest, s.request_no
    from public.submission s where s.request_no = $1
$_$;

ALTER FUNCTION public.find_submission(request_no text) OWNER TO ysq_owner;

CREATE FUNCTION public.find_submission_by_id(submission_id uuid) RETURNS TABLE(agency_id integer, case_id uuid, access_hash bytea, body_digest bytea, request_no text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    select s.agency_id, s.case_id, s.access_hash, s.body_digest, s.request_no
    from public.submission s where s.submission_id = $1
$_$;

ALTER FUNCTION public.find_submission_by_id(submission_id uuid) OWNER TO ysq_owner;

CREATE FUNCTION public.follow_chain() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    if new.version = 1 then
        if new.prev_hash = decode(repeat('00', 32), 'hex') then
            return new;
        end if;
    elsif exists (
        select from public.event
        where stream = new.stream and version = new.version - 1
            and hash = new.prev_hash and agency_id = new.agency_id
    ) then
        return new;
    end if;
    raise exception 'event % of stream % does not follow the one before it', new.version, new.stream
        using errcode = 'integrity_constraint_violation', constraint = tg_name;
end $$;

ALTER FUNCTION public.follow_chain() OWNER TO ysq_owner;

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    raise exception 'table % only grows: % is refused for everyone', tg_table_name, tg_op
        using errcode = 'restrict_violation', constraint = tg_name,
              hint = 'append a new entry that corrects the old one';
end $$;

ALTER FUNCTION public.refuse_change() OWNER TO ysq_owner;

CREATE TABLE public.account (
    id uuid NOT NULL,
    agency_id integer NOT NULL,
    kind text NOT NULL,
    login text NOT NULL,
    name text NOT NULL,
    at timestamp with time zone NOT NULL,
    disabled_at timestamp with time zone,
    CONSTRAINT account_kind_is_known CHECK ((kind = ANY (ARRAY['staff'::text, 'system_admin'::text, 'security_admin'::text, 'audit_admin'::text]))),
    CONSTRAINT account_login_is_a_login CHECK ((login ~ '^[a-z][a-z0-9._-]{2,31}$'::text)),
    CONSTRAINT account_name_is_given CHECK ((name <> ''::text))
);

ALTER TABLE ONLY public.account FORCE ROW LEVEL SECURITY;

ALTER TABLE public.account OWNER TO ysq_owner;

CREATE TABLE public.agency (
    id integer NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    profile jsonb DEFAULT '{}'::jsonb NOT NULL,
    parent_id integer,
    CONSTRAINT agency_id_from_1 CHECK ((id >= 1)),
    CONSTRAINT agency_is_not_its_own_parent CHECK ((parent_id <> id)),
    CONSTRAINT agency_name_is_given CHECK ((name <> ''::text))
);

ALTER TABLE public.agency OWNER TO ysq_owner;

CREATE TABLE public.appointment (
    account_id uuid NOT NULL,
    agency_id integer NOT NULL,
    role text NOT NULL,
    unit_code text,
    kind text GENERATED ALWAYS AS (
CASE
    WHEN (role = ANY (ARRAY['system_admin'::text, 'security_admin'::text, 'audit_admin'::text])) THEN role
    ELSE 'staff'::text
END) STORED NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT appointment_role_is_given CHECK ((role <> ''::text))
);

ALTER TABLE ONLY public.appointment FORCE ROW LEVEL SECURITY;

ALTER TABLE public.appointment OWNER TO ysq_owner;

CREATE TABLE public.calendar_version (
    year integer NOT NULL,
    version integer NOT NULL,
    content bytea NOT NULL,
    digest bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    number integer NOT NULL,
    CONSTRAINT calendar_version_actor_is_given CHECK ((actor <> ''::text)),
    CONSTRAINT calendar_version_from_1 CHECK ((version >= 1))
);

ALTER TABLE public.calendar_version OWNER TO ysq_owner;

ALTER TABLE public.calendar_version ALTER COLUMN number ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.calendar_version_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.case_view (
    case_id uuid NOT NULL,
    agency_id integer NOT NULL,
    request_no text NOT NULL,
    register_no text,
    stage text NOT NULL,
    received_on date NOT NULL,
    due_on date,
    provisional boolean DEFAULT false NOT NULL,
    tolled_until date,
    next_change_on date,
    version integer NOT NULL,
    channel text,
    units text[] DEFAULT '{}'::text[] NOT NULL,
    first_text uuid,
    item_count integer DEFAULT 0 NOT NULL,
    counted_under integer DEFAULT 0 NOT NULL,
    waits text[],
    sorted_on date GENERATED ALWAYS AS (COALESCE(due_on, 'infinity'::date)) STORED NOT NULL
);

ALTER TABLE ONLY public.case_view FORCE ROW LEVEL SECURITY;

ALTER TABLE public.case_view OWNER TO ysq_owner;

CREATE TABLE public.counter (
    agency_id integer NOT NULL,
    series text NOT NULL,
    year integer NOT NULL,
    value integer NOT NULL,
    CONSTRAINT counter_value_from_1 CHECK ((value >= 1))
);

ALTER TABLE ONLY public.counter FORCE ROW LEVEL SECURITY;

ALTER TABLE public.counter OWNER TO ysq_owner;

CREATE TABLE public.credential (
    account_id uuid NOT NULL,
    agency_id integer NOT NULL,
    password_hash text NOT NULL,
    must_change boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT credential_is_argon2id CHECK ((password_hash ~~ '$argon2id$%'::text))
);

ALTER TABLE ONLY public.credential FORCE ROW LEVEL SECURITY;

ALTER TABLE public.credential OWNER TO ysq_owner;

CREATE TABLE public.day_digest (
    number integer NOT NULL,
    day date NOT NULL,
    record bytea NOT NULL,
    signature bytea NOT NULL,
    CONSTRAINT day_digest_number_from_1 CHECK ((number >= 1)),
    CONSTRAINT day_digest_signature_has_64_bytes CHECK ((octet_length(signature) = 64))
);

ALTER TABLE public.day_digest OWNER TO ysq_owner;

CREATE TABLE public.event (
    stream uuid NOT NULL,
    version integer NOT NULL,
    agency_id integer NOT NULL,
    type text NOT NULL,
    date date NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    record bytea NOT NULL,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT event_actor_is_given CHECK ((actor <> ''::text)),
    CONSTRAINT event_hash_has_32_bytes CHECK ((octet_length(hash) = 32)),
    CONSTRAINT event_prev_hash_has_32_bytes CHECK ((octet_length(prev_hash) = 32)),
    CONSTRAINT event_type_is_given CHECK ((type <> ''::text)),
    CONSTRAINT event_version_from_1 CHECK ((version >= 1))
);

ALTER TABLE ONLY public.event FORCE ROW LEVEL SECURITY;

ALTER TABLE public.event OWNER TO ysq_owner;

CREATE TABLE public.file (
    id uuid NOT NULL,
    agency_id integer NOT NULL,
    case_id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL,
    digest text NOT NULL,
    salt bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT file_digest_is_sm3 CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT file_salt_is_16_bytes CHECK ((octet_length(salt) = 16)),
    CONSTRAINT file_size_from_0 CHECK ((size >= 0))
);

ALTER TABLE ONLY public.file FORCE ROW LEVEL SECURITY;

ALTER TABLE public.file OWNER TO ysq_owner;

CREATE TABLE public.migration (
    number integer NOT NULL,
    name text NOT NULL,
    sha256 bytea NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT migration_sha256_has_32_bytes CHECK ((octet_length(sha256) = 32))
);

ALTER TABLE public.migration OWNER TO ysq_owner;

CREATE TABLE public.person (
    id uuid NOT NULL,
    agency_id integer NOT NULL,
    case_id uuid NOT NULL,
    role text NOT NULL,
    sealed bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    id_index bytea,
    phone_index bytea,
    CONSTRAINT person_id_index_has_32_bytes CHECK ((octet_length(id_index) = 32)),
    CONSTRAINT person_phone_index_has_32_bytes CHECK ((octet_length(phone_index) = 32))
);

ALTER TABLE ONLY public.person FORCE ROW LEVEL SECURITY;

ALTER TABLE public.person OWNER TO ysq_owner;

CREATE TABLE public.recount (
    number integer NOT NULL,
    total integer NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT recount_total_from_0 CHECK ((total >= 0))
);

ALTER TABLE public.recount OWNER TO ysq_owner;

CREATE TABLE public.recounted_case (
    number integer NOT NULL,
    case_id uuid NOT NULL,
    agency_id integer NOT NULL,
    request_no text NOT NULL,
    due_before date,
    due_after date,
    provisional boolean NOT NULL,
    findings bytea NOT NULL
);

ALTER TABLE ONLY public.recounted_case FORCE ROW LEVEL SECURITY;

ALTER TABLE public.recounted_case OWNER TO ysq_owner;

CREATE TABLE public.rule_book (
    fingerprint text NOT NULL,
    content bytea NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT rule_book_is_its_fingerprint CHECK ((fingerprint = encode(sha256(content), 'hex'::text)))
);

ALTER TABLE public.rule_book OWNER TO ysq_owner;

CREATE TABLE public.session (
    id uuid NOT NULL,
    agency_id integer NOT NULL,
    account_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    acts_in integer NOT NULL,
    role text NOT NULL,
    address text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT session_token_hash_has_32_bytes CHECK ((octet_length(token_hash) = 32))
);

ALTER TABLE ONLY public.session FORCE ROW LEVEL SECURITY;

ALTER TABLE public.session OWNER TO ysq_owner;

CREATE TABLE public.sign_in_failure (
    who bytea NOT NULL,
    address text NOT NULL,
    failures integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    CONSTRAINT sign_in_failure_from_1 CHECK ((failures >= 1))
);

ALTER TABLE public.sign_in_failure OWNER TO ysq_owner;

CREATE TABLE public.submission (
    submission_id uuid NOT NULL,
    agency_id integer NOT NULL,
    case_id uuid NOT NULL,
    request_no text NOT NULL,
    body_digest bytea NOT NULL,
    access_hash bytea NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.submission FORCE ROW LEVEL SECURITY;

ALTER TABLE public.submission OWNER TO ysq_owner;

CREATE TABLE public.text (
    id uuid NOT NULL,
    agency_id integer NOT NULL,
    case_id uuid NOT NULL,
    kind text NOT NULL,
    body text NOT NULL,
    salt bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT text_salt_is_16_bytes CHECK ((octet_length(salt) = 16))
);

ALTER TABLE ONLY public.text FORCE ROW LEVEL SECURITY;

ALTER TABLE public.text OWNER TO ysq_owner;

CREATE TABLE public.unit (
    agency_id integer NOT NULL,
    code text NOT NULL,
    parent_code text,
    name text NOT NULL,
    former_names text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT unit_code_is_a_code CHECK ((code ~ '^[A-Z0-9]{2,12}$'::text)),
    CONSTRAINT unit_is_not_its_own_parent CHECK ((parent_code <> code)),
    CONSTRAINT unit_name_is_given CHECK ((name <> ''::text))
);

ALTER TABLE ONLY public.unit FORCE ROW LEVEL SECURITY;

ALTER TABLE public.unit OWNER TO ysq_owner;

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_id_agency_id_key UNIQUE (id, agency_id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_id_kind_key UNIQUE (id, kind);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_login_key UNIQUE (login);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_code_key UNIQUE (code);

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_pkey PRIMARY KEY (account_id, agency_id, role);

ALTER TABLE ONLY public.calendar_version
    ADD CONSTRAINT calendar_version_number_key UNIQUE (number);

ALTER TABLE ONLY public.calendar_version
    ADD CONSTRAINT calendar_version_pkey PRIMARY KEY (year, version);

ALTER TABLE ONLY public.case_view
    ADD CONSTRAINT case_view_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.counter
    ADD CONSTRAINT counter_pkey PRIMARY KEY (agency_id, series, year);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.day_digest
    ADD CONSTRAINT day_digest_day_key UNIQUE (day);

ALTER TABLE ONLY public.day_digest
    ADD CONSTRAINT day_digest_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_stream_version_key PRIMARY KEY (stream, version);

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recount
    ADD CONSTRAINT recount_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.recounted_case
    ADD CONSTRAINT recounted_case_pkey PRIMARY KEY (number, case_id);

ALTER TABLE ONLY public.rule_book
    ADD CONSTRAINT rule_book_pkey PRIMARY KEY (fingerprint);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.sign_in_failure
    ADD CONSTRAINT sign_in_failure_pkey PRIMARY KEY (who, address);

ALTER TABLE ONLY public.submission
    ADD CONSTRAINT submission_pkey PRIMARY KEY (submission_id);

ALTER TABLE ONLY public.submission
    ADD CONSTRAINT submission_request_no_key UNIQUE (request_no);

ALTER TABLE ONLY public.text
    ADD CONSTRAINT text_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (agency_id, code);

CREATE INDEX case_view_all_idx ON public.case_view USING btree (agency_id, sorted_on, case_id);

CREATE INDEX case_view_handed_on_idx ON public.case_view USING btree (agency_id, sorted_on, case_id) WHERE ((waits <@ '{archive,draft_determination,register}'::text[]) IS NOT TRUE);

CREATE INDEX case_view_open_idx ON public.case_view USING btree (agency_id, sorted_on, case_id) WHERE (stage = ANY (ARRAY['received'::text, 'registered'::text, 'awaiting_requester'::text, 'processing'::text, 'approved'::text, 'issued'::text]));

CREATE INDEX case_view_queue_idx ON public.case_view USING btree (agency_id, stage, due_on);

CREATE INDEX case_view_register_no_idx ON public.case_view USING btree (register_no) WHERE (register_no IS NOT NULL);

CREATE INDEX case_view_request_no_idx ON public.case_view USING btree (request_no);

CREATE INDEX case_view_unarchived_idx ON public.case_view USING btree (agency_id, sorted_on, case_id) WHERE (stage <> 'archived'::text);

CREATE INDEX event_at_idx ON public.event USING brin (at);

CREATE INDEX event_reading_idx ON public.event USING btree (agency_id, at) WHERE (type = ANY (ARRAY['identity.read'::text, 'identity.sought'::text]));

CREATE INDEX file_case_idx ON public.file USING btree (case_id);

CREATE INDEX person_case_idx ON public.person USING btree (case_id);

CREATE INDEX person_id_index_idx ON public.person USING btree (id_index) WHERE (id_index IS NOT NULL);

CREATE INDEX person_phone_index_idx ON public.person USING btree (phone_index) WHERE (phone_index IS NOT NULL);

CREATE INDEX session_account_idx ON public.session USING btree (account_id, created_at);

CREATE INDEX text_case_idx ON public.text USING btree (case_id);

CREATE TRIGGER calendar_version_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.calendar_version FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.calendar_version ENABLE ALWAYS TRIGGER calendar_version_only_grows;

CREATE TRIGGER day_digest_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.day_digest FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.day_digest ENABLE ALWAYS TRIGGER day_digest_only_grows;

CREATE TRIGGER event_follows_chain BEFORE INSERT ON public.event FOR EACH ROW EXECUTE FUNCTION public.follow_chain();

ALTER TABLE public.event ENABLE ALWAYS TRIGGER event_follows_chain;

CREATE TRIGGER event_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.event ENABLE ALWAYS TRIGGER event_only_grows;

CREATE TRIGGER rule_book_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.rule_book FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.rule_book ENABLE ALWAYS TRIGGER rule_book_only_grows;

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_is_of_the_accounts_kind FOREIGN KEY (account_id, kind) REFERENCES public.account(id, kind);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_unit_fkey FOREIGN KEY (agency_id, unit_code) REFERENCES public.unit(agency_id, code);

ALTER TABLE ONLY public.case_view
    ADD CONSTRAINT case_view_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.counter
    ADD CONSTRAINT counter_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_account_fkey FOREIGN KEY (account_id, agency_id) REFERENCES public.account(id, agency_id);

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.recount
    ADD CONSTRAINT recount_number_fkey FOREIGN KEY (number) REFERENCES public.calendar_version(number);

ALTER TABLE ONLY public.recounted_case
    ADD CONSTRAINT recounted_case_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.recounted_case
    ADD CONSTRAINT recounted_case_number_fkey FOREIGN KEY (number) REFERENCES public.recount(number);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_account_fkey FOREIGN KEY (account_id, agency_id) REFERENCES public.account(id, agency_id);

ALTER TABLE ONLY public.submission
    ADD CONSTRAINT submission_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.text
    ADD CONSTRAINT text_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_parent_fkey FOREIGN KEY (agency_id, parent_code) REFERENCES public.unit(agency_id, code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE public.account ENABLE ROW LEVEL SECURITY;

CREATE POLICY account_is_found_by_owner ON public.account FOR SELECT TO ysq_owner USING (true);

CREATE POLICY account_of_agencies ON public.account USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.appointment ENABLE ROW LEVEL SECURITY;

CREATE POLICY appointment_is_found_by_owner ON public.appointment FOR SELECT TO ysq_owner USING (true);

CREATE POLICY appointment_of_agencies ON public.appointment USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.case_view ENABLE ROW LEVEL SECURITY;

CREATE POLICY case_view_of_agencies ON public.case_view USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.counter ENABLE ROW LEVEL SECURITY;

CREATE POLICY counter_of_agencies ON public.counter USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.credential ENABLE ROW LEVEL SECURITY;

CREATE POLICY credential_is_found_by_owner ON public.credential FOR SELECT TO ysq_owner USING (true);

CREATE POLICY credential_of_agencies ON public.credential USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.event ENABLE ROW LEVEL SECURITY;

CREATE POLICY event_of_agencies ON public.event USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.file ENABLE ROW LEVEL SECURITY;

CREATE POLICY file_is_found_by_owner ON public.file FOR SELECT TO ysq_owner USING ((kind = 'letter'::text));

CREATE POLICY file_of_agencies ON public.file USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.person ENABLE ROW LEVEL SECURITY;

CREATE POLICY person_of_agencies ON public.person USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.recounted_case ENABLE ROW LEVEL SECURITY;

CREATE POLICY recounted_case_of_agencies ON public.recounted_case USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.session ENABLE ROW LEVEL SECURITY;

CREATE POLICY session_is_found_by_owner ON public.session FOR SELECT TO ysq_owner USING (true);

CREATE POLICY session_of_agencies ON public.session USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.submission ENABLE ROW LEVEL SECURITY;

CREATE POLICY submission_is_found_by_owner ON public.submission FOR SELECT TO ysq_owner USING (true);

CREATE POLICY submission_of_agencies ON public.submission USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.text ENABLE ROW LEVEL SECURITY;

CREATE POLICY text_of_agencies ON public.text USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.unit ENABLE ROW LEVEL SECURITY;

CREATE POLICY unit_of_agencies ON public.unit USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

GRANT USAGE ON SCHEMA public TO ysq_app;

REVOKE ALL ON FUNCTION public.administrator_kinds() FROM PUBLIC;
GRANT ALL ON FUNCTION public.administrator_kinds() TO ysq_app;

REVOKE ALL ON FUNCTION public.any_submission() FROM PUBLIC;
GRANT ALL ON FUNCTION public.any_submission() TO ysq_app;

REVOKE ALL ON FUNCTION public.appointments_of(account_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.appointments_of(account_id uuid) TO ysq_app;

REVOKE ALL ON FUNCTION public.find_credential(login text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_credential(login text) TO ysq_app;

REVOKE ALL ON FUNCTION public.find_letter(letter_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_letter(letter_id uuid) TO ysq_app;

REVOKE ALL ON FUNCTION public.find_session(token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_session(token_hash bytea) TO ysq_app;

REVOKE ALL ON FUNCTION public.find_submission(request_no text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_submission(request_no text) TO ysq_app;

REVOKE ALL ON FUNCTION public.find_submission_by_id(submission_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_submission_by_id(submission_id uuid) TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.account TO ysq_app;

GRANT UPDATE(name) ON TABLE public.account TO ysq_app;

GRANT UPDATE(disabled_at) ON TABLE public.account TO ysq_app;

GRANT SELECT ON TABLE public.agency TO ysq_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.appointment TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.calendar_version TO ysq_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.case_view TO ysq_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.counter TO ysq_app;

GRANT INSERT ON TABLE public.credential TO ysq_app;

GRANT SELECT(account_id) ON TABLE public.credential TO ysq_app;

GRANT SELECT(agency_id) ON TABLE public.credential TO ysq_app;

GRANT UPDATE(password_hash) ON TABLE public.credential TO ysq_app;

GRANT SELECT(must_change),UPDATE(must_change) ON TABLE public.credential TO ysq_app;

GRANT SELECT(changed_at),UPDATE(changed_at) ON TABLE public.credential TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.day_digest TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.event TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.file TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.person TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.recount TO ysq_app;

GRANT UPDATE(done) ON TABLE public.recount TO ysq_app;

GRANT UPDATE(ended_at) ON TABLE public.recount TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.recounted_case TO ysq_app;

GRANT UPDATE(due_after) ON TABLE public.recounted_case TO ysq_app;

GRANT UPDATE(provisional) ON TABLE public.recounted_case TO ysq_app;

GRANT UPDATE(findings) ON TABLE public.recounted_case TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.rule_book TO ysq_app;

GRANT INSERT ON TABLE public.session TO ysq_app;

GRANT SELECT(id) ON TABLE public.session TO ysq_app;

GRANT SELECT(agency_id) ON TABLE public.session TO ysq_app;

GRANT SELECT(account_id) ON TABLE public.session TO ysq_app;

GRANT SELECT(acts_in),UPDATE(acts_in) ON TABLE public.session TO ysq_app;

GRANT SELECT(role),UPDATE(role) ON TABLE public.session TO ysq_app;

GRANT SELECT(address) ON TABLE public.session TO ysq_app;

GRANT SELECT(created_at) ON TABLE public.session TO ysq_app;

GRANT SELECT(seen_at),UPDATE(seen_at) ON TABLE public.session TO ysq_app;

GRANT SELECT(ended_at),UPDATE(ended_at) ON TABLE public.session TO ysq_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sign_in_failure TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.submission TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.text TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.unit TO ysq_app;

GRANT UPDATE(parent_code) ON TABLE public.unit TO ysq_app;

GRANT UPDATE(name) ON TABLE public.unit TO ysq_app;

GRANT UPDATE(former_names) ON TABLE public.unit TO ysq_app;
