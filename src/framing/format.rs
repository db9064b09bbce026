//! The formats that are told apart.

/// How input is framed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// By its content: each source for itself, whatever it is called.
    #[default]
    Auto,
    /// A search engine's hits, one a line.
    Elastic,
    /// A JSON value a line; any other line is read as text and reported.
    Ndjson,
    /// Action and body lines, as `_bulk` takes them.
    Bulk,
    /// JSON values: one, many, an array, or an array in a wrapper (`data`, `hits.hits`).
    Json,
    /// Rows with a delimiter that is found out, quoted as RFC 4180 has it.
    Csv,
    /// Rows with a tab.
    Tsv,
    /// One call: the whole source is a record; turns with speakers are told apart.
    Text,
    /// A call a line.
    Lines,
    /// Calls with blank lines between them.
    Blocks,
    /// WebVTT captions: one call.
    Vtt,
    /// SubRip captions: one call.
    Srt,
    /// Asterisk's metadata of one voicemail.
    Voicemail,
    /// Paths, one a line: of each its name is read.
    Paths,
    /// A sound file: its header, its tags and its name.
    Recording,
    /// Bytes that are none of these: the name is read.
    Unknown,
    /// One message, as RFC 5322 has it.
    Eml,
    /// Messages one behind another, each announced by a `From ` line.
    Mbox,
    /// Statements of a database's dump: `COPY` and `INSERT`.
    Sql,
}

impl Format {
    /// All that can be asked for.
    pub const ALL: [Self; 17] = [
        Self::Auto,
        Self::Elastic,
        Self::Ndjson,
        Self::Bulk,
        Self::Json,
        Self::Csv,
        Self::Tsv,
        Self::Text,
        Self::Lines,
        Self::Blocks,
        Self::Vtt,
        Self::Srt,
        Self::Voicemail,
        Self::Paths,
        Self::Eml,
        Self::Mbox,
        Self::Sql,
    ];

    /// Whether a record says itself in which encoding its text is.
    pub(crate) const fn decodes_itself(self) -> bool {
        matches!(self, Self::Eml | Self::Mbox | Self::Sql)
    }

    /// As the command line and outputs write it.
    ///
    /// ```
    /// assert_eq!(earmark::Format::Ndjson.name(), "ndjson");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Elastic => "elastic",
            Self::Ndjson => "ndjson",
            Self::Bulk => "bulk",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Text => "text",
            Self::Lines => "lines",
            Self::Blocks => "blocks",
            Self::Vtt => "vtt",
            Self::Srt => "srt",
            Self::Voicemail => "voicemail",
            Self::Paths => "paths",
            Self::Recording => "recording",
            Self::Unknown => "unknown",
            Self::Eml => "eml",
            Self::Mbox => "mbox",
            Self::Sql => "sql",
        }
    }
}
