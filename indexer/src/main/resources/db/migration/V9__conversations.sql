-- Questions that follow one another, with their answers.
create table conversations (
    id varchar(36) primary key,
    created_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    -- Who answers a question of it, and until when, unless that is renewed; null while nobody does.
    claimed_by varchar(36),
    claimed_until timestamp with time zone
);
create index conversations_by_expiry on conversations (expires_at);

create table turns (
    conversation_id varchar(36) not null references conversations (id) on delete cascade,
    ordinal integer not null,
    question text not null,
    answer text not null,
    shown boolean not null,
    sure boolean not null,
    asked_at timestamp with time zone not null,
    primary key (conversation_id, ordinal)
);

-- What an answer rests on. A video is not deleted while a turn tells of it: whoever deletes it deletes those turns first.
create table turn_parts (
    conversation_id varchar(36) not null,
    ordinal integer not null,
    position integer not null,
    text text not null,
    shown boolean not null,
    sure boolean not null,
    confidence double precision not null,
    video_id varchar(36) not null references videos (id),
    start_seconds double precision not null,
    end_seconds double precision not null,
    frames_seen bigint not null,
    frames_total bigint not null,
    primary key (conversation_id, ordinal, position),
    foreign key (conversation_id, ordinal) references turns (conversation_id, ordinal) on delete cascade
);
create index turn_parts_by_video on turn_parts (video_id);
