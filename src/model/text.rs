//! Rules every typed or uploaded text keeps: what may stand in it and how long it may be.

use super::problems::Fault;

/// The text without outer blanks, or why it cannot be stored: a control character (NUL, line break, escape …), a mark that
/// turns the reading direction, or more than `most` characters. An empty text is fine here.
pub fn line(text: &str, most: usize) -> Result<String, Fault> {
    let text = text.trim_matches(is_outer_blank);
    if let Some(c) = text.chars().find(|c| is_forbidden(*c)) {
        return Err(Fault::ForbiddenCharacter(c));
    }
    let length = text.chars().count();
    if length > most {
        return Err(Fault::TooLong { most, length });
    }
    Ok(text.to_owned())
}

/// Like [`line()`], but something must be left after trimming.
pub fn required(text: &str, most: usize) -> Result<String, Fault> {
    let text = line(text, most)?;
    if text.is_empty() {
        Err(Fault::Missing)
    } else {
        Ok(text)
    }
}

/// Like [`line()`], with nothing for an empty text.
pub fn optional(text: &str, most: usize) -> Result<Option<String>, Fault> {
    line(text, most).map(|text| Some(text).filter(|text| !text.is_empty()))
}

fn is_outer_blank(c: char) -> bool {
    // A byte order mark at the edge is an artefact of files; inside it is refused below.
    c.is_whitespace() || c == '\u{FEFF}'
}

/// C0 and C1 controls, direction overrides and isolates, a byte order mark inside, noncharacters (TRUST.md, S48).
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outer_blanks_go_and_inner_ones_stay() {
        assert_eq!(
            required("\u{FEFF} A  12\u{A0}\r\n", 10),
            Ok("A  12".to_owned())
        );
        assert_eq!(required(" \u{A0} ", 10), Err(Fault::Missing));
        assert_eq!(optional("  ", 10), Ok(None));
    }

    #[test]
    fn controls_and_direction_marks_are_refused_with_their_code_point() {
        for c in [
            '\0', '\u{7}', '\u{1B}', '\u{7F}', '\u{85}', '\u{9F}', '\u{202E}', '\u{2066}',
            '\u{FEFF}', '\n', '\t',
        ] {
            assert_eq!(
                line(&format!("A{c}B"), 10),
                Err(Fault::ForbiddenCharacter(c)),
                "{c:?}"
            );
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(line(&"\u{1F600}".repeat(255), 255).is_ok());
        assert_eq!(
            line(&"x".repeat(256), 255),
            Err(Fault::TooLong {
                most: 255,
                length: 256
            })
        );
    }
}
