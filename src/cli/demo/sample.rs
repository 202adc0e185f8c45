//! Sample data for the demo: a supplier of hydraulics, its customers, and the numbers they use. The same every time.

/// A product line of the sample supplier: the beginning of its numbers, its name, the suffixes and words of its variants.
struct Line {
    beginning: &'static str,
    name: &'static str,
    variants: [(&'static str, &'static str); 4],
}

const LINES: [Line; 12] = [
    Line {
        beginning: "PUMP",
        name: "Gear pump",
        variants: [
            ("08", "8 cm³"),
            ("11", "11 cm³"),
            ("16", "16 cm³"),
            ("22", "22 cm³"),
        ],
    },
    Line {
        beginning: "VALV",
        name: "Directional valve",
        variants: [
            ("12V", "12 V DC"),
            ("24V", "24 V DC"),
            ("110", "110 V AC"),
            ("230", "230 V AC"),
        ],
    },
    Line {
        beginning: "CYL",
        name: "Cylinder",
        variants: [
            ("100", "stroke 100"),
            ("200", "stroke 200"),
            ("320", "stroke 320"),
            ("500", "stroke 500"),
        ],
    },
    Line {
        beginning: "FILT",
        name: "Return filter",
        variants: [
            ("03", "3 µm"),
            ("06", "6 µm"),
            ("10", "10 µm"),
            ("25", "25 µm"),
        ],
    },
    Line {
        beginning: "HOSE",
        name: "Pressure hose",
        variants: [("05", "0.5 m"), ("10", "1 m"), ("20", "2 m"), ("50", "5 m")],
    },
    Line {
        beginning: "SEAL",
        name: "Seal kit",
        variants: [("N", "NBR"), ("F", "FKM"), ("P", "PTFE"), ("E", "EPDM")],
    },
    Line {
        beginning: "MOT",
        name: "Hydraulic motor",
        variants: [
            ("80", "80 cm³"),
            ("125", "125 cm³"),
            ("200", "200 cm³"),
            ("315", "315 cm³"),
        ],
    },
    Line {
        beginning: "GAUG",
        name: "Pressure gauge",
        variants: [
            ("10", "0–10 bar"),
            ("40", "0–40 bar"),
            ("160", "0–160 bar"),
            ("400", "0–400 bar"),
        ],
    },
    Line {
        beginning: "COUP",
        name: "Quick coupling",
        variants: [
            ("G1", "G 1/4"),
            ("G2", "G 3/8"),
            ("G3", "G 1/2"),
            ("G4", "G 3/4"),
        ],
    },
    Line {
        beginning: "SENS",
        name: "Pressure sensor",
        variants: [
            ("A", "4–20 mA"),
            ("V", "0–10 V"),
            ("IO", "IO-Link"),
            ("C", "CAN"),
        ],
    },
    Line {
        beginning: "ACC",
        name: "Bladder accumulator",
        variants: [("01", "1 l"), ("04", "4 l"), ("10", "10 l"), ("32", "32 l")],
    },
    Line {
        beginning: "PIPE",
        name: "Precision tube",
        variants: [
            ("10", "10 × 1.5"),
            ("15", "15 × 1.5"),
            ("20", "20 × 2"),
            ("25", "25 × 2.5"),
        ],
    },
];

/// Base products in each line.
const BASES: usize = 6;

/// A sample product.
pub struct Product {
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// The number of the product it is a variant of.
    pub parent: Option<String>,
    /// Its GTIN.
    pub gtin: String,
}

/// Every sample product: base products first, each followed by its variants.
pub fn products() -> Vec<Product> {
    let mut products = Vec::new();
    let mut add = |number: String, name: String, parent: Option<String>| {
        let gtin = gtin(products.len());
        products.push(Product {
            number,
            name,
            parent,
            gtin,
        });
    };
    for (line_number, line) in LINES.iter().enumerate() {
        for base in 0..BASES {
            let number = format!("{}-{}", line.beginning, 4400 + line_number * 37 + base * 11);
            let name = format!("{} series {}", line.name, base + 1);
            add(number.clone(), name.clone(), None);
            for (suffix, words) in line.variants {
                add(
                    format!("{number}-{suffix}"),
                    format!("{name}, {words}"),
                    Some(number.clone()),
                );
            }
        }
    }
    products
}

