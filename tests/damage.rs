//! Records as no writer should have written them: each is judged or reported, and the one after it is read.
#![cfg(feature = "cli")]
#![allow(clippy::disallowed_types)] // dumps and run folders are made and damaged here

mod support;

use support::check;
use support::runs::{SSN, Scanned, scan};

/// The good record after a bad one is always found.
fn check_bad(bad: &[u8], reason: &str) -> Scanned {
    let mut bytes = bad.to_vec();
    bytes.push(b'\n');
    bytes.extend_from_slice(SSN.as_bytes());
    let scanned = scan(&bytes);
    check(&scanned.out, &[bytes], true);
    let unreadable = scanned.lines("unreadable.ndjson");
    assert_eq!(scanned.outcome.faults, 1);
    assert_eq!((&unreadable[0]["reason"], &unreadable[0]["scanned"]), (&reason.into(), &true.into()));
    assert_eq!(unreadable[0]["locator"], "0:0:0");
    assert_eq!(unreadable[0]["length"].as_u64(), Some(bad.len() as u64));
    assert_eq!(scanned.found().last().unwrap().1, "836-90-4399");
    scanned
}

#[test]
fn damaged_lines_are_read_as_text_and_reported() {
    let ssn = |found: &Scanned| found.found().iter().filter(|(entity, _)| entity == "US_SSN").count();
    let cut = check_bad(
        b"{\"_id\":\"x\",\"_source\":{\"transcript\":\"my social security number is 836-90-4398",
        "malformed JSON",
    );
    assert_eq!((ssn(&cut), cut.outcome.records), (2, [2, 0, 0, 0]));
    assert_eq!(cut.lines("records.ndjson")[0]["damaged"], true);
    let nul = check_bad(b"{\"transcript\":\"my social \0 security\0 number is 836-90-4398\"}", "malformed JSON");
    assert_eq!(ssn(&nul), 2);
    let latin1 = check_bad(
        b"{\"id\":\"l\",\"transcript\":\"caf\xe9 \xff, my social security number is 836-90-4398\"}",
        "invalid UTF-8, read as Windows-1252",
    );
    assert_eq!(ssn(&latin1), 2);
    assert_eq!(latin1.lines("records.ndjson")[0]["record"], "l");
    let nothing = check_bad(b"{\"transcript\": \"nothing much\"", "malformed JSON");
    assert_eq!(nothing.outcome.records, [1, 0, 0, 1]);
    let both = check_bad(b"{\"transcript\": \"caf\xe9 and no end", "invalid UTF-8, read as Windows-1252");
    assert_eq!(both.outcome.records, [1, 0, 0, 1]);
    let mixed = check_bad(
        b"{\"id\":\"m\",\"transcript\":\"caf\xc3\xa9 \xff, my social security number is 836-90-4398\"}",
        "invalid UTF-8",
    );
    assert_eq!(ssn(&mixed), 2);
}

/// A record whose speech is missing is not one in which nothing was found.
#[test]
fn every_status_has_its_records() {
    let dump = r#"{"id":1,"transcript":"see you at the game"}
{"id":2,"transcript":null,"status":"new"}
{"id":3,"transcript":"","status":"new message"}
{"id":4,"transcript":"my doctor called","caller_id":null}
{"id":5,"recording":"s3://vm/5.wav","seconds":31}
{"id":6,"transcript":null,"caller_id":"212-555-0142"}
{"id":7,"transcript": nothing
"#;
    let scanned = scan(dump.as_bytes());
    assert_eq!(scanned.outcome.records, [2, 1, 3, 1]);
    let speech: Vec<_> = scanned.lines("records.ndjson").iter().map(|line| line["speech"].clone()).collect();
    assert_eq!(speech, ["scanned", "missing"]);
}

#[test]
fn the_last_line_may_lack_its_end() {
    let bytes = SSN.trim_end().as_bytes();
    let scanned = scan(bytes);
    check(&scanned.out, &[bytes.to_vec()], true);
    assert_eq!((scanned.outcome.faults, scanned.outcome.records), (0, [1, 0, 0, 0]));
    let cut = &SSN.as_bytes()[..SSN.len() - 4];
    let scanned = scan(&[SSN.as_bytes(), cut].concat());
    assert_eq!((scanned.outcome.faults, scanned.outcome.records), (1, [2, 0, 0, 0]));
}

#[test]
fn ten_thousand_levels_of_nesting_are_no_crash() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"transcript\":", "}]")] {
        let bytes = format!(
            "{}\"my social security number is 836-90-4398\"{}\n{SSN}",
            open.repeat(10_000),
            close.repeat(10_000)
        );
        let scanned = scan(bytes.as_bytes());
        let values: Vec<_> = scanned.found().into_iter().map(|(_, value)| value).collect();
        assert_eq!(values, ["836-90-4398", "836-90-4399"], "{open}");
        assert_eq!(scanned.outcome.records.iter().sum::<u64>(), 2);
    }
    let unclosed = scan(format!("{}\n{SSN}", "[".repeat(10_000)).as_bytes());
    assert_eq!((unclosed.outcome.faults, unclosed.found().len()), (1, 1));
}

