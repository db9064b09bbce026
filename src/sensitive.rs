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
        // Of ASCII characters are bytes; longer text has at least a quarter as many.
        self.0.len() < 4 * 6 && self.0.chars().nth(5).is_none()
    }

    /// The shape of the value: letters and digits as `*`, other characters as they are, the last `keep` letters and
    /// digits shown. Values under 6 characters show nothing at all.
    pub fn mask(self, keep: usize, out: &mut String) {
        let short = self.is_short();
        if self.0.is_ascii() && !short {
            return self.mask_ascii(keep, out);
        }
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

impl Sensitive<'_> {
    /// [`mask`](Self::mask) of ASCII text that is not short: from its end, a byte a character.
    fn mask_ascii(self, keep: usize, out: &mut String) {
        let start = out.len();
        out.push_str(self.0);
        let mut bytes = std::mem::take(out).into_bytes();
        let mut shown = 0;
        for byte in bytes[start..].iter_mut().rev() {
            if byte.is_ascii_alphanumeric() {
                *byte = if shown < keep { *byte } else { b'*' };
                shown += 1;
            } else if byte.is_ascii_control() {
                *byte = b' ';
            }
        }
        *out = String::from_utf8(bytes).expect("ASCII is UTF-8");
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
