-- What a person says of a video, for searches to be narrowed down by.
alter table videos add column collection varchar(200) default '' not null;
alter table videos add column language varchar(35) default '' not null;
-- When a person last changed it; null for never. Other nodes find by it what they have to write into their indexes.
alter table videos add column changed_at timestamp with time zone;
create index videos_by_change on videos (changed_at);

create table video_tags (
    video_id varchar(36) not null references videos (id) on delete cascade,
    tag varchar(100) not null,
    primary key (video_id, tag)
);
