//! Rows of a database's dump: each value a field called by its column, in the container that is the table.

use std::sync::Arc;

use super::json::{Malformed, MalformedKind};
use super::values::member_path;
use super::{Meta, RawPlace, Reader, RecordMeta, Use};
use crate::framing::{FaultKind, SqlCells, SqlTable, SqlValue, windows_1252};
use crate::normalize::blank_barriers;
use crate::utterance::BatchBuilder;

/// The table at hand, and its columns as this reader knows them.
#[derive(Default)]
pub(super) struct Columns {
    of: Option<Arc<SqlTable>>,
    uses: Vec<Use>,
}

impl Columns {
    /// Forgets what was known of fields.
    pub(super) fn clear(&mut self) {
        self.of = None;
    }
}

impl Reader {
    /// Reads one row. The second value is a fault that does not keep it from being read.
    ///
    /// # Errors
    /// Where it is no row.
    pub(super) fn read_sql(
        &mut self,
        table: &Arc<SqlTable>,
        row: &[u8],
        batch: &mut BatchBuilder,
    ) -> Result<(RecordMeta, Option<FaultKind>), Malformed> {
        let cells = SqlCells::new(row, table).ok_or(Malformed { at: 0, kind: MalformedKind::UnexpectedByte });
        let mut cells = cells?;
        if !self.tables.of.as_ref().is_some_and(|known| Arc::ptr_eq(known, table)) {
            let uses = table.columns.iter().map(|name| self.use_of_name(&member_path("$", name), None)).collect();
            self.tables = Columns { of: Some(table.clone()), uses };
        }
        let mut meta = RecordMeta { own: true, ..RecordMeta::default() };
        self.note_own(&mut meta, Meta::Container, table.name.as_bytes());
        let mut fault = None;
        let mut count = 0;
        let mut text = std::mem::take(&mut self.decoded);
        while let Some(value) = cells.next_into(&mut text) {
            let known = self.sql_column(count);
            count += 1;
            let raw = cells.raw();
            let place = RawPlace::of_decoded(raw.start as u32, &row[raw], &text);
            fault = fault.or(self.read_sql_value((known, place), value, &mut text, &mut meta, batch));
        }
        self.decoded = text;
        self.end_named(&meta, batch);
        let ragged = !table.columns.is_empty() && count != table.columns.len();
        Ok((meta, fault.or(ragged.then_some(FaultKind::Ragged))))
    }

    fn read_sql_value(
        &mut self,
        (known, mut place): (Use, RawPlace),
        value: SqlValue,
        text: &mut Vec<u8>,
        meta: &mut RecordMeta,
        batch: &mut BatchBuilder,
    ) -> Option<FaultKind> {
        let mut fault = None;
        if value == SqlValue::Null {
            text.clear();
        } else if std::str::from_utf8(text).is_err() {
            // A picture or a key, or words of another encoding.
            place = RawPlace::Unknown;
            let words = windows_1252(text).filter(|_| value == SqlValue::Text);
            fault = (value == SqlValue::Text).then_some(FaultKind::InvalidUtf8);
            if let Some(words) = words {
                fault = Some(FaultKind::Windows1252);
                *text = words.into_bytes();
            } else if value == SqlValue::Binary {
                text.clear();
            } else {
                *text = String::from_utf8_lossy(text).into_owned().into_bytes();
            }
        } else if value == SqlValue::Binary && text.iter().any(|byte| *byte < b' ' && !byte.is_ascii_whitespace()) {
            text.clear();
        }
        self.ascii = text.is_ascii();
        if matches!(text.first(), Some(b'{' | b'[')) {
            self.read_wrapped(known, place, text, meta, batch);
        } else {
            blank_barriers(text);
            self.note_own(meta, known.meta, text);
            self.read_value(known, place, text, meta, batch);
        }
        fault
    }

    fn sql_column(&mut self, index: usize) -> Use {
        match self.tables.uses.get(index) {
            Some(&known) => known,
            None => self.use_of_name(&member_path("$", &format!("col_{index}")), None),
        }
    }
}
