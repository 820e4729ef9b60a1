-- What a platform says of a video in keys of its own. A term is a key with its value as searches look for it: short however long the value is, as a database can index only so much.
create table video_metadata (
    video_id varchar(36) not null references videos (id) on delete cascade,
    meta_key varchar(64) not null,
    meta_value varchar(1024) not null,
    term varchar(165) not null,
    primary key (video_id, meta_key)
);
create index video_metadata_by_term on video_metadata (term);

-- The same of a film that comes in piece by piece: a line for each key, key=value.
alter table uploads add column own_metadata text default '' not null;
