-- Films that come in piece by piece. The row says how many bytes are safe on disk; what lies behind them in the file does not count.
create table uploads (
    id varchar(36) primary key,
    name varchar(255) not null,
    collection varchar(200) not null,
    tags text not null,
    language varchar(35) not null,
    metadata text not null,
    size_bytes bigint not null,
    received_bytes bigint not null,
    created_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    ended boolean not null,
    problem text,
    -- The request that sends bytes; the newest one, as an older one may hang on a line that is dead. Only it may write. Null once the film is whole.
    writer varchar(36),
    -- Who takes a whole film into the library, and until when, unless that is renewed; null while nobody does.
    claimed_by varchar(36),
    claimed_until timestamp with time zone
);
create index uploads_by_expiry on uploads (expires_at);
