//! The file of an import: found in whatever the client sent, and read liberally (`CONTRACTS.md`, 2.11).

use actix_multipart::{Multipart, MultipartError};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap};
use actix_web::web::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use serde_json::{Map, Value};

use super::errors::{Complaint, Refusal};
use super::front::{IMPORT_BYTES, collect, media_type};
use crate::error::Error;

/// The most rows of a file.
const MOST_ROWS: usize = 50_000;
/// What surrounds a file within other forms.
const WRAPPING: usize = 64 * 1024;
/// A file within a form grows by its escapes.
const FORM_BYTES: usize = 3 * IMPORT_BYTES;

/// How a heading names the shop's number, without case, blanks, `_` and `-`. In the entity this word means the customer's.
const SHOP_NUMBERS: [&str; 4] = ["productnumber", "sku", "articlenumber", "artikelnummer"];
/// How it names the product by its id.
const PRODUCT_IDS: [&str; 1] = ["productid"];
/// How it names the customer's number.
const OWN_NUMBERS: [&str; 5] = [
    "customerproductnumber",
    "ownproductnumber",
    "cpn",
    "customernumber",
    "kundenartikelnummer",
];

/// One line of the file; what it lacks is empty.
#[derive(Debug, PartialEq)]
pub struct Row {
    /// Where it stands, from 1.
    pub line: u64,
    /// The shop's number.
    pub shop_number: String,
    /// The product's id.
    pub product_id: String,
    /// The customer's number.
    pub own_number: String,
}

/// Takes the file out of a request.
pub async fn receive(
    headers: &HeaderMap,
    payload: actix_web::dev::Payload,
    json: &Map<String, Value>,
) -> Result<Bytes, Refusal> {
    let missing = || Refusal::missing_parameter("file");
    let given = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let file = match media_type(given.unwrap_or_default()).as_str() {
        "text/csv" | "text/plain" | "application/csv" | "application/octet-stream" => {
            Some(collect(payload, IMPORT_BYTES).await?.freeze())
        }
        "multipart/form-data" => from_parts(Multipart::new(headers, payload)).await?,
        "application/json" => ["csv", "content"]
            .iter()
            .find_map(|name| json.get(*name)?.as_str())
            .map(|text| Bytes::copy_from_slice(text.as_bytes())),
        "application/x-www-form-urlencoded" => from_form(&collect(payload, FORM_BYTES).await?),
        _ => None,
    };
    let file = file
        .filter(|file| !file.trim_ascii().is_empty())
        .ok_or_else(missing)?;
    if file.len() > IMPORT_BYTES {
        return Err(too_large());
    }
    Ok(file)
}

fn too_large() -> Refusal {
    Error::TooLarge(u64::try_from(IMPORT_BYTES).unwrap_or(u64::MAX)).into()
}

fn from_form(body: &[u8]) -> Option<Bytes> {
    url::form_urlencoded::parse(body)
        .find(|(name, _)| matches!(name.as_ref(), "csv" | "content"))
        .map(|(_, text)| Bytes::copy_from_slice(text.as_bytes()))
}

/// The part called `file`, else the first that is one.
async fn from_parts(mut parts: Multipart) -> Result<Option<Bytes>, Refusal> {
    let unreadable = |_: MultipartError| Refusal::from(Error::BadRequest("unreadable"));
    let (mut file, mut read) = (None, 0_usize);
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(unreadable)?;
        let disposition = part.content_disposition();
        let is_named = disposition.and_then(|found| found.get_name()) == Some("file");
        let is_file = disposition.is_some_and(|found| found.get_filename().is_some());
        let mut bytes = BytesMut::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(unreadable)?;
            read += chunk.len();
            if read > IMPORT_BYTES + WRAPPING {
                return Err(too_large());
            }
            bytes.extend_from_slice(&chunk);
        }
        if is_named {
            return Ok(Some(bytes.freeze()));
        }
        if is_file && file.is_none() {
            file = Some(bytes.freeze());
        }
    }
    Ok(file)
}

/// Reads the rows of a file.
pub fn rows(file: &[u8]) -> Result<Vec<Row>, Refusal> {
    let refuse = |text: &str| Refusal::from(Complaint::invalid_parameter("file", text));
    let text = std::str::from_utf8(file).map_err(|_no_text| refuse("The file is no UTF-8."))?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut lines = Lines::of(text);
    let mut columns = None;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_broken| refuse("The file is no CSV."))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let columns = match &columns {
            Some(columns) => columns,
            None => match Columns::of(record.iter()) {
                Some(named) => {
                    columns = Some(named.map_err(refuse)?);
                    continue;
                }
                None => &*columns.insert(Columns::BARE),
            },
        };
        if rows.len() == MOST_ROWS {
            let text = format!("The file has more than {MOST_ROWS} rows.");
            return Err(Refusal::framework(StatusCode::PAYLOAD_TOO_LARGE, text));
        }
        rows.push(columns.row(&record, lines.line_of(&record)));
    }
    Ok(rows)
}

