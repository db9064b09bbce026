//! The library's one error: what went wrong and where.

use std::fmt;

/// What kind of thing went wrong. New kinds may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A dictionary does not follow docs/DICTIONARIES.md.
    #[error("malformed dictionary")]
    Dictionary,
    /// An option names something that does not exist, or two options contradict each other.
    #[error("invalid option")]
    Option,
    /// A file or folder could not be opened, read or written.
    #[error("input or output failed")]
    Io,
    /// A run folder does not agree with its own manifest or chunk log.
    #[error("run folder is not intact")]
    Run,
}

/// An error with its kind, the place it was met at, and a sentence for people.
///
/// The message never holds text of a record: only names of files, dictionaries, terms and options.
///
/// ```
/// use earmark::{ErrorKind, Scanner};
/// let error = Scanner::builder().dictionary("mine.tsv", "not a dictionary").build().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Dictionary);
/// assert_eq!(error.position(), Some(("mine.tsv", 1)));
/// ```
#[derive(Debug, thiserror::Error)]
pub struct Error {
    kind: ErrorKind,
    position: Option<(String, usize)>,
    message: String,
    #[source]
    source: Option<std::io::Error>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, position: None, message: message.into(), source: None }
    }

    /// `line` counts from 1.
    pub(crate) fn at(mut self, name: impl Into<String>, line: usize) -> Self {
        self.position = Some((name.into(), line));
        self
    }

    #[cfg(feature = "pipeline")]
    pub(crate) fn io(what: impl Into<String>, source: std::io::Error) -> Self {
        Self { kind: ErrorKind::Io, position: None, message: what.into(), source: Some(source) }
    }

    /// What kind of error this is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The sentence for people, without kind and place.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// The file and the line, counted from 1, that the error was met at, where there is one.
    pub fn position(&self) -> Option<(&str, usize)> {
        self.position.as_ref().map(|(name, line)| (name.as_str(), *line))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, line)) = &self.position {
            write!(f, "{name}:{line}: ")?;
        }
        write!(f, "{}: {}", self.kind, self.message)?;
        if let Some(source) = &self.source {
            write!(f, ": {source}")?;
        }
        Ok(())
    }
}
