//! Format codes as a spreadsheet writes them → sections.

use super::{Moment, Section, Token};

/// Reads the sections of a code.
pub(super) fn sections(code: &str) -> Vec<Section> {
    split(code).iter().map(|code| section(code)).collect()
}

/// The sections of a code: divided by semicolons outside quotes.
fn split(code: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for letter in code.chars() {
        if letter == ';' && !quoted && !escaped {
            sections.push(String::new());
            continue;
        }
        quoted ^= letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        if let Some(section) = sections.last_mut() {
            section.push(letter);
        }
    }
    sections.truncate(4);
    sections
}

/// Reads one section.
fn section(code: &str) -> Section {
    let mut section = Section::default();
    let (mut date, mut time) = (false, false);
    let mut letters = code.chars().peekable();
    while let Some(letter) = letters.next() {
        let token = match letter {
            '"' => {
                let literal = letters.by_ref().take_while(|one| *one != '"');
                section.tokens.extend(literal.map(Token::Letter));
                continue;
            }
            '\\' => letters.next().map(Token::Letter),
            // A blank as wide as the next letter, and a letter repeated to fill the cell.
            '_' => letters.next().map(|_| Token::Letter(' ')),
            '*' => letters.next().and(None),
            '[' => {
                let inner: String = letters.by_ref().take_while(|one| *one != ']').collect();
                time |= matches!(
                    inner.to_ascii_lowercase().as_str(),
                    "h" | "hh" | "m" | "mm" | "s" | "ss"
                );
                section.condition = condition(&inner).or(section.condition);
                section.tokens.extend(currency(&inner).map(Token::Letter));
                continue;
            }
            '0' | '#' | '?' => Some(Token::Digit(letter)),
            '.' => Some(Token::Point),
            ',' => Some(Token::Comma),
            '%' => Some(Token::Percent),
            '@' => Some(Token::General),
            'E' | 'e' if matches!(letters.peek(), Some('+' | '-')) => {
                letters.next();
                Some(Token::Exponent)
            }
            'G' | 'g' if take_word(&mut letters, "eneral") => Some(Token::General),
            'y' | 'Y' | 'd' | 'D' | 'e' => {
                date = true;
                None
            }
            'h' | 'H' | 's' | 'S' => {
                time = true;
                None
            }
            'm' | 'M' => {
                // Months, unless hours or seconds stand beside them.
                date |= !time && !code.contains(['h', 'H', 's', 'S']);
                None
            }
            other => Some(Token::Letter(other)),
        };
        section.tokens.extend(token);
    }
    section.moment = match (date, time) {
        (true, true) => Some(Moment::Both),
        (true, false) => Some(Moment::Date),
        (false, true) => Some(Moment::Time),
        (false, false) => None,
    };
    section
}

/// Takes a word if it stands next.
fn take_word(letters: &mut std::iter::Peekable<std::str::Chars<'_>>, word: &str) -> bool {
    let mut ahead = letters.clone();
    for expected in word.chars() {
        if !ahead
            .next()
            .is_some_and(|letter| letter.eq_ignore_ascii_case(&expected))
        {
            return false;
        }
    }
    *letters = ahead;
    true
}

/// The condition in brackets, if it is one: `<100`.
fn condition(inner: &str) -> Option<(String, f64)> {
    let digits = inner.find(|letter: char| !matches!(letter, '<' | '>' | '='))?;
    let (comparison, limit) = inner.split_at_checked(digits)?;
    let limit = limit.parse().ok()?;
    (!comparison.is_empty()).then(|| (comparison.to_owned(), limit))
}

/// The currency sign in brackets, if it is one: `$€-407`.
fn currency(inner: &str) -> impl Iterator<Item = char> {
    let sign = inner.strip_prefix('$').unwrap_or_default();
    sign.chars().take_while(|letter| *letter != '-')
}
