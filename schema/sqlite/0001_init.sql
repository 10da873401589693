-- The progress database. `event` is the truth and is only ever added to; `card_state` and
-- `day_stat` are folded from it and may be dropped and built again. Numbered, never edited once
-- released: a change is a new file.
--
-- Days count from 1970-01-01 of the local calendar, as stored with each event. Instants are UTC
-- milliseconds. Chances are in millionths, so that sums are exact in any order.

pragma application_id = 0x72767374; -- "rvst"

-- Who wrote events. A device is a database on a host: a copy on another host, and every restore,
-- starts a new one, so that no two files ever give the same (device, seq) to different events.
create table device (
  num        integer primary key, -- in order of creation: the newest of a host is the one in use
  id         integer not null unique, -- random
  host       text    not null,
  created_ms integer not null
) strict;

-- The cards of the log, numbered so that a million events do not repeat their ids.
create table card (
  num integer primary key,
  id  text not null unique -- `collection/id#part`; the note is what stands before the `#`
) strict;

create table event (
  id            integer primary key, -- in the order in which this file learned of them
  device        integer not null references device (id),
  seq           integer not null check (seq > 0), -- gapless per device
  -- An action is what one key or one command did, and is named by its first event. Its events
  -- follow each other on one device.
  action_seq    integer not null check (action_seq between 1 and seq),
  at_ms         integer not null,
  offset_min    integer not null,
  day           integer not null,
  kind          text    not null,
  card          integer references card (num), -- null for a retraction
  rev           integer not null,
  -- What almost every event has, as columns, so that a million of them fold within seconds.
  grade         text,    -- again, hard, good, easy
  mode          text,    -- study, ahead, quiz, interview
  schedules     integer, -- 0 or 1: whether the answer was meant to schedule
  took_ms       integer,
  -- The action a retraction takes back.
  target_device integer,
  target_seq    integer,
  origin        text,    -- where an imported event came from
  body          text check (body is null or json_valid(body)), -- the kind's other fields
  unique (device, seq),
  check (kind <> 'retracted' or (card is null and target_device is not null and target_seq is not null)),
  check (kind <> 'reviewed' or (card is not null and grade is not null and mode is not null
                                and schedules is not null and took_ms is not null))
) strict;

create index event_card on event (card) where card is not null;
create index event_target on event (target_device, target_seq) where target_seq is not null;
create unique index event_origin on event (origin) where origin is not null;

create trigger event_update before update on event begin
  select raise(abort, 'the log is append-only: events are never changed');
end;
create trigger event_delete before delete on event begin
  select raise(abort, 'the log is append-only: events are never removed');
end;
-- `insert or replace` deletes without firing the trigger above where `recursive_triggers` is off,
-- as it is in tools other than ours.
create trigger event_replace before insert on event
when exists (select 1 from event where id = new.id)
  or exists (select 1 from event where device = new.device and seq = new.seq)
  or exists (select 1 from event where origin = new.origin)
begin
  select raise(abort, 'the log is append-only: events are never replaced');
end;
create trigger card_update before update on card begin
  select raise(abort, 'the log is append-only: cards are never renamed');
end;
create trigger card_delete before delete on card begin
  select raise(abort, 'the log is append-only: cards are never removed');
end;

-- What the fold makes of each card that has an event, retracted ones included.
create table card_state (
  card   text primary key, -- the id, so that a scan comes in the order of ids
  due    integer,
  last   integer,          -- the day of the last scheduled review
  newest integer not null, -- event.id of what touched the card last, retractions included
  state  blob    not null  -- all fields, `due` and `last` as well, packed: src/store/packed.rs
) strict, without rowid;

create index card_state_due on card_state (due) where due is not null;
create index card_state_last on card_state (last) where last is not null;

-- What the answers of each study day add up to, retracted ones not counted.
create table day_stat (
  day           integer not null,
  class         text    not null, -- first, young, mature, drill, ahead, quiz
  answers       integer not null,
  passes        integer not null,
  predictions   integer not null, -- how many of the answers had a predicted chance of recall
  predicted_ppm integer not null, -- the sum of those chances, in millionths
  took_ms       integer not null,
  waiting       integer not null, -- cards that began to wait, less those answered after waiting
  emptied       integer not null, -- answers after which nothing was left for the day
  primary key (day, class)
) strict, without rowid;

-- `fold`: the fingerprint of the rules that the projections were folded with, absent while there
-- are none. `restored`: this file was a backup, and its next opening starts a new device.
create table meta (
  key   text primary key,
  value integer not null
) strict, without rowid;
