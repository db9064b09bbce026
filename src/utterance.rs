//! What stands between the wings: the text of one record, whatever it was read from.
//!
//! The input wing builds batches, the reading wing consumes them. Nothing here knows files or dictionaries.

use crate::span::Span;

/// What a piece of text is, by its place in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Role {
    /// Somebody's speech, written down.
    Speech,
    /// Written text of any other kind: notes, subjects, unnamed strings with words in them.
    Text,
    /// What a machine wrote about the call: summaries, topics. It may be the only copy of a fact, and may be wrong.
    Derived,
    /// A person's name in a field of its own.
    PersonName,
    /// A telephone number in a field of its own.
    Phone,
    /// A city, state, country or county.
    Place,
    /// A street address.
    Address,
    /// A postal code.
    PostalCode,
    /// A date or time of no person.
    Date,
    /// A date of birth.
    BirthDate,
    /// An e-mail address.
    Email,
    /// A company's name.
    Organisation,
    /// A mailbox, queue or department: context for what is said.
    Mailbox,
    /// A number that the field's name types: looked at with that name as a cue (`ssn`, `card_number`).
    Number,
    /// An id, a path, a hash, a URL: looked through for written identifiers only.
    Opaque,
}

impl Role {
    /// Whether its text goes through the token pass.
    #[inline]
    pub const fn is_spoken_or_written(self) -> bool {
        matches!(self, Self::Speech | Self::Text | Self::Derived)
    }
}

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Day {
    /// Of the common era.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Day {
    /// The day that a time begins with, as in `2020-09-28T10:00:00Z`, or that one in seconds (10 digits) or milliseconds (13)
    /// since 1970 falls on in UTC.
    ///
    /// ```
    /// use earmark::Day;
    /// assert_eq!(Day::of(b"2020-09-28T10:00:00Z"), Day::of(b"1601287200"));
    /// assert_eq!(Day::of(b"yesterday"), None);
    /// ```
    pub fn of(time: &[u8]) -> Option<Self> {
        let number = |digits: &[u8]| std::str::from_utf8(digits).ok()?.parse::<u64>().ok();
        if let [year @ .., b'-', m, n, b'-', d, e] = time.get(..10)?
            && time.get(10).is_none_or(|byte| !byte.is_ascii_digit())
        {
            let day =
                Self { year: number(year)? as u16, month: number(&[*m, *n])? as u8, day: number(&[*d, *e])? as u8 };
            return ((1..=12).contains(&day.month) && (1..=31).contains(&day.day)).then_some(day);
        }
        match time.len() {
            10 => Some(Self::since_epoch(number(time)? / 86_400)),
            13 => Some(Self::since_epoch(number(time)? / 86_400_000)),
            _ => None,
        }
    }

    /// Counts in years that begin in March, so that the leap day is the last one (Howard Hinnant's `civil_from_days`).
    const fn since_epoch(days: u64) -> Self {
        let days = days + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let (month, turn) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        Self { year: (year + 400 * era + turn) as u16, month: month as u8, day: day as u8 }
    }
}

