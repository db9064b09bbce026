//! The command line: every command, flag and help text. The manual pages are made of it.

#![allow(clippy::doc_markdown)] // help is shown as it stands here

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

const STYLES: Styles =
    Styles::styled().header(AnsiColor::Green.on_default().bold()).literal(AnsiColor::Cyan.on_default().bold());

/// Finds medical, financial and identity data in leaked voicemail and call-transcript dumps.
///
/// earmark reads search-engine dumps and other line-delimited JSON, says of every record whether it holds sensitive data, what,
/// where, how sure it is and how bad that would be, and accounts for every record. It works offline, writes no value of any
/// record unless told to, and its results do not depend on how many processors it uses.
///
/// Exit status: 0 done; 1 failed or interrupted; 2 wrong usage; 3 done, but part of the input could not be read as what it is;
/// 10 the case of --fail-on was met.
#[derive(Debug, Parser)]
#[command(name = "earmark", version, styles = STYLES, max_term_width = 100, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Scan(Box<Scan>),
    Explain(Explain),
    Generate(Generate),
    Dictionary(Dictionary),
    Verify(Verify),
    Completions(Completions),
    Man(Man),
}

/// Scan a dump and write what is sensitive in it into a run folder
///
/// Reads every input record by record, and writes into the run folder: records.ndjson (a line for each flagged record: labels,
/// tier, entities), findings.ndjson (what was found and where, values masked), inputs.ndjson, unreadable.ndjson, chunks.ndjson,
/// summary.json and manifest.json. The folder and its files can be read by their owner alone. Records, findings, unreadable,
/// chunks and summary are the same byte for byte for the same input, options, version and key file, whatever --jobs is.
///
/// A record is flagged, has none found ("by these detectors, at this version"; nothing is ever called clean), is unexamined
/// (nothing in it that earmark can judge) or unreadable; the four add up to the records read. Ctrl-C stops the run after the
/// chunks at hand; what was written until then is whole, and the manifest says that the run was interrupted.
#[derive(Args, Debug)]
pub(crate) struct Scan {
    /// Files, folders (walked in byte order), glob patterns, or - for standard input
    #[arg(value_name = "INPUT", required = true)]
    pub(crate) inputs: Vec<String>,

    /// The run folder; made if missing
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,

    #[command(flatten, next_help_heading = "Reading")]
    pub(crate) reading: Reading,

    #[command(flatten, next_help_heading = "Judging")]
    pub(crate) judging: Judging,

    #[command(flatten, next_help_heading = "Writing")]
    pub(crate) writing: Writing,
}

#[derive(Args, Debug)]
pub(crate) struct Reading {
    /// How records are framed [possible: auto, and the formats of docs/FORMATS.md]
    ///
    /// By default each source is told by its content, never by its name, and compression and archives are undone either way. With
    /// a format all sources are read as that.
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = format())]
    pub(crate) format: String,

    /// A TOML file that says what fields are
    ///
    /// Its table [fields] gives paths a role: speech, text, person_name, phone, place, address, postal_code, date, birth_date,
    /// email, organisation, mailbox, number or opaque; for instance "call.summary" = "speech". A path is a dotted name, looked
    /// for at the top of a record and in its _source, with [*] for the elements of an array, or an RFC 9535 normalized path.
    /// Fields that are not named are read by their name and content.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// The field with a record's own id
    #[arg(long, value_name = "PATH")]
    pub(crate) id_field: Option<String>,

    /// A field that holds speech; may be repeated. The others are still read
    #[arg(long, value_name = "PATH")]
    pub(crate) text_field: Vec<String>,

    /// The field that says whose customer a record belongs to
    #[arg(long, value_name = "PATH")]
    pub(crate) tenant_field: Option<String>,

    /// The field with a record's time
    #[arg(long, value_name = "PATH")]
    pub(crate) time_field: Option<String>,

    /// The field with a person's state
    #[arg(long, value_name = "PATH")]
    pub(crate) state_field: Option<String>,

    /// The field that names the collection a record lay in
    #[arg(long, value_name = "PATH")]
    pub(crate) container_field: Option<String>,

    /// The field that says which language is spoken, as en, sv-SE or Swedish
    #[arg(long, value_name = "PATH")]
    pub(crate) language_field: Option<String>,

    /// Whether names of files are read: of recordings and of files that are no text; those of all files, and nothing else; none
    #[arg(long, value_enum, default_value = "on")]
    pub(crate) names: Names,

    /// How much of each source is hashed into inputs.ndjson; of recordings, always the first 64 KiB
    #[arg(long, value_enum, default_value = "full")]
    pub(crate) hash: Hash,
}

/// What is looked for, and what it takes to be a finding.
#[derive(Args, Debug)]
pub(crate) struct Judging {
    /// Languages to read
    #[arg(long, value_name = "CODES", value_delimiter = ',', default_value = "en,sv")]
    pub(crate) languages: Vec<String>,