/// A valid GTIN-13 from the range that is never given to a real product (GS1 prefix 20, for use inside a company).
fn gtin(position: usize) -> String {
    let digits = format!("20{:010}", 4_711_000 + position * 7);
    let sum: u32 = digits
        .chars()
        .zip([1, 3].into_iter().cycle())
        .filter_map(|(digit, weight)| Some(digit.to_digit(10)? * weight))
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// A sample company: account number, name, and how it writes its own numbers.
pub struct Company {
    /// Its account number.
    pub account: &'static str,
    /// Its name.
    pub name: &'static str,
    style: Style,
    /// One in how many products it has no number for.
    gap: usize,
}

#[derive(Clone, Copy)]
enum Style {
    /// `HW-7`
    Prefix(&'static str),
    /// `000451237`
    Zeros,
    /// `47.110.0012/B`
    Dots,
    /// `E 4711 08`
    Blanks,
    /// The supplier's number with a word of their own behind it.
    Borrowed(&'static str),
}

/// The sample companies.
pub const COMPANIES: [Company; 12] = [
    Company {
        account: "100207",
        name: "Hartwig Maschinenbau GmbH",
        style: Style::Prefix("HW"),
        gap: 9,
    },
    Company {
        account: "100214",
        name: "Nordhafen Marine AG",
        style: Style::Zeros,
        gap: 3,
    },
    Company {
        account: "100221",
        name: "Brouwer Hydrauliek BV",
        style: Style::Dots,
        gap: 4,
    },
    Company {
        account: "100228",
        name: "Leeds Packaging Ltd",
        style: Style::Blanks,
        gap: 5,
    },
    Company {
        account: "100235",
        name: "Ateliers Lyonnais SARL",
        style: Style::Prefix("AL"),
        gap: 2,
    },
    Company {
        account: "100242",
        name: "Turin Robotics S.p.A.",
        style: Style::Borrowed("TR"),
        gap: 6,
    },
    Company {
        account: "100249",
        name: "Malmö Elevators AB",
        style: Style::Zeros,
        gap: 4,
    },
    Company {
        account: "100256",
        name: "Graz Textilmaschinen GmbH",
        style: Style::Dots,
        gap: 7,
    },
    Company {
        account: "100263",
        name: "Tampere Mining Oy",
        style: Style::Prefix("TM"),
        gap: 3,
    },
    Company {
        account: "100270",
        name: "Świdnica Pompy sp. z o.o.",
        style: Style::Blanks,
        gap: 5,
    },
    Company {
        account: "100277",
        name: "Porto Food Systems Lda",
        style: Style::Borrowed("PF"),
        gap: 4,
    },
    Company {
        account: "100284",
        name: "Perth Rail Pty Ltd",
        style: Style::Zeros,
        gap: 8,
    },
];

impl Company {
    /// The spreadsheet this company sends: its own number for most products, with a few of the things real lists have.
    pub fn spreadsheet(&self, products: &[Product]) -> String {
        let mut csv =
            String::from("Supplier part number;Customer part number;Description;Pack quantity\r\n");
        let kept = products
            .iter()
            .enumerate()
            .filter(|(position, _)| position % self.gap != self.gap - 1);
        for (position, product) in kept {
            let own = self.style.number(position, &product.number);
            let words = if position % 4 == 0 {
                format!("{} (own stock)", product.name)
            } else {
                String::new()
            };
            let pack = if position % 10 == 3 { "4" } else { "" };
            csv += &[&product.number, &own, &words, pack].join(";");
            csv += "\r\n";
        }
        csv
    }
}

impl Style {
    fn number(self, position: usize, product: &str) -> String {
        match self {
            Self::Prefix(prefix) => format!("{prefix}-{}", position * 3 + 7),
            Self::Zeros => format!("{:09}", 451_237 + position * 41),
            Self::Dots => format!(
                "{:02}.{:03}.{:04}/{}",
                position % 60 + 10,
                position % 7 * 110,
                position,
                if position.is_multiple_of(2) { 'A' } else { 'B' }
            ),
            Self::Blanks => format!("E {} {:02}", 4_000 + position * 2, position % 90),
            Self::Borrowed(word) => format!("{product}/{word}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn sample_products_are_distinct_and_well_formed() {
        let products = products();
        assert_eq!(products.len(), 12 * BASES * 5);
        let numbers: HashSet<_> = products.iter().map(|product| &product.number).collect();
        assert_eq!(numbers.len(), products.len());
        for product in &products {
            assert_eq!(
                crate::model::product::parse_gtin(&product.gtin),
                Ok(Some(product.gtin.clone()))
            );
        }
    }

    #[test]
    fn every_sample_company_has_some_hundred_numbers() {
        let products = products();
        for company in &COMPANIES {
            assert!(
                company.spreadsheet(&products).lines().count() > 150,
                "{}",
                company.name
            );
        }
    }
}
