//! Delimited files through the front door, from the small fixtures that are each odd in one way.

use std::{
    fs::File,
    io::{self, Cursor, Read},
    path::Path,
};

use proptest::prelude::*;

use super::*;

/// Headings that a caller of these tests knows.
fn known(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    ["sku", "cpn", "artikelnummer", "kundenartikelnummer"].contains(&heading.as_str())
}

fn open(bytes: impl Into<Vec<u8>>, overrides: &Overrides) -> Result<Sheet, SheetError> {
    Reader::default().open(Cursor::new(bytes.into()), &known, overrides)
}

fn fixture(name: &str) -> Sheet {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name);
    let file = File::open(path).unwrap();
    Reader::default()
        .open(file, &known, &Overrides::default())
        .unwrap()
}

/// All rows as line and texts.
fn rows(sheet: &mut Sheet) -> Vec<(u32, Vec<String>)> {
    let mut rows = Vec::new();
    while let Some(row) = sheet.next_row().unwrap() {
        rows.push((
            row.line,
            row.cells.into_iter().map(|cell| cell.text).collect(),
        ));
    }
    rows
}

fn described(sheet: &Sheet) -> String {
    let layout = sheet.layout();
    format!(
        "{} · {} · heading row {}",
        layout.encoding.unwrap(),
        layout.delimiter.unwrap(),
        layout.heading_row
    )
}

