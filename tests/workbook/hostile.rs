//! Workbooks that are made to do harm: each gets its answer, and soon.

use std::{fs, io::Cursor, os::unix::fs::PermissionsExt};

use cpn_desk::sheet::{Limits, Overrides, Reader, SheetError};

use super::made::{heading, inline, open, reader, refusal, sheet, workbook};

/// Replaces bytes by as many others wherever they stand.
fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    for at in 0..bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    }
    bytes
}

fn reason(error: SheetError) -> String {
    match error {
        SheetError::Damaged { reason } | SheetError::Excessive { reason } => reason,
        other => panic!("{other}"),
    }
}

#[test]
fn a_far_cell_takes_no_room() {
    let far = format!(
        "{}<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        heading()
    );
    assert_eq!(
        refusal(sheet(&far)),
        SheetError::TooManyColumns {
            line: 1_048_576,
            limit: 256
        }
    );
    let first = "<row r='1'><c r='XFD1'><v>1</v></c></row>";
    assert_eq!(
        refusal(sheet(first)),
        SheetError::TooManyColumns {
            line: 1,
            limit: 256
        }
    );
    let low = format!("{}<row r='4294967295'><c><v>1</v></c></row>", heading());
    assert_eq!(
        refusal(sheet(&low)),
        SheetError::TooManyRows { limit: 1_048_576 }
    );
}

#[test]
fn what_unpacks_to_far_more_is_stopped_while_it_unpacks() {
    // Reading stops at 16 MiB, so more would only make packing slow.
    const SIZE: usize = 17 * 1024 * 1024;
    let list = format!(
        "<worksheet><sheetData>{}</sheetData></worksheet>",
        heading()
    );
    let long = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(SIZE));
    let many = format!("<sst>{}</sst>", "<si/>".repeat(SIZE / 5));
    for shared in [long, many] {
        let error = refusal(workbook(&[
            ("xl/worksheets/sheet1.xml", &list),
            ("xl/sharedStrings.xml", &shared),
        ]));
        assert!(matches!(error, SheetError::Excessive { .. }), "{error}");
    }
    let rows = refusal(sheet(&"<row/>".repeat(SIZE / 6)));
    assert!(reason(rows).contains("more than 200 times its size"));
    let letters = refusal(sheet(&inline(&"a".repeat(2 * 1024 * 1024))));
    assert!(reason(letters).contains("longer than any cell"));
    let letters = refusal(sheet(&format!(
        "{}<row>{}</row>",
        heading(),
        inline(&"a".repeat(40_000))
    )));
    assert_eq!(
        letters,
        SheetError::CellTooLong {
            line: 2,
            column: 1,
            limit: 32_767
        }
    );
}

#[test]
fn measures_of_a_workbook_are_those_of_the_limits() {
    let refused = |limits: Limits| {
        let list = format!(
            "<worksheet><sheetData>{}</sheetData></worksheet>",
            heading()
        );
        let shared = format!("<sst>{}</sst>", "<si><t>abc</t></si>".repeat(1000));
        let bytes = workbook(&[
            ("xl/worksheets/sheet1.xml", &list),
            ("xl/sharedStrings.xml", &shared),
        ]);
        let known = |_: &str| false;
        let opened = reader(limits).open(Cursor::new(bytes), &known, &Overrides::default());
        opened.err()
    };
    let limits = Limits::default;
    assert_eq!(refused(limits()), None);
    let texts = refused(Limits {
        shared_text_bytes: 6_000,
        ..limits()
    });
    assert!(reason(texts.unwrap()).starts_with("its texts take more"));
    let sum = refused(Limits {
        unpacked_bytes: 10_000,
        ..limits()
    });
    assert!(reason(sum.unwrap()).contains("more bytes than allowed"));
    let parts = refused(Limits {
        parts: 5,
        ..limits()
    });
    assert!(reason(parts.unwrap()).contains("more than 5 parts"));
    let bytes = refused(Limits {
        bytes: 100,
        ..limits()
    });
    assert_eq!(bytes, Some(SheetError::TooLarge { limit: 100 }));
}

#[test]
fn xml_that_is_made_to_do_harm_is_refused() {
    let with_type = |declaration: &str| {
        let xml = format!("{declaration}<worksheet><sheetData>&a;</sheetData></worksheet>");
        reason(refusal(workbook(&[("xl/worksheets/sheet1.xml", &xml)])))
    };
    let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    assert!(with_type(laughs).contains("document type"));
    let external = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    assert!(with_type(external).contains("document type"));
    assert!(with_type("").contains("uses an entity"));
    let nested = reason(refusal(sheet(&"<row>".repeat(200_000))));
    assert!(nested.contains("nested deeper than 64"));
    let missing = format!("{}<row><c t='s'><v>7</v></c></row>", heading());
    assert!(reason(refusal(sheet(&missing))).contains("line 2 has a text that is not there"));
    assert!(reason(refusal(sheet("<row></c>"))).contains("broken"));
}

#[test]
fn names_and_sizes_of_parts_may_not_lie() {
    let list = format!(
        "<worksheet><sheetData>{}</sheetData></worksheet>",
        heading()
    );
    let bytes = workbook(&[
        ("xl/worksheets/sheet1.xml", &list),
        ("xl/aaaaaaaa.xml", ""),
        ("xl/bbbbbbbb.xml", ""),
    ]);
    assert!(open(bytes.clone()).is_ok());
    let with_name =
        |name: &[u8]| reason(refusal(replaced(bytes.clone(), b"xl/aaaaaaaa.xml", name)));
    for name in [
        b"../../etc/cron1",
        b"/tmp/aaaaaaaaaa",
        b"xl\\aaaaaaaa.xml",
        b"C:/aaaaaaaa.xml",
    ] {
        assert!(with_name(name).contains("forbidden name"));
    }
    assert!(with_name(b"xl/bbbbbbbb.xml").contains("two parts"));
    assert!(with_name(b"xl/BBBBBBBB.xml").contains("two parts"));
    let size = u32::try_from(list.len()).unwrap().to_le_bytes();
    let small = 10_u32.to_le_bytes();
    let error = reason(refusal(replaced(bytes, &size, &small)));
    assert!(error.contains("larger than it says"), "{error}");
}

#[test]
fn a_reader_that_dies_or_stalls_is_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let answer = |script: &str| {
        let program = folder.path().join("reader");
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let limits = Limits {
            wait_seconds: 1,
            ..Limits::default()
        };
        let reader = Reader::new(limits).with_program(program);
        let opened = reader.open(
            Cursor::new(sheet(&heading())),
            &|_| false,
            &Overrides::default(),
        );
        opened.err().unwrap()
    };
    let exhausted = |resource: &str| SheetError::Exhausted {
        resource: resource.into(),
    };
    assert_eq!(answer("kill -ABRT $$"), exhausted("memory"));
    assert_eq!(answer("kill -XCPU $$"), exhausted("time"));
    assert_eq!(answer("exec sleep 60"), exhausted("time"));
    assert!(matches!(answer("exit 101"), SheetError::Damaged { .. }));
    assert!(matches!(answer("exit 3"), SheetError::Reader { .. }));
    assert!(matches!(answer("echo nonsense"), SheetError::Reader { .. }));
    let missing = Reader::default().with_program(folder.path().join("missing"));
    let opened = missing.open(
        Cursor::new(sheet(&heading())),
        &|_| false,
        &Overrides::default(),
    );
    assert!(matches!(opened.err(), Some(SheetError::Reader { .. })));
}
