//! A tree of recordings as call recorders, exchanges, cloud services and people name them, with the answers.

use super::audio::{self, Length, Sound, Tags};
use super::entity::Entity;
use super::fields;
use super::gold::Gold;
use super::identifiers::personal_number;
use super::json::push_number;
use super::names::{self, Case};
use super::people::{Person, World};
use super::rng::Rng;
use super::speech::Mark;

/// Files of one day's folder.
const A_DAY: u64 = 500;
const SALT: u64 = 0x7265_636f;

/// One file of a tree of recordings, and what is sensitive in it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Recording {
    /// Below the folder, with slashes.
    pub path: String,
    /// The whole file, a few hundred bytes.
    pub bytes: Vec<u8>,
    /// A line of JSON: as [`Generator`](super::Generator)'s, with `path`, `kind` and `milliseconds`, which is `null` where a header
    /// does not say; fields are `$['path']` and `$['tags'][…]`.
    pub gold: Vec<u8>,
}

/// Makes recordings: names in twelve manners, headers of seven formats, some of them half written. The same seed gives the same
/// files.
///
/// ```
/// # use earmark::generate::{Recording, Recordings};
/// let (mut recordings, mut file) = (Recordings::new(1), Recording::default());
/// recordings.next_file(&mut file);
/// assert!(file.path.contains('/') && file.gold.ends_with(b"}\n"));
/// ```
#[derive(Debug)]
pub struct Recordings {
    world: World,
    seed: u64,
    number: u64,
    gold: Gold,
}

/// What goes into a file besides its name.
struct Content {
    kind: &'static str,
    milliseconds: Option<u64>,
}

/// A path in the making.
struct Name<'a> {
    path: &'a mut String,
    gold: &'a mut Gold,
    rng: Rng,
    /// Seconds since 1970.
    moment: u32,
    caller: Person,
    number: u64,
}

impl Recordings {
    /// At the first file.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { world: World::new(seed, 200), seed, number: 0, gold: Gold::default() }
    }

    /// Replaces `file` by the next one.
    pub fn next_file(&mut self, file: &mut Recording) {
        let mut rng = Rng::keyed(self.seed, SALT, self.number);
        file.path.clear();
        file.bytes.clear();
        file.gold.clear();
        self.gold.begin(self.number, true);
        let caller = self.world.caller(&mut rng);
        // Days follow one another, as folders do.
        let day = 17_532 + (self.number / A_DAY % 1000) as u32;
        let moment = day * 86_400 + rng.below(86_400);
        let mut name = Name { path: &mut file.path, gold: &mut self.gold, rng, moment, caller, number: self.number };
        let ending = name.write();
        name.push(".");
        name.push(ending);
        let mut rng = name.rng;
        let content = fill(&mut file.bytes, ending, &mut rng, &caller, moment, &mut self.gold);
        self.gold.set_record(&file.path, "recordings");
        self.write_gold(&content, file);
        self.number += 1;
    }

    /// The answers, with what headers say put behind them.
    fn write_gold(&self, content: &Content, file: &mut Recording) {
        self.gold.write(&mut file.gold);
        file.gold.truncate(file.gold.len() - 2);
        file.gold.extend_from_slice(b",\"kind\":\"");
        file.gold.extend_from_slice(content.kind.as_bytes());
        file.gold.extend_from_slice(b"\",\"milliseconds\":");
        match content.milliseconds {
            Some(milliseconds) => push_number(&mut file.gold, milliseconds),
            None => file.gold.extend_from_slice(b"null"),
        }
        file.gold.extend_from_slice(b"}\n");
    }
}

