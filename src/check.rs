//! Lints dictionaries: reads them as the compiler does, and runs their own examples through the real scanner.

#[cfg(feature = "pipeline")]
mod broad;
mod examples;
mod lint;

use std::fmt;

use crate::dictionary::{BUILTIN, Dictionary};
use crate::scanner::Scanner;

/// What is wrong with a dictionary's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The file, or a line of it, does not follow docs/DICTIONARIES.md.
    Malformed,
    /// The line stands behind one that sorts after it.
    Unsorted,
    /// Another line has the same words and replaces this one, or is replaced by it.
    Duplicate,
    /// A phrase without meaning has the same words, so the term is never found.
    Shadowed,
    /// Nothing ever looks the line up: a name of several words that are ordinary ones.
    Unreachable,
    /// Ordinary talk is full of it, though it needs no company.
    TooBroad,
    /// A weak or hazard term, a cue or a stem without example or counterexample.
    MissingExample,
    /// The example or counterexample does not hold the term, so it shows nothing.
    ExampleWithoutTerm,
    /// The scanner does not find in the example what it should.
    NotFound,
    /// The scanner finds in the counterexample what it should not.
    FoundAmiss,
}

impl ProblemKind {
    /// All kinds, in the order in which reports list them.
    pub const ALL: [Self; 10] = [
        Self::Malformed,
        Self::Unsorted,
        Self::Duplicate,
        Self::Shadowed,
        Self::Unreachable,
        Self::TooBroad,
        Self::MissingExample,
        Self::ExampleWithoutTerm,
        Self::NotFound,
        Self::FoundAmiss,
    ];

    /// A few words for it.
    ///
    /// ```
    /// assert_eq!(earmark::ProblemKind::NotFound.name(), "not found in its example");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Unsorted => "out of order",
            Self::Duplicate => "stands twice",
            Self::Shadowed => "shadowed by an ordinary phrase",
            Self::Unreachable => "never looked up",
            Self::TooBroad => "too broad",
            Self::MissingExample => "without example or counterexample",
            Self::ExampleWithoutTerm => "example without the term",
            Self::NotFound => "not found in its example",
            Self::FoundAmiss => "found in its counterexample",
        }
    }
}

/// Something wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The dictionary's name.
    pub dictionary: String,
    /// The line in it, counted from 1.
    pub line: usize,
    /// The line's term; empty where the file as a whole is meant.
    pub term: String,
    /// The rest of the sentence: what was expected, what came instead.
    pub detail: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.dictionary, self.line)?;
        if !self.term.is_empty() {
            write!(f, "{:?} ", self.term)?;
        }
        write!(f, "{}: {}", self.kind.name(), self.detail)
    }
}

/// What a check came to.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CheckReport {
    /// Dictionaries looked at.
    pub dictionaries: usize,
    /// Their entries.
    pub entries: usize,
    /// Examples and counterexamples that were scanned.
    pub examples: usize,
    /// Of these, how many show nothing yet: those of companies' words, and of cues for what `detect::entities` lacks.
    pub unchecked: usize,
    /// Everything that is wrong, by dictionary and line.
    pub problems: Vec<Problem>,
}

impl CheckReport {
    /// The compiler stops at the first line that stands twice, which the lint has named.
    fn add_unless_known(&mut self, problem: Problem) {
        let place = |problem: &Problem| (problem.dictionary.clone(), problem.line);
        if self.problems.iter().all(|known| place(known) != place(&problem)) {
            self.problems.push(problem);
        }
    }

    fn add(&mut self, kind: ProblemKind, dictionary: &Dictionary<'_>, row: usize, detail: impl Into<String>) {
        let row = &dictionary.rows[row];
        self.problems.push(Problem {
            kind,
            dictionary: dictionary.name.to_owned(),
            line: row.line,
            term: row.term.to_owned(),
            detail: detail.into(),
        });
    }
}

/// Checks dictionaries, given as names and texts, laid over the built-in ones; without any, the built-in ones themselves.
///
/// Every line's example must give a finding and its counterexample must not, in the scanner that all dictionaries together
/// make. For a term that is a finding of its entity at its place; for a cue, a finding of an entity it speaks for with the
/// cue as evidence, and for a cue of impersonal numbers or of talk about numbers, no such finding. A term that needs no
/// company must be found where it stands alone, too, and must not be found in more than one of a thousand texts of ordinary talk
/// (generated in English, some sentences in Swedish; not without the feature `pipeline`). Takes time linear in the text.
///
/// ```
/// let text = "#! earmark dictionary 1\n#! entity = CONDITION\n#! language = en\nzebra pox\tweak\n";
/// let report = earmark::check(&[("mine.tsv", text)]);
/// assert_eq!(report.problems[0].kind, earmark::ProblemKind::MissingExample);
/// assert_eq!(report.problems[0].line, 4);
/// ```
pub fn check(own: &[(&str, &str)]) -> CheckReport {
    let texts = if own.is_empty() { BUILTIN } else { own };
    let mut report = CheckReport::default();
    let dictionaries: Vec<_> = texts.iter().filter_map(|(name, text)| parse(name, text, &mut report)).collect();
    report.dictionaries = texts.len();
    report.entries = dictionaries.iter().map(|dictionary| dictionary.rows.len()).sum();
    lint::lint(&dictionaries, &mut report);
    let sound = |name: &str| dictionaries.iter().any(|dictionary| dictionary.name == name);
    let own = own.iter().filter(|(name, _)| sound(name));
    let builder = own.fold(Scanner::builder(), |builder, (name, text)| builder.dictionary(*name, *text));
    match builder.build() {
        Ok(scanner) => {
            lint::unreachable(&scanner, &dictionaries, &mut report);
            #[cfg(feature = "pipeline")]
            broad::find(&scanner, &dictionaries, &mut report);
            examples::run(&scanner, &dictionaries, &mut report);
        }
        Err(error) => report.add_unless_known(malformed("", &error)),
    }
    let file = |name: &str| texts.iter().position(|(of, _)| *of == name);
    report.problems.sort_by_key(|problem| (file(&problem.dictionary), problem.line, problem.kind));
    report
}

