-- Ends of jobs that are yet to be told to the address that is configured for it. They go with their video.
create table job_messages (
    id varchar(36) primary key,
    job_id varchar(36) not null references jobs (id) on delete cascade,
    state varchar(16) not null,
    problem text,
    ended_at timestamp with time zone not null,
    -- How often it was told in vain.
    tries integer not null,
    -- When it is told next. Whoever tells it puts this off for longer than a try takes, so that nobody else does meanwhile, and somebody does if he dies.
    due_at timestamp with time zone not null
);
create index job_messages_by_due on job_messages (due_at);
