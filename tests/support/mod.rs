//! What the integration tests share: a small seeded dump, and a reader of run folders.
#![allow(dead_code)] // each test binary uses a part of it

pub(crate) mod runs;
pub(crate) mod sqlite;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use earmark::{Key, Scanner};
use serde_json::Value;

/// The scanner with the built-in dictionaries, built once a test binary.
pub(crate) fn scanner() -> &'static Scanner {
    static SCANNER: OnceLock<Scanner> = OnceLock::new();
    SCANNER.get_or_init(|| Scanner::builder().build().unwrap())
}

/// The key of every run that is compared with another.
pub(crate) fn key() -> Key {
    Key::new([7; 32])
}

/// Numbers that look random and are the same everywhere (Knuth's MMIX generator).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit as u64) as usize
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

const FIRST: [&str; 8] = ["Lorne", "Darlene", "Åsa", "Marcus", "Priya", "Émile", "Gunnar", "Wanda"];
const LAST: [&str; 8] =
    ["Hassett", "Okafor", "Lindqvist", "Pruitt", "Venkataraman", "Castellanos", "Åkesson", "Whitlock"];
const SPOKEN: [&str; 14] = [
    "hi this is {name} could you call me back at {phone} when you get this",
    "calling about my metformin refill, date of birth {birth}, thank you",
    "my social security number is {ssn} and I need the form by Friday",
    "the card number is {card} and it was declined twice",
    "write to {mail} or just ring \\\"the office\\\" after lunch",
    "hej det är {name}, mitt personnummer är {pnr}, ring mig på {mobile}",
    "just letting you know that the delivery is running late, part number 88-4012-77",
    "you won\\u2019t believe the weather here \\ud83d\\ude00 talk soon",
    "please transfer it to {iban} before the end of the month",
    "the doctor said the biopsy was clear but I still have \\u00e4ngest and insomnia",
    "the flight lands at 10:45 on the 3rd, gate 22, no need to pick us up",
    "call {phone}\\nor the other one, {phone}, extension 12",
    "the caf\\u00e9 at 4\\u00bd Main\\u00a0Street, {phone}\\u2013ask for {name}",
    "never give out your social security number to anyone who calls you",
];

/// Contents of a JSON string: somebody's message.
pub(crate) fn speech(chance: &mut Chance) -> String {
    let mut text = String::new();
    for _ in 0..=chance.below(6) {
        let mut rest = chance.pick(&SPOKEN);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap();
            text.push_str(before);
            text.push_str(&value(name, chance));
            rest = after;
        }
        text.push_str(rest);
        text.push_str(". ");
    }
    text
}

/// An invented value, or one of a range that is nobody's.
pub(crate) fn value(kind: &str, chance: &mut Chance) -> String {
    let name = |chance: &mut Chance| format!("{} {}", chance.pick(&FIRST), chance.pick(&LAST));
    match kind {
        "name" => name(chance),
        // Both in the lists: what an id is called after is told by these alone.
        "listed" => chance.pick(&["anna-andersson", "Wilson_James", "priya.sharma", "Åsa Lindqvist"]).to_owned(),
        "phone" => format!("{}-555-01{:02}", chance.pick(&["212", "405", "918", "303"]), chance.below(100)),
        "mobile" => format!("070-174 06 {:02}", 5 + chance.below(95)),
        "ssn" => format!("{}-{:02}-{:04}", 801 + chance.below(90), 1 + chance.below(99), 1 + chance.below(9_999)),
        "birth" => format!("{:02}/{:02}/{}", 1 + chance.below(12), 1 + chance.below(28), 1931 + chance.below(75)),
        "card" => chance.pick(&["4000 0012 3456 7899", "5123-4567-8901-2346", "341234567890127"]).to_owned(),
        "iban" => chance.pick(&["SE4550000000058398257466", "GB29 NWBK 6016 1331 9268 19"]).to_owned(),
        "pnr" => chance.pick(&["640823-3234", "19811228-9874"]).to_owned(),
        "mail" => format!("{}.{}@example.com", ["lorne", "wanda", "priya"][chance.below(3)], chance.below(1_000)),
        other => panic!("no value {other}"),
    }
}

