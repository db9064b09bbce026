//! JSON values that are not one a line: arrays, responses, exports in a wrapper, values one behind another.
//!
//! A *document* is a value at the top of the source, or an element of an array there. Records are the documents, unless the
//! beginning of the source shows that they are wrappers: then the elements of one array in each of them.

use std::sync::Arc;

use memchr::memchr;
use memchr::memmem;

use super::frame::{Frame, FrameKind, Framer, Layout, Next};
use super::structure::{Outline, member, outline, skip_between, value_end};

/// What arrays of records are called, in exports and answers of interfaces.
const COLLECTIONS: [&[u8]; 30] = [
    b"data",
    b"records",
    b"items",
    b"results",
    b"rows",
    b"docs",
    b"documents",
    b"entries",
    b"calls",
    b"voicemails",
    b"recordings",
    b"transcripts",
    b"transcriptions",
    b"contacts",
    b"customers",
    b"people",
    b"users",
    b"callers",
    b"Contents",
    b"value",
    b"values",
    b"objects",
    b"list",
    b"hits",
    b"Items",
    b"conversations",
    b"interactions",
    b"messages",
    b"accounts",
    b"content",
];
/// Keys by which one call's transcript is told, whatever arrays it has.
const TRANSCRIPTS: [&[u8]; 17] = [
    b"\"alternatives\"",
    b"\"segments\"",
    b"\"recognizedPhrases\"",
    b"\"combinedRecognizedPhrases\"",
    b"\"combinedPhrases\"",
    b"\"monologues\"",
    b"\"utterances\"",
    b"\"ParticipantRole\"",
    b"\"ParticipantId\"",
    b"\"vcon\"",
    b"\"phrases\"",
    b"\"transcription\"",
    b"\"speaker_labels\"",
    b"\"words\"",
    b"\"result\"",
    b"\"sentences\"",
    b"\"jobName\"",
];
/// Keys of a record, not of what is wrapped around records.
const OWN: [&[u8]; 22] = [
    b"id",
    b"_id",
    b"_index",
    b"_source",
    b"uuid",
    b"guid",
    b"sid",
    b"call_id",
    b"callId",
    b"conversation_id",
    b"conversationId",
    b"text",
    b"transcript",
    b"transcription",
    b"caller",
    b"caller_id",
    b"callerId",
    b"from",
    b"phone",
    b"name",
    b"first_name",
    b"key",
];
/// Parts of a response beside its records that hold values all the same.
const KEPT: [&[u8]; 2] = [b"aggregations", b"aggs"];
/// Bytes that records begin with and by which they are known again.
const LONGEST_PREFIX: usize = 48;

/// See the module.
pub(super) struct Values {
    /// Keys from a document to the array of its records; none where documents are records.
    target: Vec<Vec<u8>>,
    open: Vec<Open>,
    /// What each record begins with, as far as its first key; nothing where they differ.
    prefix: Vec<u8>,
    layout: Arc<Layout>,
    totals: Totals,
}

/// How many hits the answers say there are.
#[derive(Clone, Copy, Debug, Default)]
struct Totals {
    sum: u64,
    /// Of the answer before: pages of one search say the same number.
    last: Option<u64>,
}

impl Totals {
    fn add(&mut self, total: u64, pages: bool) {
        if !(pages && self.last == Some(total)) {
            self.sum = self.sum.saturating_add(total);
        }
        self.last = Some(total);
    }
}

/// A container that was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Open {
    object: bool,
    /// How much of the target leads to it.
    matched: usize,
}

impl Values {
    pub(super) fn new(head: &[u8], whole: bool) -> Self {
        let first = documents(head);
        let outline = first.map(|at| outline(head, at)).unwrap_or_default();
        let text = first.map_or(&[][..], |at| &head[at..outline.end.unwrap_or(head.len())]);
        let target = target(&outline, text, whole).unwrap_or_default();
        let prefix = prefix(head, &target, first);
        let layout = Arc::new(Layout::Values(prefix.clone()));
        Self { target, open: Vec::new(), prefix, layout, totals: Totals::default() }
    }

    /// Whether an object is a wrapper around records.
    pub(super) fn wraps(text: &[u8], whole: bool) -> bool {
        target(&outline(text, 0), text, whole).is_some()
    }

    /// Whether an object is a search engine's answer.
    pub(super) fn answers(text: &[u8]) -> bool {
        target(&outline(text, 0), text, true).is_some_and(|target| target.last().is_some_and(|key| key == b"hits"))
    }

    fn is_record_list(&self) -> bool {
        let top = self.open.last();
        top.is_some_and(|top| !top.object && top.matched == self.target.len())
    }

