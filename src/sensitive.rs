//! Text that masks itself.

use std::fmt;

/// A value of somebody's record. Neither `Debug` nor `Display` shows it, so it cannot slip into a log or a panic message.
///
/// ```
/// let value = earmark::Sensitive::new("555-0142");
/// assert_eq!(format!("{value:?} {value}"), "[8 bytes] [8 bytes]");
/// assert_eq!(value.expose(), "555-0142");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Sensitive<'a>(&'a str);

impl<'a> Sensitive<'a> {
    /// Wraps `text`.
    pub const fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// The text itself. Every use is a place to look at in review.
    pub const fn expose(self) -> &'a str {
        self.0
    }

    /// Whether the value is under 6 characters: so short that its shape gives it away.
    pub(crate) fn is_short(self) -> bool {
        self.0.chars().nth(5).is_none()
    }

    /// The shape of the value: letters and digits as `*`, other characters as they are, the last `keep` letters and
    /// digits shown. Values under 6 characters show nothing at all.
    pub fn mask(self, keep: usize, out: &mut String) {
        let short = self.is_short();
        let alphanumeric = self.0.chars().filter(|c| c.is_alphanumeric()).count();
        let hidden = if short { usize::MAX } else { alphanumeric.saturating_sub(keep) };
        let mut seen = 0;
        for c in self.0.chars() {
            if c.is_alphanumeric() {
                out.push(if seen < hidden { '*' } else { c });
                seen += 1;
            } else {
                out.push(if c.is_control() { ' ' } else { c });
            }
        }
    }
}

impl fmt::Debug for Sensitive<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} bytes]", self.0.len())
    }
}

impl fmt::Display for Sensitive<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
