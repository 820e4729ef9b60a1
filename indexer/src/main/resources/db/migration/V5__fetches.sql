-- Where a film that is imported from its address comes from. Only until it is there: an address may hold a key.
create table fetches (
    video_id varchar(36) primary key references videos (id) on delete cascade,
    url text not null
);