    /// A value where a document may stand.
    fn document(&mut self, bytes: &[u8], at: usize, whole: bool) -> Option<Next> {
        if bytes[at] == b'[' && self.open.is_empty() {
            self.open.push(Open { object: false, matched: 0 });
            return None;
        }
        if bytes[at] != b'{' || self.target.is_empty() {
            return Some(self.record(bytes, at, whole));
        }
        match self.leads_on(bytes, at, 0) {
            Leads::Yes => {
                self.open.push(Open { object: true, matched: 0 });
                None
            }
            Leads::No => Some(self.record(bytes, at, whole)),
            Leads::Unknown if whole => Some(self.record(bytes, at, whole)),
            Leads::Unknown => Some(Next::More(at)),
        }
    }

    /// Whether the object at `at`, to which `matched` keys of the target led, has the next one.
    fn leads_on(&self, bytes: &[u8], at: usize, matched: usize) -> Leads {
        let mut at = skip_between(bytes, at + 1);
        loop {
            let found = match member(bytes, at) {
                Ok(found) => found,
                Err(true) => return Leads::Unknown,
                Err(false) => return Leads::No,
            };
            if found.key == self.target[matched] {
                match (bytes[found.value], matched + 1 == self.target.len()) {
                    (b'[', _) => return Leads::Yes,
                    (b'{', false) => return self.leads_on(bytes, found.value, matched + 1),
                    _ => {}
                }
            }
            let Some(end) = value_end(bytes, found.value) else { return Leads::Unknown };
            at = skip_between(bytes, end);
        }
    }

    /// The value at `at` as a record.
    fn record(&self, bytes: &[u8], at: usize, whole: bool) -> Next {
        let end = match bytes[at] {
            b'{' | b'[' | b'"' => value_end(bytes, at),
            // A number or a word; or what is no value at all: up to the line's end, or where a record is known to begin.
            _ => self.garbage_end(bytes, at),
        };
        match end {
            Some(end) => Next::Frame(Frame::record(at, end)),
            None if whole => {
                // What has no end reaches to the source's: parted again where it is read.
                Next::Frame(Frame::record(at, super::frame::trim(bytes, at, bytes.len()).1.max(at + 1)))
            }
            None => Next::More(at),
        }
    }

    fn garbage_end(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let scalar = bytes[at].is_ascii_alphanumeric() || bytes[at] == b'-';
        if let Some(end) = value_end(bytes, at).filter(|_| scalar)
            && matches!(
                bytes.get(skip_between(bytes, end)),
                None | Some(b']' | b'{' | b'[' | b'"' | b'-' | b'0'..=b'9')
            )
        {
            return Some(end);
        }
        let line = memchr(b'\n', &bytes[at..]).map(|found| at + found);
        let known = (!self.prefix.is_empty()).then(|| memmem::find(&bytes[at + 1..], &self.prefix)).flatten();
        let end = line.into_iter().chain(known.map(|found| at + 1 + found)).min();
        end.filter(|&end| end > at)
    }

    /// The member or the end of an object that was entered.
    fn inside(&mut self, bytes: &[u8], at: usize, whole: bool) -> Result<Next, usize> {
        let top = *self.open.last().expect("asked of an open object");
        if bytes[at] == b'}' {
            self.open.pop();
            return Err(at + 1);
        }
        let found = match member(bytes, at) {
            Ok(found) => found,
            Err(true) if !whole => return Ok(Next::More(at)),
            Err(_) => {
                // Damaged: what follows is read as documents again.
                self.open.pop();
                return Ok(self.record(bytes, at, whole));
            }
        };
        let wanted = self.target.get(top.matched).is_some_and(|key| found.key == key);
        match bytes[found.value] {
            b'{' if wanted && top.matched + 1 < self.target.len() => {
                self.open.push(Open { object: true, matched: top.matched + 1 });
                return Err(found.value + 1);
            }
            b'[' if wanted => {
                // `responses[*].hits.hits`: the star is matched with the array.
                let star = usize::from(self.target.get(top.matched + 1).is_some_and(|key| key == b"*"));
                self.open.push(Open { object: false, matched: top.matched + 1 + star });
                return Err(found.value + 1);
            }
            _ => {}
        }
        let end = value_end(bytes, found.value);
        let beside_hits = top.matched + 1 == self.target.len() && self.target[top.matched] == b"hits";
        if let (b"total", true, Some(end)) = (found.key, beside_hits, end) {
            let total = total(&bytes[found.value..end]);
            total.into_iter().for_each(|total| self.totals.add(total, self.target.len() == 2));
        }
        match end {
            Some(end) if KEPT.contains(&found.key) => Ok(Next::Frame(Frame::record(found.value, end))),
            Some(end) => Err(end),
            None if whole => Ok(self.record(bytes, at, whole)),
            None => Ok(Next::More(at)),
        }
    }
}