/// Languages by their code of ISO 639-1, with other codes and names that fields write them by (lower case).
const LANGUAGES: [(&str, &[&str]); 34] = [
    ("en", &["eng", "english", "engelska"]),
    ("sv", &["swe", "swedish", "svenska", "se"]),
    ("ar", &["ara", "arabic", "arabiska"]),
    ("bs", &["bos", "bosnian"]),
    ("cs", &["ces", "cze", "czech"]),
    ("da", &["dan", "danish", "danska"]),
    ("de", &["deu", "ger", "german", "tyska"]),
    ("el", &["ell", "gre", "greek"]),
    ("es", &["spa", "spanish", "spanska", "espanol"]),
    ("et", &["est", "estonian"]),
    ("fa", &["fas", "per", "persian", "farsi", "persiska"]),
    ("fi", &["fin", "finnish", "finska"]),
    ("fr", &["fra", "fre", "french", "franska", "francais"]),
    ("he", &["heb", "hebrew"]),
    ("hi", &["hin", "hindi"]),
    ("hr", &["hrv", "croatian"]),
    ("hu", &["hun", "hungarian"]),
    ("it", &["ita", "italian", "italienska"]),
    ("ja", &["jpn", "japanese"]),
    ("ko", &["kor", "korean"]),
    ("nl", &["nld", "dut", "dutch"]),
    ("nb", &["nob", "no", "nor", "norwegian", "norska", "nn"]),
    ("pl", &["pol", "polish", "polska"]),
    ("pt", &["por", "portuguese"]),
    ("ro", &["ron", "rum", "romanian"]),
    ("ru", &["rus", "russian", "ryska"]),
    ("so", &["som", "somali", "somaliska"]),
    ("sr", &["srp", "serbian"]),
    ("th", &["tha", "thai"]),
    ("tl", &["tgl", "tagalog", "fil", "filipino"]),
    ("tr", &["tur", "turkish", "turkiska"]),
    ("uk", &["ukr", "ukrainian", "ukrainska"]),
    ("vi", &["vie", "vietnamese"]),
    ("zh", &["zho", "chi", "cmn", "yue", "chinese", "mandarin"]),
];

/// The code of ISO 639-1 for what a field says of a record's language: `en-US`, `swe`, `Svenska`. `None` where it says nothing
/// that is known.
///
/// ```
/// assert_eq!(earmark::language_code(b"sv_SE"), Some("sv"));
/// assert_eq!(earmark::language_code(b"telephony"), None);
/// ```
pub fn language_code(value: &[u8]) -> Option<&'static str> {
    let end = value.iter().position(|byte| matches!(byte, b'-' | b'_' | b'.')).unwrap_or(value.len());
    let own = &value[..end];
    let is = |name: &&str| own.eq_ignore_ascii_case(name.as_bytes());
    LANGUAGES.iter().find(|(code, others)| is(code) || others.iter().any(is)).map(|(code, _)| *code)
}

/// One piece of an utterance's text; no match crosses from one to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What it is.
    pub role: Role,
    /// Where its text lies: in [`Batch::text`] if the role is spoken or written, else in [`Batch::values`].
    pub span: Span,
    /// The caller's own number for the field it came from.
    pub field: u32,
    /// What the field's name says of a value in it, as an entity's number; `u16::MAX` for nothing.
    pub hint: u16,
}

impl Segment {
    /// [`Segment::hint`] of a field whose name says nothing.
    pub const NO_HINT: u16 = u16::MAX;
}

/// Texts of many records, borrowed the way Arrow lays them out: bytes beside offsets.
///
/// `text` holds what goes through the token pass, `values` what is judged by its role. A text may hold any UTF-8; the
/// builder sees to the separators between segments ([`BatchBuilder`]).
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// Spoken and written text, with [`BARRIER`] between segments and [`PADDING`] readable bytes after the last one.
    pub text: &'a [u8],
    /// The length of `text` without its padding.
    pub text_len: usize,
    /// Values of structured fields.
    pub values: &'a [u8],
    /// All segments, those of one utterance together.
    pub segments: &'a [Segment],
    /// Where the segments of utterance `n` end; they begin where those of `n - 1` end.
    pub ends: &'a [u32],
    /// The day each utterance is of, where it is known.
    pub days: &'a [Option<Day>],
    /// The language each utterance is in, where its record says so: a code of ISO 639-1.
    pub languages: &'a [Option<&'static str>],
}

impl<'a> Batch<'a> {
    /// The number of utterances.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The range of [`Batch::segments`] that belongs to utterance `index`.
    ///
    /// # Panics
    /// Where there is no such utterance.
    #[inline]
    pub fn range(&self, index: usize) -> std::ops::Range<usize> {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        start..self.ends[index] as usize
    }

    /// The bytes of a segment.
    #[inline]
    pub fn bytes(&self, segment: &Segment) -> &'a [u8] {
        segment.span.of(self.arena(segment))
    }

    /// The bytes that a segment's span counts in.
    #[inline]
    pub(crate) fn arena(&self, segment: &Segment) -> &'a [u8] {
        if segment.role.is_spoken_or_written() { self.text } else { self.values }
    }
}

