//! The tables of a collection of schema 11, which every version of Anki since 2.0 reads.

/// The tables, which schema 18 has too. Types are those that Anki declares; `sfld` is an integer on purpose, so that numbers
/// sort as numbers.
pub const TABLES: &str = "
create table col (
  id integer primary key, crt integer not null, mod integer not null, scm integer not null,
  ver integer not null, dty integer not null, usn integer not null, ls integer not null,
  conf text not null, models text not null, decks text not null, dconf text not null,
  tags text not null
);
create table notes (
  id integer primary key, guid text not null, mid integer not null, mod integer not null,
  usn integer not null, tags text not null, flds text not null, sfld integer not null,
  csum integer not null, flags integer not null, data text not null
);
create table cards (
  id integer primary key, nid integer not null, did integer not null, ord integer not null,
  mod integer not null, usn integer not null, type integer not null, queue integer not null,
  due integer not null, ivl integer not null, factor integer not null, reps integer not null,
  lapses integer not null, left integer not null, odue integer not null, odid integer not null,
  flags integer not null, data text not null
);
create table revlog (
  id integer primary key, cid integer not null, usn integer not null, ease integer not null,
  ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null,
  type integer not null
);
";

/// The table that schema 18 has in another form.
pub const GRAVES: &str = "
create table graves (usn integer not null, oid integer not null, type integer not null);
";

/// The indexes that a reader of packages may want, made when the tables are full. Anki takes packages
/// in without any, and as fast; its others are for a collection that is studied.
pub const INDEXES: &str = "
create index ix_cards_nid on cards (nid);
create index ix_revlog_cid on revlog (cid);
";

/// The version in `col.ver`.
pub const VERSION: i64 = 11;