enum Leads {
    Yes,
    No,
    Unknown,
}

impl Framer for Values {
    fn next(&mut self, bytes: &[u8], from: usize, whole: bool) -> Next {
        let mut at = from;
        loop {
            at = skip_between(bytes, at);
            let Some(&byte) = bytes.get(at) else { return Next::End };
            let Some(&top) = self.open.last() else {
                match self.document(bytes, at, whole) {
                    Some(next) => return next,
                    None => at += 1,
                }
                continue;
            };
            if top.object {
                match self.inside(bytes, at, whole) {
                    Ok(next) => return next,
                    Err(next) => at = next,
                }
                continue;
            }
            if byte == b']' {
                self.open.pop();
                at += 1;
            } else if self.is_record_list() {
                return self.record(bytes, at, whole);
            } else if top.matched == 0 {
                match self.document(bytes, at, whole) {
                    Some(next) => return next,
                    None => at += 1,
                }
            } else if byte == b'{' {
                self.open.push(Open { object: true, matched: top.matched });
                at += 1;
            } else {
                return self.record(bytes, at, whole);
            }
        }
    }

    fn cut(&mut self, bytes: &[u8], from: usize) -> usize {
        // A record that never ends may have swallowed others.
        let again = (!self.prefix.is_empty()).then(|| memmem::find(&bytes[from + 1..], &self.prefix)).flatten();
        again.map_or(bytes.len(), |found| from + 1 + found)
    }

    fn layout(&self) -> Arc<Layout> {
        self.layout.clone()
    }

    fn announced(&self) -> u64 {
        self.totals.sum
    }
}

/// The number that a search says it has found: `17`, or since version 7 `{"value":17,"relation":"eq"}`.
fn total(value: &[u8]) -> Option<u64> {
    let number = if value.starts_with(b"{") {
        let mut at = skip_between(value, 1);
        loop {
            let found = member(value, at).ok()?;
            let end = value_end(value, found.value)?;
            if found.key == b"value" {
                break &value[found.value..end];
            }
            at = skip_between(value, end);
        }
    } else {
        value
    };
    std::str::from_utf8(number).ok()?.trim().parse().ok()
}

/// Where the first document that is an object begins: at the top, or first in an array there.
fn documents(head: &[u8]) -> Option<usize> {
    let mut at = skip_between(head, 0);
    if head.get(at) == Some(&b'[') {
        at = skip_between(head, at + 1);
    }
    (head.get(at) == Some(&b'{')).then_some(at)
}

/// The array whose elements are the records of a document with this outline; `None` where the document itself is one.
fn target(outline: &Outline, text: &[u8], whole: bool) -> Option<Vec<Vec<u8>>> {
    let list = |path: &[&[u8]]| outline.lists.iter().find(|list| list.path == path);
    let responses: [&[&[u8]]; 2] = [&[b"hits", b"hits"], &[b"responses", b"*", b"hits"]];
    if list(responses[0]).is_some() {
        return Some(vec![b"hits".to_vec(), b"hits".to_vec()]);
    }
    if list(&[b"responses"]).is_some_and(|list| list.objects > 0 || list.open)
        && memmem::find(text, b"\"hits\"").is_some()
    {
        return Some([&b"responses"[..], b"*", b"hits", b"hits"].map(<[u8]>::to_vec).to_vec());
    }
    // A record may have lists of its own.
    if is_transcript(text) || outline.keys.iter().any(|key| OWN.contains(&key.as_slice())) {
        return None;
    }
    let wraps =
        |list: &&super::structure::List| (list.objects > 0 || list.open) && !list.path.iter().any(|key| key == b"*");
    let named =
        |list: &&super::structure::List| list.path.last().is_some_and(|key| COLLECTIONS.contains(&key.as_slice()));
    // A small document with a few scalars around one list of objects; in a large one any list that is open at the head's end.
    let known = outline.lists.iter().filter(wraps).filter(named).max_by_key(|list| list.objects);
    let large = || outline.lists.iter().filter(wraps).find(|list| list.open && list.objects >= 2);
    let found = known.or_else(|| (!whole && outline.end.is_none()).then(large).flatten())?;
    Some(found.path.clone())
}

/// Whether the beginning of a document is that of one call's transcript.
pub(super) fn is_transcript(text: &[u8]) -> bool {
    TRANSCRIPTS.iter().any(|key| memmem::find(text, key).is_some())
}

