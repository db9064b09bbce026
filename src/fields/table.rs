//! Rows of a table: each cell a field called by its column.

use std::sync::Arc;

use super::values::{Skip, member_path};
use super::{Meta, RawPlace, Reader, RecordMeta, Use};
use crate::framing::{Cells, Layout, Table};
use crate::utterance::{BatchBuilder, Role};

/// The columns of the table at hand, as this reader knows them.
#[derive(Default)]
pub(super) struct Columns {
    of: Option<Arc<Layout>>,
    uses: Vec<Use>,
}

impl Columns {
    /// Forgets what was known of fields.
    pub(super) fn clear(&mut self) {
        self.of = None;
    }
}

impl Reader {
    /// Reads the row `buffer[start..end]`. Returns whether it had more cells than columns.
    pub(super) fn read_row(
        &mut self,
        layout: &Arc<Layout>,
        table: &Table,
        row: &[u8],
        batch: &mut BatchBuilder,
    ) -> (RecordMeta, bool) {
        if !self.columns.of.as_ref().is_some_and(|known| Arc::ptr_eq(known, layout)) {
            self.learn_columns(table);
            self.columns.of = Some(layout.clone());
        }
        let mut meta = RecordMeta { own: true, ..RecordMeta::default() };
        let ascii = row.is_ascii();
        let mut count = 0;
        let mut decoded = std::mem::take(&mut self.decoded);
        for cell in Cells::new(row, table) {
            let known = self.column(count);
            count += 1;
            let (mut text, mut place) = (&row[cell.start..cell.end], RawPlace::Verbatim(cell.start as u32));
            if cell.is_written_otherwise(row, table) {
                decoded.clear();
                cell.decode(row, table, &mut decoded);
                (text, place) = (&decoded, RawPlace::of_decoded(cell.start as u32, text, &decoded));
            } else if cell.is_null(row, table) {
                text = b"";
            }
            self.ascii = ascii;
            if matches!(text.first(), Some(b'"' | b'{' | b'[' | b'\'')) {
                self.read_wrapped(known, place, text, &mut meta, batch);
            } else {
                self.note_own(&mut meta, known.meta, text);
                self.read_value(known, place, text, &mut meta, batch);
            }
        }
        self.decoded = decoded;
        self.end_named(&meta, batch);
        (meta, count > table.columns.len())
    }

    /// A cell that holds JSON, as elasticdump and exports of documents write it, or an apostrophe that keeps a number from a
    /// spreadsheet's mercy.
    pub(super) fn read_wrapped(
        &mut self,
        known: Use,
        place: RawPlace,
        text: &[u8],
        meta: &mut RecordMeta,
        batch: &mut BatchBuilder,
    ) {
        if let [b'\'', rest @ ..] = text
            && rest.first().is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'=' | b'-' | b'@'))
        {
            self.note_own(meta, known.meta, rest);
            let place =
                if let RawPlace::Verbatim(start) = place { RawPlace::Verbatim(start + 1) } else { RawPlace::Unknown };
            return self.read_value(known, place, rest, meta, batch);
        }
        match serde_json::from_slice(text) {
            Ok(serde_json::Value::String(inner)) => {
                self.note_own(meta, known.meta, inner.as_bytes());
                self.ascii = false;
                self.read_value(known, RawPlace::Unknown, inner.as_bytes(), meta, batch);
            }
            Ok(value) => {
                let path = self.fields[known.field as usize].path.clone();
                self.read_leaves(&value, &path, &|_| Skip::Nothing, meta, batch);
            }
            Err(_) => {
                let path = self.fields[known.field as usize].path.clone();
                if !self.read_caller(place, &path, &String::from_utf8_lossy(text), batch) {
                    self.read_value(known, place, text, meta, batch);
                }
            }
        }
    }

    fn learn_columns(&mut self, table: &Table) {
        let own_id = table.columns.iter().any(|name| matches!(name.as_str(), "@id" | "_id"));
        self.columns.uses.clear();
        for name in &table.columns {
            let mut known = self.use_of_name(&member_path("$", name), None);
            match name.as_str() {
                "@id" => known = Use { meta: Meta::Id, role: Some(Role::Opaque), ..known },
                "@index" => known = Use { meta: Meta::Container, role: Some(Role::Opaque), ..known },
                // A search engine's own id wins over one in the document.
                name if own_id && known.meta == Meta::Id && name != "_id" => known.meta = Meta::None,
                _ => {}
            }
            self.columns.uses.push(known);
        }
    }

    fn column(&mut self, index: usize) -> Use {
        match self.columns.uses.get(index) {
            Some(&known) => known,
            None => self.use_of_name(&member_path("$", &format!("col_{index}")), None),
        }
    }
}
