-- What was answered to writes that came with a key, so that one that comes again is not done again.
create table answers (
    idempotency_key varchar(255) primary key,
    -- What distinguishes the request from others with the same key.
    request varchar(64) not null,
    begun_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    -- Null while the request is under way, like all that follows.
    status integer,
    location varchar(2048),
    upload_expires varchar(64),
    media_type varchar(255),
    body text
);
create index answers_by_expiry on answers (expires_at);
