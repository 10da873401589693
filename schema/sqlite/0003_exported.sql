-- What exports said last, so that the next one says of each note when it changed, and Anki takes in
-- exactly the notes that did. No progress: where it is lost, every note counts as changed once.
create table exported (
  key      text primary key,  -- a note's id `collection/id`, or `type:` and the id of a note type
  id       integer not null,  -- its id in Anki's files: milliseconds, the time of its first export
  modified integer not null,  -- since when it says what it says, in seconds
  hash     integer not null   -- of what it says
) strict, without rowid;