impl Name<'_> {
    fn push(&mut self, text: &str) {
        self.path.push_str(text);
    }

    /// Adds a value and marks it.
    fn mark(&mut self, entity: Entity, value: &str) {
        let start = self.path.len() as u32;
        self.path.push_str(value);
        let mark = Mark { entity, start, end: self.path.len() as u32, spoken: false };
        self.gold.note("$['path']", self.path, mark, false);
    }

    /// A number of somebody: of North America or Sweden.
    fn phone(&mut self, plus: bool) {
        let number = if self.caller_is_swedish() {
            let line = 5 + self.rng.below(95);
            format!("{}701740{:03}", if plus { "+46" } else { "0" }, 600 + line)
        } else {
            format!("{}{}", if plus { "+1" } else { "" }, self.caller.phone().digits().as_str())
        };
        self.mark(Entity::Phone, &number);
    }

    fn caller_is_swedish(&self) -> bool {
        (self.caller.phone_number() / 10_000_000).is_multiple_of(3)
    }

    fn extension(&mut self) {
        let extension = format!("{}", self.rng.range(101, 899));
        self.push(&extension);
    }

    fn day(&mut self, between: &str) {
        let date = fields::iso_date(self.moment / 86_400);
        let parted = date.as_str().replace('-', between);
        self.push(&parted);
    }

    fn clock(&mut self, between: &str) {
        let time = fields::iso_time(self.moment);
        let parted = time.as_str().get(11..19).unwrap_or_default().replace(':', between);
        self.push(&parted);
    }

    fn stamp(&mut self, between: &str) {
        self.day("");
        self.push(between);
        self.clock("");
    }

    /// Asterisk's id of a call.
    fn unique_id(&mut self) {
        let id = format!("{}.{}", self.moment, self.rng.below(99_999));
        self.push(&id);
    }

    fn person(&mut self, between: &str) {
        let mut name = String::new();
        self.caller.given_name(&mut name, Case::Title);
        name.push_str(between);
        names::surname(&mut name, self.caller.surname, Case::Title);
        self.mark(Entity::Person, &name);
    }

    /// Writes the path without its ending, and gives the ending.
    fn write(&mut self) -> &'static str {
        match self.rng.below(100) {
            0..34 => self.free_pbx(),
            34..42 => self.by_caller(),
            42..52 => self.old_asterisk(),
            52..58 => self.three_cx(),
            58..63 => self.telesis(),
            63..70 => self.cloud(),
            70..78 => self.voicemail(),
            78..82 => self.message(),
            82..86 => self.encoded(),
            86..90 => self.journal(),
            90..97 => self.by_time(),
            _ => self.withheld(),
        }
    }

    fn free_pbx(&mut self) -> &'static str {
        self.push("monitor/");
        self.day("/");
        self.push("/");
        let kind = self.rng.pick(&["out", "in", "external", "q", "rg", "internal", "internal", "exten", "force"]);
        self.push(kind);
        self.push("-");
        match kind {
            "internal" | "exten" => {
                self.extension();
                self.push("-");
                self.extension();
            }
            "out" => {
                self.phone(false);
                self.push("-");
                self.extension();
            }
            _ => {
                self.extension();
                self.push("-");
                self.phone(self.number.is_multiple_of(7));
            }
        }
        self.push("-");
        self.stamp("-");
        self.push("-");
        self.unique_id();
        "wav"
    }

    fn by_caller(&mut self) -> &'static str {
        self.push("recordings/");
        self.phone(false);
        self.push("-");
        self.extension();
        self.push("-");
        self.stamp("-");
        self.push("-");
        self.unique_id();
        if self.rng.per_mille(500) { "gsm" } else { "wav" }
    }

    fn old_asterisk(&mut self) -> &'static str {
        self.push("archive/");
        self.day("-");
        self.push("/");
        self.stamp("-");
        self.push("-");
        if self.rng.per_mille(700) {
            self.extension();
        } else {
            self.phone(false);
        }
        self.push("-");
        self.extension();
        self.push("-");
        self.unique_id();
        let leg = if self.rng.per_mille(500) { "-in" } else { "-out" };
        self.push(leg);
        "wav"
    }

    fn three_cx(&mut self) -> &'static str {
        self.push("3cx/[");
        self.person(" ");
        self.push("]_");
        self.extension();
        self.push("-");
        self.phone(false);
        self.push("_");
        self.stamp("");
        let id = format!("({})", self.rng.range(100, 9999));
        self.push(&id);
        "wav"
    }

    fn telesis(&mut self) -> &'static str {
        let system = format!("telesis/{:08}_", self.rng.below(99_999));
        self.push(&system);
        let date = fields::iso_date(self.moment / 86_400);
        let short = date.as_str().get(2..).unwrap_or_default().replace('-', "");
        self.push(&short);
        self.push("_");
        self.clock("");
        self.push("_AO_");
        self.extension();
        self.push("_");
        self.phone(false);
        let tail = format!("_{:04}_{}", self.rng.below(9999), fields::hex(&mut self.rng, 8).as_str());
        self.push(&tail);
        "mp3"
    }

    fn cloud(&mut self) -> &'static str {
        if self.rng.per_mille(500) {
            let id = format!("cloud/RE{}", fields::hex(&mut self.rng, 32).as_str());
            self.push(&id);
            return "mp3";
        }
        let id = [8, 4, 4, 4, 12].map(|count| fields::hex(&mut self.rng, count).as_str().to_owned()).join("-");
        self.push("cloud/");
        self.push(&id);
        "ogg"
    }

    fn voicemail(&mut self) -> &'static str {
        let path = format!("voicemail/default/{}/INBOX/msg{:04}", self.rng.range(101, 899), self.number % 10_000);
        self.push(&path);
        // Half a million messages in a few hundred boxes: numbers alone would come again.
        let again = format!("-{}", self.number / 10_000);
        self.push(&again);
        "wav"
    }

    fn message(&mut self) -> &'static str {
        let folder = format!("phones/{}/VoiceMessage-", self.number % 97);
        self.push(&folder);
        self.phone(true);
        let again = format!(" ({})", self.number);
        self.push(&again);
        "m4a"
    }

    /// A number whose plus is percent-encoded; offsets are those of the decoded path.
    fn encoded(&mut self) -> &'static str {
        let folder = format!("export/{}/call_", self.number % 31);
        self.push(&folder);
        self.phone(true);
        self.push("_");
        self.stamp("_");
        let tail = format!("_{}", self.number);
        self.push(&tail);
        // Behind the marks, so that these count as they are decoded.
        let plus = self.path.rfind('+').map(|at| (at, "%2B"));
        plus.into_iter().for_each(|(at, code)| self.path.replace_range(at..=at, code));
        "ogg"
    }

    /// An interview with somebody, by name and personal number.
    fn journal(&mut self) -> &'static str {
        self.push("intervjuer/");
        self.person("_");
        self.push("_");
        let number = personal_number(&mut self.rng);
        self.mark(Entity::Personnummer, number.as_str());
        let tail = format!("_{}", self.number);
        self.push(&tail);
        "flac"
    }

    fn by_time(&mut self) -> &'static str {
        match self.rng.below(3) {
            0 => {
                self.push("rec/call_");
                self.stamp("_");
            }
            1 => {
                self.push("rec/");
                self.day("-");
                self.push(" ");
                self.clock(".");
            }
            _ => {
                let epoch = format!("rec/{}", self.moment);
                self.push(&epoch);
            }
        }
        let tail = format!(" n{}", self.number);
        self.push(&tail);
        self.rng.pick(&["wav", "gsm", "opus"])
    }

    fn withheld(&mut self) -> &'static str {
        let who = self.rng.pick(&["anonymous", "unknown", "46701XXXXXX", "skyddat", "hemligt"]);
        self.push("recordings/");
        self.push(who);
        self.push("-");
        self.extension();
        self.push("-");
        self.stamp("-");
        self.push("-");
        self.unique_id();
        "wav"
    }
}

