-- Generated from the migrations by `python -m ysq.db.schema`; don't edit.

CREATE FUNCTION public.any_submission() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$ select exists (select from public.submission) $$;

ALTER FUNCTION public.any_submission() OWNER TO ysq_owner;

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

CREATE TABLE public.agency (
    id integer NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    profile jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT agency_id_from_1 CHECK ((id >= 1)),
    CONSTRAINT agency_name_is_given CHECK ((name <> ''::text))
);

ALTER TABLE public.agency OWNER TO ysq_owner;

CREATE TABLE public.calendar_version (
    year integer NOT NULL,
    version integer NOT NULL,
    content bytea NOT NULL,
    digest bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    CONSTRAINT calendar_version_actor_is_given CHECK ((actor <> ''::text)),
    CONSTRAINT calendar_version_from_1 CHECK ((version >= 1))
);

ALTER TABLE public.calendar_version OWNER TO ysq_owner;

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
    summary jsonb DEFAULT '{}'::jsonb NOT NULL
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
    at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.person FORCE ROW LEVEL SECURITY;

ALTER TABLE public.person OWNER TO ysq_owner;

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

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_code_key UNIQUE (code);

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.calendar_version
    ADD CONSTRAINT calendar_version_pkey PRIMARY KEY (year, version);

ALTER TABLE ONLY public.case_view
    ADD CONSTRAINT case_view_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.counter
    ADD CONSTRAINT counter_pkey PRIMARY KEY (agency_id, series, year);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_stream_version_key PRIMARY KEY (stream, version);

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.submission
    ADD CONSTRAINT submission_pkey PRIMARY KEY (submission_id);

ALTER TABLE ONLY public.submission
    ADD CONSTRAINT submission_request_no_key UNIQUE (request_no);

ALTER TABLE ONLY public.text
    ADD CONSTRAINT text_pkey PRIMARY KEY (id);

CREATE INDEX case_view_queue_idx ON public.case_view USING btree (agency_id, stage, due_on);

CREATE INDEX event_at_idx ON public.event USING brin (at);

CREATE INDEX file_case_idx ON public.file USING btree (case_id);

CREATE INDEX person_case_idx ON public.person USING btree (case_id);

CREATE INDEX text_case_idx ON public.text USING btree (case_id);

CREATE TRIGGER calendar_version_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.calendar_version FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.calendar_version ENABLE ALWAYS TRIGGER calendar_version_only_grows;

CREATE TRIGGER event_follows_chain BEFORE INSERT ON public.event FOR EACH ROW EXECUTE FUNCTION public.follow_chain();

ALTER TABLE public.event ENABLE ALWAYS TRIGGER event_follows_chain;

CREATE TRIGGER event_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.event ENABLE ALWAYS TRIGGER event_only_grows;

ALTER TABLE ONLY public.case_view
    ADD CONSTRAINT case_view_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.counter
    ADD CONSTRAINT counter_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.submission
    ADD CONSTRAINT submission_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE ONLY public.text
    ADD CONSTRAINT text_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE public.case_view ENABLE ROW LEVEL SECURITY;

CREATE POLICY case_view_of_agencies ON public.case_view USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.counter ENABLE ROW LEVEL SECURITY;

CREATE POLICY counter_of_agencies ON public.counter USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.event ENABLE ROW LEVEL SECURITY;

CREATE POLICY event_of_agencies ON public.event USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.file ENABLE ROW LEVEL SECURITY;

CREATE POLICY file_of_agencies ON public.file USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.person ENABLE ROW LEVEL SECURITY;

CREATE POLICY person_of_agencies ON public.person USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.submission ENABLE ROW LEVEL SECURITY;

CREATE POLICY submission_is_found_by_owner ON public.submission FOR SELECT TO ysq_owner USING (true);

CREATE POLICY submission_of_agencies ON public.submission USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

ALTER TABLE public.text ENABLE ROW LEVEL SECURITY;

CREATE POLICY text_of_agencies ON public.text USING ((agency_id = ANY (( SELECT (NULLIF(current_setting('app.agencies'::text, true), ''::text))::integer[] AS "nullif")::integer[])));

GRANT USAGE ON SCHEMA public TO ysq_app;

REVOKE ALL ON FUNCTION public.any_submission() FROM PUBLIC;
GRANT ALL ON FUNCTION public.any_submission() TO ysq_app;

REVOKE ALL ON FUNCTION public.find_submission(request_no text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_submission(request_no text) TO ysq_app;

REVOKE ALL ON FUNCTION public.find_submission_by_id(submission_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_submission_by_id(submission_id uuid) TO ysq_app;

GRANT SELECT ON TABLE public.agency TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.calendar_version TO ysq_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.case_view TO ysq_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.counter TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.event TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.file TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.person TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.submission TO ysq_app;

GRANT SELECT,INSERT ON TABLE public.text TO ysq_app;
