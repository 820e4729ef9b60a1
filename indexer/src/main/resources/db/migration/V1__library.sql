-- The library's tables, in the words that H2 (in its PostgreSQL mode) and PostgreSQL share.
create table videos (
    id varchar(36) primary key,
    name varchar(255) not null,
    file varchar(4096) not null,
    state varchar(16) not null,
    duration_seconds double precision not null,
    width integer not null,
    height integer not null,
    frame_rate double precision not null,
    size_bytes bigint not null,
    created_at timestamp with time zone not null,
    frames_seen bigint not null,
    frames_total bigint not null,
    problem text,
    job_id varchar(36)
);
create index videos_by_age on videos (created_at);

create table jobs (
    id varchar(36) primary key,
    video_id varchar(36) not null references videos (id) on delete cascade,
    state varchar(16) not null,
    step varchar(16) not null,
    percent double precision not null,
    remaining_seconds double precision,
    problem text,
    created_at timestamp with time zone not null,
    updated_at timestamp with time zone not null
);

-- What each finished step of indexing found, part by part; a killed job goes on after the last one.
create table step_results (
    video_id varchar(36) not null references videos (id) on delete cascade,
    step varchar(16) not null,
    part integer not null,
    result text not null,
    finished_at timestamp with time zone not null,
    seconds double precision not null,
    primary key (video_id, step, part)
);

create table scenes (
    video_id varchar(36) not null references videos (id) on delete cascade,
    ordinal integer not null,
    start_seconds double precision not null,
    end_seconds double precision not null,
    kind varchar(16) not null,
    caption text not null,
    confidence double precision not null,
    frames_seen bigint not null,
    frames_total bigint not null,
    vector bytea not null,
    primary key (video_id, ordinal)
);

-- db-scheduler's own table.
create table scheduled_tasks (
    task_name varchar(100) not null,
    task_instance varchar(100) not null,
    task_data bytea,
    execution_time timestamp with time zone not null,
    picked boolean not null,
    picked_by varchar(50),
    last_success timestamp with time zone,
    last_failure timestamp with time zone,
    consecutive_failures integer,
    last_heartbeat timestamp with time zone,
    version bigint not null,
    priority smallint,
    primary key (task_name, task_instance)
);
create index scheduled_tasks_by_time on scheduled_tasks (execution_time);
create index scheduled_tasks_by_heartbeat on scheduled_tasks (last_heartbeat);
