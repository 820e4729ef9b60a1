-- What is wrong with a job that ended, for the programs that are told; null where nothing is, and for what ended before this was noted.
alter table job_messages add column problem_code varchar(64);