#[test]
fn values_in_unusual_places_are_found_where_they_are() {
    let phone = |value: &str| ("PHONE_NUMBER".to_owned(), value.to_owned());
    for (record, expected) in [
        // Both of two equal keys.
        ("{\"phone\":\"212-555-0142\",\"phone\":\"212-555-0143\"}", vec![phone("212-555-0142"), phone("212-555-0143")]),
        // Numbers for telephones, one that lost its leading zero.
        ("{\"phone\":2125550142,\"mobile\":701740605}", vec![phone("2125550142"), phone("701740605")]),
        ("[[\"call 212-555-0142 please\"]]", vec![phone("212-555-0142")]),
        ("\"call 212-555-0142 please\"", vec![phone("212-555-0142")]),
    ] {
        let scanned = scan(format!("{record}\n").as_bytes());
        assert_eq!((scanned.found(), scanned.outcome.faults), (expected, 0), "{record}");
    }
}

#[test]
fn offsets_count_in_decoded_text() {
    for (before, length) in [
        ("", 0),
        (r#"\"\\\/\b\f\n\r\t"#, 8),
        (r"\u00e5\u00c5 ", 5),
        (r"\ud83d\ude00 ", 5),
        ("😀 \u{2019}", 8),
        ("ｆｕｌｌ width ½ ", 12 + 7 + 3),
        ("A\u{30a}sa ", 6),
    ] {
        let bytes = format!("{{\"transcript\":\"{before}call me back at 212-555-0142 {before}\"}}\n");
        let scanned = scan(bytes.as_bytes());
        check(&scanned.out, &[bytes.clone().into_bytes()], true);
        // "Åsa" is found too.
        let findings = scanned.lines("findings.ndjson");
        let finding = findings.iter().find(|finding| finding["entity"] == "PHONE_NUMBER").unwrap();
        assert_eq!(finding["start"].as_u64(), Some(length + 16), "{before}");
        assert_eq!(
            (finding["end"].as_u64(), &finding["value"]),
            (Some(length + 28), &"212-555-0142".into()),
            "{before}"
        );
    }
    // A lone surrogate is no character; the record is still read.
    let lone = scan(b"{\"transcript\":\"\\ud83d call me back at 212-555-0142\"}\n");
    assert_eq!(lone.found(), [("PHONE_NUMBER".to_owned(), "212-555-0142".to_owned())]);
}

#[test]
fn paths_lead_to_elements_and_odd_names() {
    let bytes = br#"{"turns":[{"text":"hi"},{"text":"call me back at 212-555-0142"}],"it's \"blue\"":"call me back at 212-555-0143"}"#;
    let scanned = scan(bytes);
    let paths: Vec<_> =
        scanned.lines("findings.ndjson").iter().map(|line| line["field"].as_str().unwrap().to_owned()).collect();
    assert_eq!(paths, ["$['turns'][1]['text']", "$['it\\'s \"blue\"']"]);
}

// --- bad places -----------------------------------------------------------------------------------------------------------

#[test]
fn an_empty_file_has_no_records() {
    for bytes in [&b""[..], b"\n", b"\xef\xbb\xbf", b" \r\n\t\n"] {
        let scanned = scan(bytes);
        check(&scanned.out, &[bytes.to_vec()], true);
        assert_eq!((scanned.outcome.records, scanned.outcome.faults), ([0; 4], 0), "{bytes:?}");
    }
}