    /// Look for the numbers of these countries [possible: us, ca, gb, se and those of docs/FINDINGS.md]
    ///
    /// Those of the United States, Canada, Britain and Sweden are always looked for.
    #[arg(long, value_name = "CODES", value_delimiter = ',', default_value = "us,ca,gb,se")]
    pub(crate) countries: Vec<String>,

    /// Look for these entities alone, by their names or Microsoft Presidio's [default: all]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) entities: Vec<String>,

    /// Do not look for these entities
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) exclude_entities: Vec<String>,

    /// The least confidence of a finding, from 0 to 1
    ///
    /// Confidence is possible from .20, probable from .45 and confirmed from .70.
    #[arg(long, value_name = "CONFIDENCE", default_value = ".45", value_parser = points)]
    pub(crate) min_confidence: u8,

    /// What is known of the leak: the data was open to the public, or taken with intent
    ///
    /// Each raises the severity of every record by half a step.
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    pub(crate) circumstances: Vec<Circumstance>,

    /// The day that ages are told by where a record has no date, as YYYY-MM-DD; without it they are not told there
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<earmark::Day>,

    /// A dictionary of your own, or a folder of them (*.tsv, in byte order), laid over the built-in ones; may be repeated
    #[arg(long, value_name = "DIR|FILE")]
    pub(crate) dictionary: Vec<PathBuf>,

    /// Judge by what laws call the elements: combinations and legal tags go into the outputs [possible: breach-us, gdpr, pci,
    /// all, or a file of your own]
    ///
    /// breach-us: US state breach laws and HIPAA; gdpr; pci: card data. A combination can lift a record's tier. earmark states
    /// facts, counsel decides.
    #[arg(long, value_name = "NAMES|FILE", value_delimiter = ',')]
    pub(crate) profile: Vec<String>,

    /// Values that are no findings, such as your own switchboard's number: one a line, or an entity's name, a tab and the value
    #[arg(long, value_name = "FILE")]
    pub(crate) allow_list: Vec<PathBuf>,

    /// Leave the built-in dictionaries out
    #[arg(long)]
    pub(crate) no_builtin: bool,

    /// Force a path of the inner loops; all of them give the same results
    #[arg(long, value_enum, value_name = "LEVEL", hide = true)]
    pub(crate) simd: Option<Simd>,
}

#[derive(Args, Debug)]
pub(crate) struct Writing {
    /// Which records get a line in records.ndjson: all that are flagged, or those of tier T2 and up
    #[arg(long, value_enum, default_value = "all")]
    pub(crate) records: Amount,

    /// Whose findings are written: nobody's, those of records of tier T2 and up, or everybody's
    #[arg(long, value_enum, default_value = "sensitive")]
    pub(crate) findings: Amount,

    /// The key of fingerprints, made there if missing; keep it outside the run folder
    ///
    /// The same value has the same fingerprint in all runs with the same key. Without a key file the key is made up and
    /// forgotten, and fingerprints agree within the run only. Whoever has the key can test guesses against fingerprints.
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,

    /// Write what was found, not only its mask: terms, terms and names, or all values. Needs --yes
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) reveal: Option<Reveal>,

    /// Yes, --reveal is meant: the run folder will hold what leaked
    #[arg(long)]
    pub(crate) yes: bool,

    /// Replace the run folder if it is there already
    #[arg(long)]
    pub(crate) overwrite: bool,

    /// The number of workers [default: one for each processor]
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,

    /// Whether progress is shown, on standard error; auto: on a terminal
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) progress: Progress,

    /// Exit with status 10 if any record has this label (identity, financial, medical), or this tier (T1 to T4) or a higher one
    #[arg(long, value_name = "LABEL|TIER", value_parser = parse_alarm)]
    pub(crate) fail_on: Option<FailOn>,
}

/// Say of one text what is found in it, and why
///
/// Shows the words with their classes, the dictionaries' entries, digit runs, every candidate with its points and evidence, and
/// why it won or lost. The output shows the text itself: it is as private as what you give it.
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// The text; standard input if it is not given
    pub(crate) text: Option<String>,

    /// Print one JSON object; offsets are bytes of the text
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten, next_help_heading = "Judging")]
    pub(crate) judging: Judging,
}

/// Write an invented dump, and what is sensitive in it
///
/// The same options give the same bytes on every platform. All people are invented; numbers come from ranges reserved for
/// fiction, tests or specimens.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("amount").required(true).args(["records", "bytes"]))]
pub(crate) struct Generate {
    /// What the dump holds: voicemail with transcripts, caller records, a provider's customers, ten collections of one cluster
    /// that belong together, many shapes of records, or a recorder's folders with tiny recordings
    #[arg(long, value_enum)]
    pub(crate) kind: Kind,

    /// This many records
    #[arg(long, value_name = "N")]
    pub(crate) records: Option<u64>,

    /// Whole records until there are this many bytes, such as 64MiB or 10MB
    #[arg(long, value_name = "SIZE", value_parser = crate::size::parse)]
    pub(crate) bytes: Option<u64>,

    /// Where chance starts from
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,

    /// Write every sensitive value and its place here, a line for each record
    #[arg(long, value_name = "FILE")]
    pub(crate) gold: Option<PathBuf>,