/// Stands between segments: a word of its own that no dictionary holds, so no phrase runs across it.
pub const BARRIER: &[u8; 3] = b" \x1f ";

/// Readable bytes after the text of a batch, so that vector loads may run over its end.
pub const PADDING: usize = 64;

/// Owns the memory of a [`Batch`] and is filled again and again.
///
/// ```
/// use earmark::{BatchBuilder, Role};
/// let mut builder = BatchBuilder::new();
/// builder.push(Role::Speech, 0, b"my doctor called");
/// builder.push(Role::Phone, 1, b"+12125550142");
/// builder.end_utterance();
/// assert_eq!(builder.batch().len(), 1);
/// ```
#[derive(Clone, Debug, Default)]
pub struct BatchBuilder {
    text: Vec<u8>,
    /// Length of `text` without padding.
    text_len: usize,
    values: Vec<u8>,
    segments: Vec<Segment>,
    ends: Vec<u32>,
    /// Of the open utterance.
    day: Option<Day>,
    days: Vec<Option<Day>>,
    /// Of the open utterance.
    language: Option<&'static str>,
    languages: Vec<Option<&'static str>>,
}

impl BatchBuilder {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a segment to the open utterance. `text` must be UTF-8 as the lexer expects it (docs/DESIGN.md, "Tokens").
    pub fn push(&mut self, role: Role, field: u32, text: &[u8]) {
        self.push_with(role, field, Segment::NO_HINT, |out| out.extend_from_slice(text));
    }

    /// Adds a segment whose bytes `write` appends.
    pub fn push_with(&mut self, role: Role, field: u32, hint: u16, write: impl FnOnce(&mut Vec<u8>)) {
        let speech = role.is_spoken_or_written();
        self.text.truncate(self.text_len);
        let out = if speech { &mut self.text } else { &mut self.values };
        let start = out.len() as u32;
        write(out);
        let span = Span::new(start, out.len() as u32);
        if speech {
            out.extend_from_slice(BARRIER);
            self.text_len = self.text.len();
        }
        self.segments.push(Segment { role, span, field, hint });
    }

    /// Says which day the open utterance is of: ages are told by it.
    pub fn set_day(&mut self, day: Day) {
        self.day = Some(day);
    }

    /// Says which language the open utterance is in; `code` is one that [`language_code`] gives.
    pub fn set_language(&mut self, code: &'static str) {
        self.language = Some(code);
    }

    /// Ends the utterance that the segments since the last call belong to. One without segments is still one.
    pub fn end_utterance(&mut self) {
        self.ends.push(self.segments.len() as u32);
        self.days.push(self.day.take());
        self.languages.push(self.language.take());
    }

    /// Forgets the segments since the last call of [`end_utterance`](Self::end_utterance).
    pub fn abandon_utterance(&mut self) {
        let from = self.ends.last().map_or(0, |&end| end as usize);
        let (mut text, mut values) = (None, None);
        for segment in &self.segments[from..] {
            let start = if segment.role.is_spoken_or_written() { &mut text } else { &mut values };
            start.get_or_insert(segment.span.start as usize);
        }
        if let Some(start) = text {
            self.text_len = start;
            self.text.truncate(start);
        }
        self.values.truncate(values.unwrap_or(self.values.len()));
        self.segments.truncate(from);
        self.day = None;
    }

    /// Bytes held so far, of text and values.
    pub fn size(&self) -> usize {
        self.text_len + self.values.len()
    }

    /// Number of ended utterances.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether no utterance has been ended.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// What was built, for one pass of a scanner.
    pub fn batch(&mut self) -> Batch<'_> {
        self.text.resize(self.text_len + PADDING, b' ');
        let Self { text, text_len, values, segments, ends, days, languages, .. } = self;
        Batch { text, text_len: *text_len, values, segments, ends, days, languages }
    }

    /// Forgets everything but the memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.text_len = 0;
        self.values.clear();
        self.segments.clear();
        self.ends.clear();
        self.day = None;
        self.days.clear();
        self.language = None;
        self.languages.clear();
    }
}