/// Fills a file, and marks what its tags hold. Which of two formats a `wav` is, and how whole, is chance's.
fn fill(
    out: &mut Vec<u8>,
    ending: &'static str,
    rng: &mut Rng,
    caller: &Person,
    moment: u32,
    gold: &mut Gold,
) -> Content {
    let milliseconds = 20 * rng.range(2, 8);
    let tagged = rng.per_mille(120);
    let phone = caller.phone();
    let comment = format!("callback {}", phone.as_str());
    let mut note = |name: &str| {
        if tagged {
            let start = "callback ".len() as u32;
            let mark = Mark { entity: Entity::Phone, start, end: comment.len() as u32, spoken: false };
            gold.note(&format!("$['tags']['{name}']"), &comment, mark, false);
        }
    };
    let with = |name: &'static str| if tagged { vec![(name, comment.as_str())] } else { Vec::new() };
    let kind = match ending {
        "opus" => "ogg",
        "m4a" => "mp4",
        ending => ending,
    };
    let done = |milliseconds| Content { kind, milliseconds: Some(milliseconds) };
    match ending {
        "gsm" => done(audio::gsm(out, milliseconds)),
        "mp3" => {
            note("comment");
            done(audio::mp3(out, milliseconds, &with("COMM")))
        }
        "m4a" => {
            note("comment");
            done(audio::m4a(out, milliseconds, moment, &with("comment")))
        }
        "ogg" | "opus" => {
            note("callerid");
            done(audio::opus(out, milliseconds, &with("CALLERID")))
        }
        "flac" => {
            note("comment");
            done(audio::flac(out, milliseconds, &with("COMMENT")))
        }
        _ => wav(out, rng, milliseconds, moment, &with("ICMT"), &mut note),
    }
}

fn wav(
    out: &mut Vec<u8>,
    rng: &mut Rng,
    milliseconds: u32,
    moment: u32,
    tags: Tags<'_>,
    note: &mut dyn FnMut(&str),
) -> Content {
    let sound = [Sound::Pcm, Sound::Alaw, Sound::Ulaw, Sound::Gsm][rng.below(4) as usize];
    let (length, kind) = match rng.below(100) {
        // A file that was opened and never written, and one that was cut in its header.
        0 => return Content { kind: "empty", milliseconds: Some(0) },
        1 => {
            audio::wav(out, sound, milliseconds, Length::Right, &[], None);
            out.truncate(rng.range(12, 40) as usize);
            return Content { kind: "wav", milliseconds: None };
        }
        2 => (Length::Zero, "wav"),
        3 => (Length::Ones, "wav"),
        4..8 => (Length::Long, "rf64"),
        _ => (Length::Right, "wav"),
    };
    let time = fields::iso_time(moment);
    let bext = rng.per_mille(100).then_some(("recorded by earmark", time.as_str()));
    note("comment");
    Content { kind, milliseconds: Some(audio::wav(out, sound, milliseconds, length, tags, bext)) }
}
