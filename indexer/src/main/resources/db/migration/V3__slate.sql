-- How a film's frames are counted: what exports need to find a frame of the file again. Null for films that came before this was asked; they are probed when it is needed.
alter table videos add column rate_numerator bigint;
alter table videos add column rate_denominator bigint;
-- Timecode of the first frame as the file has it, and the reel that the file names; null where it has none.
alter table videos add column start_timecode varchar(16);
alter table videos add column reel varchar(255);
alter table videos add column variable_rate boolean default false not null;
alter table videos add column has_sound boolean default false not null;
