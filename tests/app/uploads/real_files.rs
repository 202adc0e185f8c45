//! Files that nobody here wrote (their README says where they come from), with the counts of a careful reader.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Desk, rows};

/// What a careful reader found in a file.
struct File {
    name: &'static str,
    product: &'static str,
    cpn: &'static str,
    detected: Value,
    rows: i64,
    pairs: i64,
    both: i64,
    only_product: i64,
    only_own: i64,
}

fn files() -> [File; 8] {
    let text = |encoding: &str, delimiter: &str| json!({"kind": "delimited", "encoding": encoding, "delimiter": delimiter, "heading_row": 1});
    let sheet = |kind: &str, sheet: &str| json!({"kind": kind, "sheet": sheet, "heading_row": 1});
    let file =
        |name, product, cpn, detected, [rows, both, pairs, only_product, only_own]: [i64; 5]| {
            File {
                name,
                product,
                cpn,
                detected,
                rows,
                pairs,
                both,
                only_product,
                only_own,
            }
        };
    let mut kicost = text("UTF-8", "comma");
    kicost["heading_row"] = json!(5);
    [
        file(
            "001_AllenNeuralDynamics_exa-spim-hardware_BOM.xlsx",
            "CATALOG PART NUMBER",
            "SOLIDWORKS PART NUMBER",
            sheet("xlsx", "in"),
            [92, 92, 92, 0, 0],
        ),
        file(
            "003_BerkeleyLab_Marble-Mini_Marble_BOM.csv",
            "Manufacturer Part Number",
            "Part Number",
            text("UTF-8", "comma"),
            [129, 94, 93, 35, 0],
        ),
        file(
            "005_fossasia_pslab-hardware_PSLab_BOM_Sheet.ods",
            "Mfr. Part Number",
            "Digikey",
            sheet("ods", "PSLab_BoM"),
            [50, 39, 37, 11, 0],
        ),
        // 40 of the 74 rows have neither number.
        file(
            "015_hildogjr_KiCost_300-010.csv",
            "6",
            "21",
            kicost,
            [74, 25, 25, 9, 40],
        ),
        file(
            "028_emard_ulx3s_parts-cost-estimate.csv",
            "Mfr Part Number (Input)",
            "Mouser Part Number",
            text("UTF-8", "semicolon"),
            [60, 59, 51, 1, 0],
        ),
        file(
            "030_emard_ulx3s_ulx3s_bom_3.0.3_dolje.csv",
            "Mouser",
            "Koncar",
            text("UTF-8", "comma"),
            [35, 35, 35, 0, 0],
        ),
        file(
            "034_cvra_motor-control-board_BOM.xls",
            "Fournisseur et réf.",
            "Désignation",
            sheet("xls", "Feuille1"),
            [32, 27, 27, 0, 5],
        ),
        file(
            "050_rexxars_vinmonopolet_products-chunk.csv",
            "Varenummer",
            "Vareurl",
            text("windows-1252", "semicolon"),
            [9, 9, 9, 0, 0],
        ),
    ]
}

/// Where the files lie beside a checkout that has them; a clone elsewhere goes without this test.
fn folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = root.ancestors().map(|above| above.join("shared/data/real"));
    let within = root.join("tests/data/real");
    std::iter::once(within)
        .chain(beside)
        .find(|folder| folder.is_dir())
}

#[actix_web::test]
async fn each_is_read_as_a_careful_reader_reads_it() {
    let Some(folder) = folder() else { return };
    for file in files() {
        let desk = Desk::with(&[]).await;
        let path = folder.join(file.name);
        catalogue(&desk, &path, &file).await;

        let told = desk
            .upload_file(
                &path,
                &["--product-column", file.product, "--cpn-column", file.cpn],
            )
            .await;

        for (key, expected) in file.detected.as_object().unwrap() {
            assert_eq!(told[key], *expected, "{}: {key}", file.name);
        }
        let found = [
            &told["rows"],
            &told["new"],
            &told["causes"]["repeated"],
            &told["problems"]["cpn-missing"],
            &told["problems"]["product-missing"],
        ];
        let expected = [
            file.rows,
            file.pairs,
            file.both - file.pairs,
            file.only_product,
            file.only_own,
        ];
        assert_eq!(
            found.map(|count| count.as_i64().unwrap_or(0)),
            expected,
            "{}: {told}",
            file.name
        );
    }
}

/// Knows every product the file names, as far as a product can be called so.
async fn catalogue(desk: &Desk, path: &Path, file: &File) {
    let report = desk.path("cells.csv");
    let columns = ["--product-column", file.product, "--cpn-column", file.cpn];
    let flags = ["--dry-run", "--report", report.to_str().unwrap()];
    let told = desk
        .upload_file(path, &[columns.as_slice(), &flags].concat())
        .await;
    let is_product = |column: &Value| column["field"] == json!("product");
    let column = told["columns"]
        .as_array()
        .unwrap()
        .iter()
        .position(is_product)
        .unwrap();
    let bytes = std::fs::read(report).unwrap();
    let (text, ..) = encoding_rs::WINDOWS_1252.decode(&bytes);
    let text = if told["encoding"] == json!("windows-1252") {
        text.into_owned()
    } else {
        String::from_utf8(bytes).unwrap()
    };
    let text = if told["delimiter"] == json!("comma") {
        text
    } else {
        with_commas(&text)
    };
    for row in rows(&text).iter().skip(1) {
        let number = row[column].trim();
        if !number.is_empty() {
            desk.given().product(number).await;
        }
    }
}

fn with_commas(text: &str) -> String {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for row in reader.records() {
        writer.write_record(&row.unwrap()).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}
