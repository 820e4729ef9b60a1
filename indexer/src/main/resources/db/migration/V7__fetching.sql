-- db-scheduler's table for jobs whose film has yet to come: they wait for other servers, and hold up nobody who has his film.
create table scheduled_fetches (
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
create index scheduled_fetches_by_time on scheduled_fetches (execution_time);
create index scheduled_fetches_by_heartbeat on scheduled_fetches (last_heartbeat);

-- What is stored of a step is scenes with their vectors now, and was a number: a job that is under way finds them anew.
delete from step_results where step = 'embed';
