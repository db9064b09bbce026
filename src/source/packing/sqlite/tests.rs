use std::collections::BTreeSet;

use super::super::rows::RowLines;
use super::*;

/// Written by Python's sqlite3: `scripts/fixtures`.
const CALLS: &[u8] = include_bytes!("../../../../tests/fixtures/sqlite/calls.db");
const UTF16: &[u8] = include_bytes!("../../../../tests/fixtures/sqlite/utf16.db");

fn lines(bytes: &[u8]) -> Option<Vec<String>> {
    let database = Database::open(Place::Memory(bytes.into()), Box::new(io::empty())).ok()?;
    let mut text = String::new();
    RowLines::new(database).read_to_string(&mut text).unwrap();
    Some(text.lines().map(str::to_owned).collect())
}

/// Those of rows, whatever their columns are called.
fn values_of(lines: &[String]) -> BTreeSet<String> {
    let value = |line: &String| serde_json::from_str::<serde_json::Value>(line).ok();
    let texts = lines.iter().filter_map(value).map(|value| {
        let members = value.as_object().unwrap().iter().filter(|(name, _)| !name.starts_with(['_', '@']));
        members.map(|(_, value)| value.to_string()).filter(|value| value.starts_with('"')).collect::<String>()
    });
    texts.collect()
}

#[test]
fn rows_are_lines_with_the_names_of_their_columns() {
    let calls = lines(CALLS).unwrap();
    assert_eq!(calls.len(), 43);
    assert_eq!(
        calls[0],
        r#"{"_index":"calls","id":1,"caller_name":"LORNE HASSETT","caller_id":2125550142,"received":"2020-09-28T14:02:11Z","transcript":"it is \"836-90-4398\", my social security number","audio":null,"length":1.5,"@row":1}"#
    );
    assert!(calls[1].contains("one four three"), "on another page");
    assert!(calls[41].contains(r#""transcript":"nothing of note""#));
    assert!(calls[41].contains(r#""mailbox":"dispatch""#));
    assert_eq!(calls[42], r#"{"_index":"notes","call":1,"kind":"summary","text":"she has diabetes"}"#);
    assert!(!calls.iter().any(|line| line.contains("day 39")), "what was deleted");
    assert_eq!(
        lines(UTF16).unwrap(),
        [r#"{"_index":"samtal","namn":"Åsa Lindqvist","text":"mitt personnummer är 640823-3234","@row":1}"#]
    );
}

#[test]
fn damage_costs_the_rows_of_its_page_at_most() {
    let sound = values_of(&lines(CALLS).unwrap());
    // A page has room for seven rows; what belongs to the second row is on several.
    for at in HEADER..CALLS.len() {
        for change in [0xff, 0x01, 0x80] {
            let mut damaged = CALLS.to_vec();
            damaged[at] ^= change;
            let found = lines(&damaged).unwrap();
            assert!(found.iter().map(String::len).sum::<usize>() < 4 * CALLS.len(), "{at}");
            let lost = sound.difference(&values_of(&found)).count();
            assert!(lost <= 8, "{lost} lost by {change:#x} at {at}");
        }
    }
}

#[test]
fn rows_are_found_without_their_table() {
    let sound = values_of(&lines(CALLS).unwrap());
    // The schema, all of it; each page in turn. Nothing tells of what happened to a page of one row's text, or of an index.
    let mut told = 0;
    for page in 0..CALLS.len() / 512 {
        let mut damaged = CALLS.to_vec();
        damaged[512 * page + if page == 0 { HEADER } else { 0 }..512 * (page + 1)].fill(0xee);
        let found = lines(&damaged).unwrap();
        let lost = sound.difference(&values_of(&found)).count();
        assert!(lost <= 8, "{lost} lost with page {page}");
        told += usize::from(found.iter().any(|line| line.starts_with("~ ")));
    }
    assert!(told >= 10, "{told}");
}

#[test]
fn cut_and_spliced_files_end() {
    for at in (0..CALLS.len()).step_by(7) {
        let cut = lines(&CALLS[..at]);
        assert_eq!(cut.is_none(), at < HEADER, "{at}");
        let spliced = [&CALLS[..at], &CALLS[CALLS.len() - at..]].concat();
        let found = lines(&spliced).unwrap_or_default();
        assert!(found.iter().map(String::len).sum::<usize>() < 4 * CALLS.len(), "{at}");
    }
}

/// Pages that lead to one another, and a row that says it is longer than anything.
#[test]
fn loops_and_lies_end() {
    let mut looping = CALLS.to_vec();
    for page in 1..CALLS.len() / 512 {
        // Every page an interior one whose last page below is itself.
        looping[512 * page] = 0x05;
        looping[512 * page + 8..512 * page + 12].copy_from_slice(&(page as u32 + 1).to_be_bytes());
    }
    assert!(lines(&looping).is_some());
    let mut long = CALLS.to_vec();
    for byte in &mut long[512..] {
        *byte = if *byte < 0x80 { *byte } else { 0xff };
    }
    assert!(lines(&long).is_some());
}
