//! A workbook of Excel 97 to 2003, built byte by byte: nothing writes them any more.

use cpn_desk::sheet::{Kind, Mark};

use super::made::{all, open, texts};

/// Sectors of the compound file.
const SECTOR: usize = 512;
/// Sectors of the stream: shorter ones are kept elsewhere.
const STREAM_SECTORS: u32 = 9;
const FREE: u32 = 0xffff_ffff;
const END: u32 = 0xffff_fffe;
const TABLE: u32 = 0xffff_fffd;

/// One record: its number, its length, its bytes.
fn record(number: u16, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u16::try_from(content.len()).unwrap();
    [
        &number.to_le_bytes(),
        &length.to_le_bytes(),
        content.as_slice(),
    ]
    .concat()
}

/// Where a cell is: row and column from 0, and a style.
fn place(row: u16, column: u16) -> Vec<u8> {
    [row, column, 0].map(u16::to_le_bytes).concat()
}

fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).unwrap().to_le_bytes();
    record(
        0x0204,
        &[&place(row, column), &length, &[0], text.as_bytes()],
    )
}

fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    record(0x0203, &[&place(row, column), &value.to_le_bytes()])
}

/// The stream of a workbook with one visible and one hidden sheet.
fn stream() -> Vec<u8> {
    let begin = |kind: u8| record(0x0809, &[&[0, 6, kind, 0], &[0; 12]]);
    let end = record(0x000a, &[]);
    let sheet = [
        begin(0x10),
        label(2, 0, "SKU"),
        label(2, 1, "CPN"),
        label(4, 0, "A-1"),
        number(4, 1, 17.0),
        number(4, 2, 1_234_567_890_123.0),
        record(0x0205, &[&place(5, 0), &[1, 0]]),
        record(0x0205, &[&place(5, 1), &[0x2a, 1]]),
        end.clone(),
    ]
    .concat();
    let tab = |offset: usize, hidden: u8, name: &str| {
        let offset = u32::try_from(offset).unwrap().to_le_bytes();
        let length = u8::try_from(name.len()).unwrap();
        record(0x0085, &[&offset, &[hidden, 0, length, 0], name.as_bytes()])
    };
    let globals = |first: usize, second: usize| {
        let tabs = [tab(first, 1, "Old"), tab(second, 0, "List")];
        [begin(0x05), tabs.concat(), end.clone()].concat()
    };
    let first = globals(0, 0).len();
    [globals(first, first + sheet.len()), sheet.clone(), sheet].concat()
}

/// An entry of the compound file's directory.
fn entry(name: &str, kind: u8, child: u32, start: u32, size: usize) -> Vec<u8> {
    let mut wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(wide.len() + 2).unwrap();
    wide.resize(64, 0);
    [
        wide,
        length.to_le_bytes().to_vec(),
        vec![kind, 1],
        [FREE, FREE, child].map(u32::to_le_bytes).concat(),
        vec![0; 36],
        start.to_le_bytes().to_vec(),
        u64::try_from(size).unwrap().to_le_bytes().to_vec(),
    ]
    .concat()
}

/// The compound file: its header, the table of sectors, the directory, the stream.
fn compound() -> Vec<u8> {
    let size = SECTOR * usize::try_from(STREAM_SECTORS).unwrap();
    let mut header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    header.resize(24, 0);
    header.extend([0x3e_u16, 3, 0xfffe, 9, 6].map(u16::to_le_bytes).concat());
    header.extend([0; 6]);
    header.extend(
        [0, 1, 1, 0, 4096, END, 0, END, 0, 0]
            .map(u32::to_le_bytes)
            .concat(),
    );
    header.resize(SECTOR, 0xff);
    let mut table = vec![TABLE, END];
    table.extend((3..2 + STREAM_SECTORS).chain([END]));
    table.resize(SECTOR / 4, FREE);
    let mut directory = entry("Root Entry", 5, 1, END, 0);
    directory.extend(entry("Workbook", 2, FREE, 2, size));
    directory.resize(SECTOR, 0);
    let mut stream = stream();
    stream.resize(size, 0);
    let table: Vec<u8> = table.into_iter().flat_map(u32::to_le_bytes).collect();
    [header, table, directory, stream].concat()
}

#[test]
fn an_old_workbook_is_read() {
    let mut sheet = open(compound()).unwrap();
    assert_eq!(sheet.layout().kind, Kind::Xls);
    assert_eq!(sheet.layout().sheet.as_deref(), Some("List"));
    assert!(sheet.sheets()[0].hidden);
    assert_eq!(sheet.layout().heading_row, 3);
    let rows = all(&mut sheet).unwrap();
    assert_eq!(
        texts(&rows),
        [
            (5, vec!["A-1", "17", "1234567890123"]),
            (6, vec!["TRUE", "#N/A"]),
        ]
    );
    assert_eq!(rows[0].cells[1].mark, Some(Mark::Number));
    assert_eq!(rows[1].cells[1].mark, Some(Mark::FormulaError));
}