fn parse<'t>(name: &'t str, text: &'t str, report: &mut CheckReport) -> Option<Dictionary<'t>> {
    let parsed = Dictionary::parse(name, text);
    parsed.map_err(|error| report.problems.push(malformed(name, &error))).ok()
}

fn malformed(name: &str, error: &crate::Error) -> Problem {
    let (dictionary, line) = error.position().unwrap_or((name, 1));
    let detail = error.message().to_owned();
    Problem { kind: ProblemKind::Malformed, dictionary: dictionary.to_owned(), line, term: String::new(), detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "#! earmark dictionary 1\n#! language = en\n";

    fn kinds(text: &str) -> Vec<(ProblemKind, usize)> {
        let text = format!("{HEAD}{text}");
        check(&[("mine.tsv", &text)]).problems.iter().map(|problem| (problem.kind, problem.line)).collect()
    }

    #[test]
    fn each_kind_of_problem_is_found() {
        use ProblemKind::{
            Duplicate, ExampleWithoutTerm, FoundAmiss, Malformed, MissingExample, NotFound, Shadowed, Unsorted,
        };
        for (text, expected) in [
            ("#! entity = CONDITION\nzebra pox\nzebra rot\n", vec![]),
            ("#! entity = CONDITION\nzebra pox\tstrange\n", vec![(Malformed, 4)]),
            ("#! entity = CONDITION\nzebra rot\nzebra pox\n", vec![(Unsorted, 5)]),
            ("#! entity = CONDITION\nzebra pox\nzebra-pox\n", vec![(Duplicate, 5)]),
            ("#! entity = CONDITION\nzebra pox\tweak\n", vec![(MissingExample, 4)]),
            ("#! entity = CONDITION\nzebra pox\t\t\the has the pox\n", vec![(ExampleWithoutTerm, 4)]),
            ("#! entity = CONDITION\nzebra pox\tweak\t\the has zebra pox\tno zebra pox there\n", vec![(NotFound, 4)]),
            ("#! entity = CONDITION\nzebra pox\t\t\the has zebra pox\tno zebra pox there\n", vec![(FoundAmiss, 4)]),
            ("#! kind = cues\nzebra code\t\tfor=US_SSN\tzebra code is 536-90-4399\ta zebra code\n", vec![]),
            ("#! kind = cues\nzebra code\t\tfor=US_SSN\tzebra code is 12\ta zebra code\n", vec![(NotFound, 4)]),
            (
                "#! kind = cues\nzebra code\t\tfor=US_SSN\tzebra code is 536-90-4399\tzebra code 536-90-4399\n",
                vec![(FoundAmiss, 4)],
            ),
        ] {
            assert_eq!(kinds(text), expected, "{text}");
        }
        let terms = format!("{HEAD}#! entity = CONDITION\nzebra pox\n");
        let phrases = format!("{HEAD}#! kind = ordinary\nzebra pox\n");
        let report = check(&[("terms.tsv", &terms), ("phrases.tsv", &phrases)]);
        assert_eq!(report.problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), [Shadowed, NotFound]);
    }

    #[test]
    fn broad_and_unreachable_lines_are_found() {
        use ProblemKind::{TooBroad, Unreachable};
        assert_eq!(kinds("#! entity = CONDITION\ncall me back\nzebra pox\n"), [(TooBroad, 4)]);
        assert_eq!(kinds("#! kind = names\n#! options = first; common\nzebedee\nzebedee jo\n"), [(Unreachable, 6)]);
        let swedish = "#! earmark dictionary 1\n#! language = sv\n#! entity = CONDITION\nklockan\n";
        let report = check(&[("mitt.tsv", swedish)]);
        assert_eq!(
            report.problems[0].to_string(),
            "mitt.tsv:4: \"klockan\" too broad: found in 3 of 105 texts of ordinary talk"
        );
    }

    #[test]
    fn cues_without_detector_are_counted_not_blamed() {
        let text =
            format!("{HEAD}#! kind = cues\nzebra wallet\t\tfor=EMPTY_MESSAGE\tzebra wallet ABC123\ta zebra wallet\n");
        let report = check(&[("mine.tsv", &text)]);
        assert_eq!((report.problems.len(), report.unchecked), (0, 1));
    }
}
