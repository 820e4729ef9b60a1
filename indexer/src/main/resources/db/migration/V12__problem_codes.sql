-- What is wrong with a job or a video, for programs; null where nothing is, and for what failed before this was noted.
alter table jobs add column problem_code varchar(64);
alter table videos add column problem_code varchar(64);