/// The sign that stands most often in the first line, outside of quotes.
fn delimiter(text: &str) -> u8 {
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b';', 0_usize), (b',', 0), (b'\t', 0)];
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        for (sign, count) in &mut counts {
            *count += usize::from(!quoted && byte == *sign);
        }
    }
    // Of equals the first.
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(b';', |(sign, _)| *sign)
}

/// Tells in which line a record stands. The reader's own count does not know of the line ends it still has to pass.
struct Lines<'t> {
    bytes: &'t [u8],
    at: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line of a record that stands behind all those asked for before.
    fn line_of(&mut self, record: &csv::StringRecord) -> u64 {
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let rest = self.bytes.get(start..).unwrap_or_default();
        let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let start = start.saturating_add(ends.count());
        let passed = self.bytes.get(self.at..start).unwrap_or_default();
        self.line += passed
            .iter()
            .map(|byte| u64::from(*byte == b'\n'))
            .sum::<u64>();
        self.at = start;
        self.line
    }
}

/// Which column holds what.
struct Columns {
    shop_number: Option<usize>,
    product_id: Option<usize>,
    own_number: usize,
}

impl Columns {
    /// Those of a file without headings.
    const BARE: Self = Self {
        shop_number: Some(0),
        product_id: None,
        own_number: 1,
    };

    /// The columns a line of headings names, or which of them it lacks; none where it is no such line.
    fn of<'c>(cells: impl Iterator<Item = &'c str>) -> Option<Result<Self, &'static str>> {
        let headings: Vec<String> = cells
            .map(|cell| {
                let plain = cell
                    .chars()
                    .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'));
                plain.flat_map(char::to_lowercase).collect()
            })
            .collect();
        let find = |names: &[&str]| {
            headings
                .iter()
                .position(|heading| names.contains(&heading.as_str()))
        };
        let (shop_number, product_id) = (find(&SHOP_NUMBERS), find(&PRODUCT_IDS));
        let own_number = find(&OWN_NUMBERS);
        match (shop_number.or(product_id), own_number) {
            (None, None) => None,
            (Some(_), Some(own_number)) => Some(Ok(Self {
                shop_number,
                product_id,
                own_number,
            })),
            (None, Some(_)) => Some(Err(
                "The file has no column with the shop's product number.",
            )),
            (Some(_), None) => Some(Err(
                "The file has no column with the customer's product number.",
            )),
        }
    }

    fn row(&self, record: &csv::StringRecord, line: u64) -> Row {
        let cell = |column: Option<usize>| {
            let cell = column.and_then(|column| record.get(column));
            cell.unwrap_or_default().trim().to_owned()
        };
        Row {
            line,
            shop_number: cell(self.shop_number),
            product_id: cell(self.product_id),
            own_number: cell(Some(self.own_number)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u64, String, String, String)> {
        let rows = rows(text.as_bytes()).unwrap();
        rows.into_iter()
            .map(|row| (row.line, row.shop_number, row.product_id, row.own_number))
            .collect()
    }

    fn row(line: u64, shop: &str, id: &str, own: &str) -> (u64, String, String, String) {
        (line, shop.to_owned(), id.to_owned(), own.to_owned())
    }

    #[test]
    fn delimiters_quotes_blank_lines_and_line_ends() {
        assert_eq!(
            read("P;A\r\n\r\n ;\r\nQ;B"),
            [row(1, "P", "", "A"), row(4, "Q", "", "B")]
        );
        assert_eq!(
            read("\"P,1\",\"say \"\"A\"\"\"\n"),
            [row(1, "P,1", "", "say \"A\"")]
        );
        assert_eq!(read("\u{FEFF}P\tA;B\t\n"), [row(1, "P", "", "A;B")]);
        assert_eq!(read("P\n"), [row(1, "P", "", "")]);
    }

    #[test]
    fn headings_say_which_column_is_which() {
        assert_eq!(
            read("Own Product-Number;Name;SKU\nA;Pump;P"),
            [row(2, "P", "", "A")]
        );
        assert_eq!(read("product_id,CPN,sku\n1,A,\n"), [row(2, "", "1", "A")]);
        // The headings of columns that stand where they would without any.
        assert_eq!(read("sku;cpn\nP;A"), [row(2, "P", "", "A")]);
        assert!(rows(b"sku;name\nP;A").is_err());
        assert!(rows(b"name;cpn\nP;A").is_err());
        assert!(rows(b"P;\xFF").is_err());
    }
}