/// A line of a dump, with its line feed: four shapes, some damaged if `damage`.
pub(crate) fn line(chance: &mut Chance, number: usize, damage: bool, out: &mut Vec<u8>) {
    let (name, phone) = (value("name", chance), value("phone", chance));
    let text = speech(chance);
    let account = 40_000 + chance.below(400);
    let day = 1 + chance.below(28);
    let record = match chance.below(8) {
        0..=3 => format!(
            "{{\"_index\":\"voicemail-production\",\"_id\":\"vm-{number}\",\"_source\":{{\"caller_name\":\"{name}\",\
             \"caller_id\":\"{phone}\",\"received\":\"2020-09-{day:02}T14:02:11Z\",\"account_id\":\"{account}\",\
             \"state\":\"OK\",\"mailbox\":\"appointments\",\"transcript\":\"{text}\"}}}}"
        ),
        4 | 5 => format!(
            "{{\"_index\":\"callers-production\",\"_id\":\"c{number}\",\"_source\":{{\"name\":\"WIRELESS CALLER\",\"phone\":{},\
             \"city\":\"Tulsa\",\"state\":\"OK\",\"transcript\":null}}}}",
            phone.replace('-', "")
        ),
        6 => format!(
            "{{ \"id\" : {number} , \"turns\" : [ {{ \"text\" : \"{text}\" }}, {{\"text\":\"ok\"}}, {{\"text\":\"{}\"}} ], \
             \"note\": \"\" }} \r",
            speech(chance)
        ),
        _ => format!("{{\"id\":\"e{number}\",\"recording\":\"s3://vm/{number}.wav\",\"seconds\":31}}"),
    };
    let mut record = record.into_bytes();
    if damage && number % 211 == 7 {
        match number % 3 {
            0 => record.truncate(record.len() * 2 / 3),
            1 => record[40] = 0xe9,
            _ => record[41] = 0,
        }
    }
    out.extend_from_slice(&record);
    out.push(b'\n');
    if number % 97 == 3 {
        out.extend_from_slice(b"  \n\n");
    }
}

/// At least `bytes` bytes of whole lines.
pub(crate) fn dump(seed: u64, bytes: usize, damage: bool) -> Vec<u8> {
    let mut chance = Chance(seed);
    let mut out = Vec::with_capacity(bytes + 4096);
    let mut number = 0;
    while out.len() < bytes {
        line(&mut chance, number, damage, &mut out);
        number += 1;
    }
    out
}

