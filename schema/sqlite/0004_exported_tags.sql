-- The tags that a note was exported with last, between spaces, so that those a person adds in Anki are
-- known as theirs. Of an export before this nothing is known: then all tags there stay.
alter table exported add column tags text not null default '';