/// What the records begin with: up to the colon behind the first key of the first one, if the second begins likewise.
fn prefix(head: &[u8], target: &[Vec<u8>], first: Option<usize>) -> Vec<u8> {
    let Some(first) = first else { return Vec::new() };
    let mut framer = Values {
        target: target.to_vec(),
        open: Vec::new(),
        prefix: Vec::new(),
        layout: Arc::new(Layout::Plain),
        totals: Totals::default(),
    };
    let mut starts = Vec::new();
    let mut at = 0;
    while starts.len() < 2 {
        match framer.next(head, at, false) {
            Next::Frame(frame) => {
                if frame.kind == FrameKind::Record {
                    starts.push(frame.start);
                }
                at = frame.end;
            }
            Next::More(start) if !starts.is_empty() && start > first => {
                starts.push(start);
            }
            Next::More(_) | Next::End => return Vec::new(),
        }
    }
    let colon = |start: usize| {
        let found = member(head, skip_between(head, start + 1)).ok()?;
        Some(&head[start..found.value]).filter(|prefix| prefix.len() <= LONGEST_PREFIX)
    };
    match (colon(starts[0]), colon(starts[1])) {
        (Some(one), Some(other)) if one == other && one.starts_with(b"{") => one.to_vec(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::frame::run;
    use super::*;

    fn records(text: &str, step: usize) -> Vec<String> {
        let mut framer = Values::new(text.as_bytes(), true);
        let found = run(&mut framer, text.as_bytes(), step);
        found.iter().map(|frame| text[frame.start..frame.end].to_owned()).collect()
    }

    const AB: [&str; 2] = [r#"{"id":1,"t":"a ] }"}"#, r#"{"id":2,"t":"b"}"#];

    #[test]
    fn arrays_wrappers_and_responses() {
        let [a, b] = AB;
        for text in [
            format!("[{a},{b}]"),
            format!("\u{feff}[\n {a} ,\n {b}\n]\n"),
            format!("{a}{b}"),
            format!("{a}\n\n{b}\n"),
            format!("\u{1e}{a}\n\u{1e}{b}\n"),
            format!(r#"{{"next":null,"data":[{a},{b}],"count":2}}"#),
            format!(r#"{{"took":3,"hits":{{"total":{{"value":2}},"max_score":1.0,"hits":[{a},{b}]}}}}"#),
            format!(r#"{{"took":3,"hits":{{"hits":[{a}]}},"x":{{"y":[1]}}}}{{"hits":{{"total":2,"hits":[{b}]}}}}"#),
            format!(r#"[{{"took":3,"hits":{{"hits":[{a}]}}}},{{"hits":{{"hits":[{b}]}}}}]"#),
            format!(r#"{{"took":1,"responses":[{{"took":3,"hits":{{"hits":[{a}]}}}},{{"hits":{{"hits":[{b}]}}}}]}}"#),
            format!(r#"{{"took":3,"hits":{{"hits":[{a}]}}}} {b}"#),
        ] {
            for step in 1..=text.len() {
                assert_eq!(records(&text, step), AB, "{text} in steps of {step}");
            }
        }
    }

    #[test]
    fn a_transcript_with_lists_is_one_record() {
        let text = r#"{"text":"hi there","segments":[{"id":0,"text":"hi"},{"id":1,"text":"there"}],"language":"en"}"#;
        assert_eq!(records(text, 7), [text]);
    }

    #[test]
    fn aggregations_are_kept() {
        let text = r#"{"hits":{"hits":[{"_id":"1"}]},"aggregations":{"x":{"buckets":[{"key":"212-555-0142"}]}}}"#;
        assert_eq!(records(text, 9), [r#"{"_id":"1"}"#, r#"{"x":{"buckets":[{"key":"212-555-0142"}]}}"#]);
    }

    #[test]
    fn answers_say_how_many_hits_there_are() {
        let hits =
            |total: &str| format!(r#"{{"took":3,"hits":{{"total":{total},"max_score":1.0,"hits":[{}]}}}}"#, AB[0]);
        let [plain, newer, other] = ["7", r#"{"relation":"gte","value":10000}"#, "9"].map(hits);
        for (text, announced) in [
            (plain.clone(), 7),
            (newer, 10_000),
            // Pages of one search, and two searches.
            (format!("{plain}\n{plain}"), 7),
            (format!("{plain}\n{other}"), 16),
            (format!(r#"{{"responses":[{plain},{plain}]}}"#), 14),
            (format!("[{},{}]", AB[0], AB[1]), 0),
        ] {
            for step in 1..=text.len() {
                let mut framer = Values::new(text.as_bytes(), true);
                run(&mut framer, text.as_bytes(), step);
                assert_eq!(framer.announced(), announced, "{text} in steps of {step}");
            }
        }
    }

    #[test]
    fn garbage_between_records_ends_where_one_begins() {
        let [a, b] = AB;
        let text = format!("[{a},{b},:oops: {a}\n,{b}]");
        for step in 1..=text.len() {
            assert_eq!(records(&text, step), [a, b, ":oops: ", a, b]);
        }
    }
}
