//! What exports said last.

use rusqlite::{Transaction, TransactionBehavior};

use crate::model::Exported;
use crate::store::Store;
use crate::store::error::{Inner, StoreError, unreadable};

impl Store {
    /// Shows to `see` what was said last of every note and note type, in the order of their keys.
    pub fn exported(&self, see: &mut dyn FnMut(&str, Exported)) -> Result<(), StoreError> {
        self.named(self.read_exported(see))
    }

    /// Keeps what was said of notes and note types, in one transaction.
    pub fn set_exported(&mut self, said: &[(String, Exported)]) -> Result<(), StoreError> {
        let result = self.check_writable().and_then(|()| self.write_exported(said));
        self.named(result)
    }

    fn read_exported(&self, see: &mut dyn FnMut(&str, Exported)) -> Inner<()> {
        let sql = "select key, id, modified, hash, tags from exported order by key";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let said = Exported {
                id: row.get(1)?,
                modified: row.get(2)?,
                hash: row.get(3)?,
                tags: row.get(4)?,
            };
            see(row.get_ref(0)?.as_str().map_err(|error| unreadable(0, error))?, said);
        }
        Ok(())
    }

    fn write_exported(&self, said: &[(String, Exported)]) -> Inner<()> {
        let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)?;
        let mut put = tx.prepare(
            "insert into exported (key, id, modified, hash, tags) values (?1, ?2, ?3, ?4, ?5)
             on conflict (key) do update set id = excluded.id, modified = excluded.modified,
             hash = excluded.hash, tags = excluded.tags",
        )?;
        for (key, Exported { id, modified, hash, tags }) in said {
            put.execute((key, id, modified, hash, tags))?;
        }
        drop(put);
        Ok(tx.commit()?)
    }
}