    /// Write here; into a folder, a file for each collection of a cluster; recordings always into a folder, made if missing
    /// [default: standard output; of recordings, their paths alone]
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// List or check dictionaries
#[derive(Args, Debug)]
pub(crate) struct Dictionary {
    #[command(subcommand)]
    pub(crate) command: DictionaryCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DictionaryCommand {
    List(DictionaryList),
    Check(DictionaryCheck),
}

/// List dictionaries: name, kind, entity, language and number of entries
#[derive(Args, Debug)]
pub(crate) struct DictionaryList {
    /// Dictionaries, or folders of them [default: the built-in ones]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Print a JSON array
    #[arg(long)]
    pub(crate) json: bool,
}

/// Check dictionaries by running their own examples through the scanner
///
/// Finds lines that do not follow the form or stand twice, terms that an ordinary phrase hides, weak and hazard terms, cues and
/// stems without example, examples that are not found and counterexamples that are. Each problem is a line with file, line
/// number and term. Exits with status 1 if there is any.
#[derive(Args, Debug)]
pub(crate) struct DictionaryCheck {
    /// Dictionaries, or folders of them, laid over the built-in ones [default: the built-in ones]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
}

/// Check that a run folder is what its run wrote
///
/// Compares the BLAKE3 hash of every output with the manifest, the chunk log with the outputs, and the outputs with the summary.
/// Exits with status 1 if anything differs.
#[derive(Args, Debug)]
pub(crate) struct Verify {
    /// The run folder
    #[arg(value_name = "RUN")]
    pub(crate) run: PathBuf,
}

/// Print a script that completes earmark's commands and options
#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell it is for
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// Print a manual page
#[derive(Args, Debug)]
pub(crate) struct Man {
    /// The command the page is about [default: earmark itself]
    #[arg(value_name = "COMMAND", conflicts_with = "out")]
    pub(crate) command: Vec<String>,

    /// Write all pages into this folder instead
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Names {
    On,
    Only,
    Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Hash {
    /// All of it
    Full,
    /// Its first 64 KiB
    Header,
    /// Nothing
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Circumstance {
    Public,
    Malicious,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Simd {
    Portable,
    Avx2,
    Avx512,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Amount {
    None,
    Sensitive,
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reveal {
    Values,
    Names,
    Terms,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Progress {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Voicemail,
    Callers,
    People,
    Cluster,
    Mixed,
    Recordings,
}

/// When a run ends with status 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailOn {
    Label(&'static str),
    Tier(earmark::Tier),
}

impl FailOn {
    /// As the option writes it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Label(name) => name,
            Self::Tier(tier) => tier.name(),
        }
    }
}

/// The name of a value as the option writes it.
pub(crate) fn name_of(value: &impl ValueEnum) -> String {
    value.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

/// The names of all formats.
fn format() -> PossibleValuesParser {
    PossibleValuesParser::new(earmark::Format::ALL.map(earmark::Format::name))
}

/// A share from 0 to 1 as points from 0 to 100.
fn points(text: &str) -> Result<u8, String> {
    let share = text.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
    #[allow(clippy::cast_sign_loss)] // the filter has seen to it
    share.map(|share| (share * 100.0).round() as u8).ok_or_else(|| "a confidence lies between 0 and 1".into())
}

fn day(text: &str) -> Result<earmark::Day, String> {
    let day = Some(text)
        .filter(|text| text.len() == 10 && text.contains('-'))
        .and_then(|text| earmark::Day::of(text.as_bytes()));
    day.ok_or_else(|| "a day is written as 2020-09-28".into())
}

fn parse_alarm(text: &str) -> Result<FailOn, String> {
    let label = earmark::label::ALL
        .iter()
        .find(|(_, name)| name.eq_ignore_ascii_case(text))
        .map(|(_, name)| FailOn::Label(name));
    let tier =
        earmark::Tier::ALL.into_iter().skip(1).find(|tier| tier.name().eq_ignore_ascii_case(text)).map(FailOn::Tier);
    label.or(tier).ok_or_else(|| "there are the labels identity, financial and medical and the tiers T1 to T4".into())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn shares_become_points() {
        assert_eq!([".45", "0", "1", "0.295"].map(points), [Ok(45), Ok(0), Ok(100), Ok(30)]);
        assert!(["1.1", "-0.1", "NaN", "x"].into_iter().all(|text| points(text).is_err()));
    }

    #[test]
    fn days_are_days() {
        assert_eq!(day("2020-09-28").unwrap(), earmark::Day::of(b"2020-09-28").unwrap());
        assert!(["2020-13-28", "1601287200", "28/9 2020", "2020-09-28T10"].into_iter().all(|text| day(text).is_err()));
    }

    #[test]
    fn alarms_are_labels_or_tiers() {
        assert_eq!(parse_alarm("t3"), Ok(FailOn::Tier(earmark::Tier::T3)));
        assert_eq!(parse_alarm("Medical"), Ok(FailOn::Label("medical")));
        assert!(parse_alarm("T0").is_err() && parse_alarm("T9").is_err());
    }
}