/// A file of a run folder.
pub(crate) fn read(run: &Path, name: &str) -> String {
    fs::read_to_string(run.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The lines of a file of a run folder, each parsed.
pub(crate) fn lines(run: &Path, name: &str) -> Vec<Value> {
    read(run, name).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A JSON file of a run folder.
pub(crate) fn json(run: &Path, name: &str) -> Value {
    serde_json::from_str(&read(run, name)).unwrap()
}

/// The sum of an object's numbers.
pub(crate) fn sum(object: &Value) -> u64 {
    object.as_object().unwrap().values().map(|value| value.as_u64().unwrap()).sum()
}

pub(crate) fn names(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

const RECORD: [&str; 22] = [
    "schema",
    "locator",
    "record",
    "source",
    "container",
    "offset",
    "length",
    "status",
    "speech",
    "labels",
    "tags",
    "flags",
    "tier",
    "severity",
    "dpc",
    "ei",
    "rule",
    "tenant",
    "time",
    "state",
    "state_basis",
    "entities",
];
const FINDING: [&str; 20] = [
    "schema",
    "locator",
    "record",
    "field",
    "occurrence",
    "start",
    "end",
    "entity",
    "group",
    "confidence",
    "band",
    "form",
    "masked",
    "fingerprint",
    "detector",
    "evidence",
    "negated",
    "derived",
    "placeholder",
    "also_possible",
];

/// Rechecks a finished run folder against the bytes of its sources, in order, and returns its findings' values by entity.
///
/// `revealed` is whether findings have values, which are then compared with the fields they were cut from.
pub(crate) fn check(run: &Path, sources: &[Vec<u8>], revealed: bool) -> BTreeMap<String, Vec<String>> {
    check_private(run);
    let verified = earmark::verify(run).unwrap();
    assert!(verified.problems.is_empty(), "{:?}", verified.problems);
    check_counts(run, sources);
    check_chunks(run, sources);
    let records = check_records(run, sources);
    check_findings(run, sources, &records, revealed)
}

/// Nobody but the owner can read the folder or anything in it.
pub(crate) fn check_private(run: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(run), 0o700);
    let mut found: Vec<_> =
        fs::read_dir(run).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    found.sort();
    let expected = [
        "chunks.ndjson",
        "findings.ndjson",
        "inputs.ndjson",
        "manifest.json",
        "records.ndjson",
        "summary.json",
        "unreadable.ndjson",
    ];
    assert_eq!(found, expected);
    for name in found {
        assert_eq!(mode(&run.join(&name)), 0o600, "{name}");
    }
}

fn check_counts(run: &Path, sources: &[Vec<u8>]) {
    let (summary, manifest, inputs) =
        (json(run, "summary.json"), json(run, "manifest.json"), lines(run, "inputs.ndjson"));
    let total = summary["records"].as_u64().unwrap();
    assert_eq!(names(&summary["by_status"]), ["flagged", "none_found", "unexamined", "unreadable"]);
    assert_eq!(sum(&summary["by_status"]), total);
    assert_eq!(sum(&summary["by_tier"]), total);
    assert_eq!(sum(&summary["speech"]), total);
    assert_eq!(inputs.iter().map(|input| sum(&input["records"])).sum::<u64>(), total);
    assert_eq!(manifest["records"].as_u64(), Some(total));
    for dimension in ["by_container", "by_tenant", "by_month", "by_state"] {
        let values = summary[dimension]["values"].as_object().unwrap().values();
        let kept: u64 = values.map(|value| value["records"].as_u64().unwrap()).sum();
        assert_eq!(kept + summary[dimension]["other_records"].as_u64().unwrap(), total, "{dimension}");
    }
    let coverage = |name: &str| summary["coverage"][name].as_u64().unwrap();
    let accounted = coverage("record_bytes") + coverage("framing_bytes") + coverage("gap_bytes");
    assert_eq!(accounted, coverage("source_bytes"));
    assert_eq!(coverage("source_bytes"), sources.iter().map(|bytes| bytes.len() as u64).sum::<u64>());
    let flagged = read(run, "records.ndjson").lines().count() as u64;
    assert_eq!(summary["by_status"]["flagged"].as_u64(), Some(flagged));
}

fn check_chunks(run: &Path, sources: &[Vec<u8>]) {
    let (mut last, mut covered, mut bytes) = ((0, 0), vec![0; sources.len()], 0);
    let mut ends = [0; 3];
    for piece in lines(run, "chunks.ndjson") {
        assert_eq!(names(&piece), ["schema", "source", "start", "end", "records", "bytes", "ends", "hash"]);
        let (source, start, end) =
            (piece["source"].as_u64().unwrap(), piece["start"].as_u64().unwrap(), piece["end"].as_u64().unwrap());
        assert!(source >= last.0 && start % (4 << 20) == 0, "sources in order, pieces on the grid");
        assert_eq!(start, if source == last.0 { last.1 } else { 0 }, "source {source}");
        last = (source, end);
        covered[source as usize] = end;
        bytes += sum(&piece["bytes"]);
        for (end, name) in ends.iter_mut().zip(["records", "findings", "unreadable"]) {
            let now = piece["ends"][name].as_u64().unwrap();
            assert!(now >= *end);
            *end = now;
        }
    }
    let sizes: Vec<_> = sources.iter().map(|bytes| bytes.len() as u64).collect();
    assert_eq!(covered, sizes);
    assert_eq!(bytes, sizes.iter().sum::<u64>());
    for (end, name) in ends.iter().zip(["records.ndjson", "findings.ndjson", "unreadable.ndjson"]) {
        assert_eq!(fs::metadata(run.join(name)).unwrap().len(), *end, "{name}");
    }
}

/// Every byte that is no UTF-8 as a question mark, or all as Windows-1252 where no letter beyond ASCII is UTF-8.
fn repaired(bytes: &[u8]) -> Vec<u8> {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    if bytes.utf8_chunks().all(|chunk| chunk.valid().is_ascii()) {
        let high = |byte: u8| HIGH.chars().nth(usize::from(byte) - 0x80).unwrap();
        let letter = |&byte: &u8| if (0x80..0xa0).contains(&byte) { high(byte) } else { char::from(byte) };
        return bytes.iter().map(letter).collect::<String>().into_bytes();
    }
    let chunks = bytes.utf8_chunks();
    chunks.flat_map(|chunk| [chunk.valid().as_bytes().to_vec(), vec![b'?'; chunk.invalid().len()]].concat()).collect()
}

/// Bytes, parsed value and line by locator.
type Records = BTreeMap<String, (Vec<u8>, Option<Value>, Value)>;

fn check_records(run: &Path, sources: &[Vec<u8>]) -> Records {
    let mut records = Records::new();
    let mut last = (0, 0);
    let fields: Vec<_> = RECORD.into_iter().chain(["language", "damaged"]).collect();
    for record in lines(run, "records.ndjson") {
        assert_eq!(names(&record), fields);
        let number = |name: &str| record[name].as_u64().unwrap() as usize;
        let (source, offset, length) = (number("source"), number("offset"), number("length"));
        assert_eq!(record["locator"], format!("{source}:{offset}:0"));
        assert!((source, offset) >= last, "records stand in source order");
        last = (source, offset + length);
        let bytes = &sources[source][offset..offset + length];
        let around = |at: Option<usize>| at.and_then(|at| sources[source].get(at)).copied();
        assert!(around(offset.checked_sub(1)).is_none_or(|b| b.is_ascii_whitespace() || b == 0xbf));
        assert!(around(Some(offset + length)).is_none_or(|b| b.is_ascii_whitespace()));
        assert!(!bytes.contains(&b'\n') && !bytes[0].is_ascii_whitespace() && !bytes[length - 1].is_ascii_whitespace());
        let bytes = repaired(bytes);
        let value: Option<Value> = serde_json::from_slice(&bytes).ok();
        assert!(value.is_some() || record["damaged"] == true, "{}", record["locator"]);
        if let Some(value) = &value {
            let id = [&value["_id"], &value["id"]].into_iter().find(|id| !id.is_null());
            let id = id.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
            assert_eq!(record["record"].as_str().map(str::to_owned), id);
        }
        records.insert(record["locator"].as_str().unwrap().to_owned(), (bytes, value, record));
    }
    records
}

fn check_findings(run: &Path, sources: &[Vec<u8>], records: &Records, revealed: bool) -> BTreeMap<String, Vec<String>> {
    let mut values = BTreeMap::<String, Vec<String>>::new();
    let mut counts = BTreeMap::<(String, String), u64>::new();
    for finding in lines(run, "findings.ndjson") {
        let placed = if finding["source_start"].is_null() { &[][..] } else { &["source_start", "source_end"] };
        let fields: Vec<_> =
            FINDING.into_iter().chain(placed.iter().copied()).chain(revealed.then_some("value")).collect();
        let secret = finding["fingerprint"].is_null();
        assert_eq!(names(&finding), fields[..fields.len() - usize::from(secret && revealed)], "{finding}");
        let locator = finding["locator"].as_str().unwrap();
        let entity = finding["entity"].as_str().unwrap().to_owned();
        let count = counts.entry((locator.to_owned(), entity.clone())).or_default();
        assert_eq!(finding["occurrence"].as_u64(), Some(*count));
        *count += 1;
        if let Some((bytes, value, record)) = records.get(locator) {
            assert_eq!(finding["record"], record["record"]);
            let path = finding["field"].as_str().unwrap();
            let text = field(bytes, value.as_ref(), path);
            let (start, end) = (finding["start"].as_u64().unwrap() as usize, finding["end"].as_u64().unwrap() as usize);
            let cut =
                text.get(start..end).unwrap_or_else(|| panic!("{locator} {path} {start}..{end} cuts a character"));
            assert!(!cut.is_empty() && !cut.starts_with(' ') && !cut.ends_with(' '));
            let overlong = record["flags"].as_array().unwrap().contains(&"overlong".into());
            assert!(overlong != placed.len().eq(&2), "{locator} {path}: {finding}");
            if let Some(raw) = in_source(sources, record, &finding) {
                let text: Option<String> = serde_json::from_str(&format!("\"{raw}\"")).ok();
                assert!(raw == cut || text.as_deref() == Some(cut), "{locator} {path}: {raw:?} is not {cut:?}");
            }
            if revealed {
                let shown = finding["value"].as_str().unwrap();
                // What had to be normalised is shown as it was read.
                assert!(shown == cut || !cut.is_ascii(), "{locator} {path} {start}..{end}: not what is there");
                values.entry(entity).or_default().push(cut.to_owned());
            }
        } else {
            assert!(!sources.is_empty());
        }
    }
    for (locator, (.., record)) in records {
        for (entity, count) in record["entities"].as_object().unwrap() {
            let written = counts.get(&(locator.clone(), entity.clone())).copied();
            assert!(written.is_none() || written == count.as_u64(), "{locator} {entity}");
        }
    }
    values
}

/// The bytes of its source that a finding says it stands in.
fn in_source(sources: &[Vec<u8>], record: &Value, finding: &Value) -> Option<String> {
    let [start, end] = ["source_start", "source_end"].map(|name| finding[name].as_u64().map(|at| at as usize));
    let bytes = &sources[record["source"].as_u64()? as usize][start?..end?];
    Some(String::from_utf8(repaired(bytes)).unwrap())
}

/// The decoded text of the field at a normalized path (RFC 9535 §2.7); `$` is a record that was read as text.
pub(crate) fn field(record: &[u8], value: Option<&Value>, path: &str) -> String {
    let Some(value) = value.filter(|_| path != "$") else {
        assert_eq!(path, "$", "a field of what is no JSON");
        return String::from_utf8_lossy(record).into_owned();
    };
    let pointer =
        path.strip_prefix('$').unwrap().replace("['", "/").replace("']", "").replace('[', "/").replace(']', "");
    let leaf = value.pointer(&pointer).unwrap_or_else(|| panic!("{path} leads nowhere"));
    leaf.as_str().map_or_else(|| leaf.to_string(), str::to_owned)
}
