-- Which model a job works with, and which one has described a video; null where that was not noted.
alter table jobs add column model_name varchar(255);
alter table jobs add column model_fingerprint varchar(64);
alter table videos add column model_name varchar(255);
alter table videos add column model_fingerprint varchar(64);
