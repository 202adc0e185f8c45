//! The number formats of an XLSX, by the style that its cells name.

use std::{collections::HashMap, io::Read};

use super::{
    super::SheetError,
    number_format::NumberFormat,
    xml::{Token, Xml, attribute},
};

/// Styles that are kept; Excel itself allows 65,490.
const MOST: usize = 65_536;

/// The number format of each style.
#[derive(Default)]
pub(super) struct Styles {
    /// In the order of the styles.
    formats: Vec<NumberFormat>,
    /// The format of cells whose style is not known.
    general: NumberFormat,
}

impl Styles {
    /// Reads them.
    pub(super) fn read(source: impl Read, part: &str) -> Result<Self, SheetError> {
        let mut xml = Xml::new(source, part);
        let mut styles = Self::default();
        let mut own = HashMap::new();
        let mut in_cell_styles = false;
        loop {
            match xml.next()? {
                Token::Start(start) => match start.local_name().as_ref() {
                    b"numFmt" if own.len() < MOST => {
                        let number =
                            attribute(&start, "numFmtId").and_then(|n| n.parse::<u32>().ok());
                        let code = attribute(&start, "formatCode").unwrap_or_default();
                        own.extend(number.map(|number| (number, NumberFormat::parse(&code))));
                    }
                    b"cellXfs" => in_cell_styles = true,
                    b"xf" if in_cell_styles && styles.formats.len() < MOST => {
                        let number = attribute(&start, "numFmtId").and_then(|n| n.parse().ok());
                        let number = number.unwrap_or(0);
                        let format = own.get(&number).cloned();
                        let format = format.unwrap_or_else(|| NumberFormat::built_in(number));
                        styles.formats.push(format);
                    }
                    _ => {}
                },
                Token::End(end) if end.local_name().as_ref() == b"cellXfs" => {
                    in_cell_styles = false;
                }
                Token::Eof => return Ok(styles),
                _ => {}
            }
        }
    }

    /// The number format of a style.
    pub(super) fn format(&self, style: usize) -> &NumberFormat {
        self.formats.get(style).unwrap_or(&self.general)
    }
}