fn row(line: u32, cells: &[&str]) -> (u32, Vec<String>) {
    (line, cells.iter().map(|&text| text.into()).collect())
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_heading() {
    let mut sheet = fixture("utf8_bom_semicolon.csv");
    assert_eq!(
        described(&sheet),
        "UTF-8 with BOM · semicolon · heading row 1"
    );
    assert_eq!(sheet.headings(), ["sku", "Kundenartikelnummer"]);
    assert_eq!(rows(&mut sheet)[1], row(3, &["Ä-2", "K 2"]));
}

#[test]
fn utf_16_is_read_with_and_without_its_mark() {
    let mut sheet = fixture("utf16le_bom_tab.txt");
    assert_eq!(described(&sheet), "UTF-16LE with BOM · tab · heading row 1");
    assert_eq!(
        rows(&mut sheet),
        [
            row(2, &["A1", "Größe"]),
            row(3, &["A2", "two\nlines"]),
            row(5, &["A3", "end"]),
        ]
    );
    let mut sheet = fixture("utf16be_without_bom.csv");
    assert_eq!(described(&sheet), "UTF-16BE · comma · heading row 1");
    assert_eq!(rows(&mut sheet)[0], row(2, &["A1", "Größe"]));
}

#[test]
fn windows_1252_is_told_and_can_be_overruled() {
    let mut sheet = fixture("windows1252_semicolon_decimal_comma.csv");
    assert_eq!(
        described(&sheet),
        "windows-1252 · semicolon · heading row 1"
    );
    assert_eq!(
        rows(&mut sheet)[0],
        row(2, &["1101", "Løiten ”Linie” på fat", "0,70", "399,90"])
    );
    assert_eq!(sheet.notes(), &Notes::default());
    let overrides = Overrides {
        encoding: Some("windows-1250".parse().unwrap()),
        delimiter: Some(Delimiter::Comma),
        heading_row: Some(2),
        sheet: None,
    };
    let sheet = open(b"a;b\nL\xf8;0,70\n".to_vec(), &overrides).unwrap();
    assert_eq!(described(&sheet), "windows-1250 · comma · heading row 2");
    assert_eq!(sheet.headings(), ["Lř;0", "70"]);
}

#[test]
fn the_first_other_letter_decides_however_late_it_comes() {
    let ascii = "sku,name\n".to_owned() + &"A1,plain\n".repeat(30_000);
    let mut late = ascii.clone().into_bytes();
    late.extend_from_slice(b"A2,Gr\xf6\xdfe\n");
    let mut sheet = open(late, &Overrides::default()).unwrap();
    assert_eq!(rows(&mut sheet)[30_000], row(30_002, &["A2", "Größe"]));
    assert_eq!(described(&sheet), "windows-1252 · comma · heading row 1");
    let mut sheet = open(ascii + "A2,Größe\n", &Overrides::default()).unwrap();
    assert_eq!(rows(&mut sheet)[30_000], row(30_002, &["A2", "Größe"]));
}

#[test]
fn a_line_that_declares_the_delimiter_is_no_row() {
    let mut sheet = fixture("sep_line.csv");
    assert_eq!(described(&sheet), "UTF-8 · pipe · heading row 2");
    assert_eq!(rows(&mut sheet)[0], row(3, &["A,1", "B;1"]));
}

#[test]
fn lines_are_those_of_an_editor() {
    let mut sheet = fixture("mixed_line_ends_quoted_breaks.csv");
    assert_eq!(
        rows(&mut sheet),
        [
            row(2, &["A1", "two\r\nlines", "C1"]),
            row(4, &["A2", "three\nmore\rlines", "C2"]),
            row(7, &["A3", "plain", "C3"]),
            row(10, &["A4", "last", "C4"]),
        ]
    );
}

#[test]
fn stray_quotes_cost_no_other_row() {
    let mut sheet = fixture("stray_quotes.csv");
    assert_eq!(
        rows(&mut sheet),
        [
            row(2, &["A1", "5\" pipe"]),
            row(3, &["A2", "\"closes\"late"]),
            row(4, &["A3", "5\" plain"]),
            row(5, &["\"A4", "C4"]),
            row(6, &["A5", "fine, yes"]),
        ]
    );
    assert_eq!(sheet.notes().lenient_rows.first, [2, 3, 5]);
}

#[test]
fn bytes_without_meaning_are_said() {
    let mut sheet = fixture("nul_bytes.csv");
    assert_eq!(rows(&mut sheet)[0], row(2, &["A\u{fffd}1", "C1"]));
    assert_eq!(sheet.notes().replaced_rows.first, [2]);
    let mut sheet = fixture("broken_byte_in_utf8.csv");
    assert_eq!(described(&sheet), "UTF-8 · comma · heading row 1");
    assert_eq!(rows(&mut sheet)[20], row(22, &["B1", "br\u{fffd}ken"]));
    assert_eq!(sheet.notes().replaced_rows.count, 1);
}

#[test]
fn titles_above_two_lines_of_headings_are_passed_over() {
    let mut sheet = fixture("title_rows_two_line_headings.csv");
    assert_eq!(described(&sheet), "UTF-8 · comma · heading row 5");
    assert_eq!(
        sheet.headings(),
        ["Customer / No.", "Supplier / No.", "Text", "Unit"]
    );
    assert_eq!(rows(&mut sheet).len(), 3);
}

#[test]
fn each_column_has_a_name_of_its_own() {
    let sheet = fixture("duplicate_and_blank_headings.csv");
    assert_eq!(sheet.headings(), ["sku", "Cat#", "Column C", "Cat# (2)"]);
    let mut sheet = fixture("total_row_and_trailing_delimiters.csv");
    assert_eq!(rows(&mut sheet).last(), Some(&row(5, &["Total", "2"])));
}

#[test]
fn a_list_without_headings_is_all_data() {
    let mut sheet = fixture("pasted_single_column.txt");
    assert_eq!(described(&sheet), "UTF-8 · nothing · heading row 0");
    assert_eq!(sheet.headings(), ["Column A"]);
    assert_eq!(rows(&mut sheet)[2], row(3, &["12-36 C, old"]));
}

#[test]
fn a_heading_row_can_be_said() {
    let said = |line| Overrides {
        heading_row: Some(line),
        ..Overrides::default()
    };
    let text = "sku,cpn\nx,y\n\nA1,C1\n";
    let mut sheet = open(text, &said(2)).unwrap();
    assert_eq!(sheet.headings(), ["x", "y"]);
    assert_eq!(rows(&mut sheet), [row(4, &["A1", "C1"])]);
    assert_eq!(rows(&mut open(text, &said(0)).unwrap()).len(), 3);
    for line in [3, 5, u32::MAX] {
        let error = open(text, &said(line)).err();
        assert_eq!(error, Some(SheetError::NoHeadingRow { row: line }));
    }
}

#[test]
fn an_open_file_may_move_to_another_thread() {
    let sheet = open("sku,cpn\nA1,C1\n", &Overrides::default()).unwrap();
    let read = std::thread::spawn(|| {
        let mut sheet = sheet;
        rows(&mut sheet)
    });
    assert_eq!(read.join().unwrap(), [row(2, &["A1", "C1"])]);
}

#[test]
fn nothing_is_said_to_be_nothing() {
    for text in ["", "\u{feff}", " \n\t\n"] {
        assert_eq!(
            open(text, &Overrides::default()).err(),
            Some(SheetError::Empty)
        );
    }
}

/// The error that reading to the end gives.
fn refusal(mut sheet: Sheet) -> SheetError {
    loop {
        match sheet.next_row() {
            Ok(Some(_)) => {}
            Ok(None) => panic!("nothing was refused"),
            Err(error) => return error,
        }
    }
}

#[test]
fn each_limit_has_its_own_answer() {
    let reader = Reader::new(Limits {
        bytes: 1_000_000,
        rows: 3,
        columns: 4,
        cell_chars: 10,
        ..Limits::default()
    });
    let refused = |text: String| match reader.open(Cursor::new(text), &known, &Overrides::default())
    {
        Ok(sheet) => refusal(sheet),
        Err(error) => error,
    };
    let head = "sku,cpn\n";
    assert_eq!(
        refused(head.to_owned() + &"a,b\n".repeat(4)),
        SheetError::TooManyRows { limit: 3 }
    );
    assert_eq!(
        refused(head.to_owned() + "a,b,c,d,e\n"),
        SheetError::TooManyColumns { line: 2, limit: 4 }
    );
    assert_eq!(
        refused(head.to_owned() + "a,12345678901\n"),
        SheetError::CellTooLong {
            line: 2,
            column: 2,
            limit: 10
        }
    );
    assert_eq!(
        refused(head.to_owned() + &"\n".repeat(1_000_000)),
        SheetError::TooLarge { limit: 1_000_000 }
    );
    assert_eq!(
        open(",".repeat(99_999) + "x", &Overrides::default()).err(),
        Some(SheetError::TooManyColumns {
            line: 1,
            limit: 256
        })
    );
}

/// As many bytes as asked for, and how many of them were taken.
struct Endless {
    /// The beginning.
    head: Cursor<Vec<u8>>,
    /// What follows.
    letter: u8,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.head.read(buffer)? {
            0 => {
                buffer.fill(self.letter);
                Ok(buffer.len())
            }
            length => Ok(length),
        }
    }
}

#[test]
fn a_row_without_end_is_refused_early() {
    for (head, letter) in [("\"", b'a'), ("", b','), ("a,\"b", b' ')] {
        let source = Endless {
            head: Cursor::new(head.into()),
            letter,
        };
        let refused = match Reader::default().open(source, &known, &Overrides::default()) {
            Ok(sheet) => refusal(sheet),
            Err(error) => error,
        };
        assert!(
            matches!(refused, SheetError::RecordTooLong { .. }),
            "{head:?}: {refused}"
        );
    }
}

/// Bytes that the window of a delimited file takes.
fn window_capacity(sheet: &Sheet) -> usize {
    match &sheet.rows {
        Rows::Delimited(rows) => rows.window_capacity(),
        Rows::Workbook(_) => 0,
    }
}

#[test]
fn a_quote_that_never_closes_costs_one_row_and_little_memory() {
    let text = "\"sku,cpn\n".to_owned() + &"A1,C1\n".repeat(500_000);
    let mut sheet = open(text, &Overrides::default()).unwrap();
    assert_eq!(sheet.layout().delimiter, Some(Delimiter::Comma));
    let mut count = 0;
    while sheet.next_row().unwrap().is_some() {
        count += 1;
    }
    assert_eq!(
        (count, &sheet.notes().lenient_rows.first[..]),
        (500_000, &[1][..])
    );
    assert!(window_capacity(&sheet) < 4 * 1024 * 1024);
}

/// A cell as a person could have it: any text without NUL, which no spreadsheet can hold.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z0-9 ./-]{1,12}",
        r#"['"=+\-@\t\r\n,; ＝0-9Aé]{1,8}"#,
        "[^\u{0}\u{fffd}]{1,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_exported_as_csv_is_imported_the_same(
        table in prop::collection::vec(prop::collection::vec(cell(), 2..4), 1..8),
        delimiter in prop::sample::select(&Delimiter::ALL[..4]),
    ) {
        let mut csv = Csv::new(Vec::new(), delimiter, Safety::Spreadsheet).unwrap();
        csv.row(["sku", "cpn", "x"]).unwrap();
        for cells in &table {
            csv.row(cells).unwrap();
        }
        let mut sheet = open(csv.finish().unwrap(), &Overrides::default()).unwrap();
        prop_assert_eq!(sheet.layout().delimiter, Some(delimiter));
        let read: Vec<Vec<String>> = rows(&mut sheet)
            .into_iter()
            .map(|(_, cells)| cells.iter().map(|cell| unprotect(cell).into_owned()).collect())
            .collect();
        let written: Vec<Vec<String>> = table
            .into_iter()
            .filter(|cells| cells.iter().any(|cell| !cell.trim().is_empty() || cell.starts_with(['\t', '\r', '\n'])))
            .collect();
        prop_assert_eq!(read, written);
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(mut sheet) = open(bytes, &Overrides::default()) {
            while let Ok(Some(_)) = sheet.next_row() {}
        }
    }
}
