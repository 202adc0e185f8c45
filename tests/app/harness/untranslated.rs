//! What on a page nobody translated: in the made-up language every text has accents, so what is plain was written by hand.

use scraper::{ElementRef, Node};

use super::Page;

/// What is the same in every language: the name of the product, and what the test itself put in.
const SAME: [&str; 12] = [
    "CPN Desk",
    "ada",
    "example.com",
    "Acme",
    "HW-",
    "P-1",
    "given",
    "D-1",
    "stock-taking",
    "UTC",
    "command-line",
    "Chrome",
];

/// Texts and spoken attributes with a plain vowel in a word, beside the words that a test has `given`: in the made-up language there
/// is none.
pub fn plain_texts(page: &Page, given: &[&str]) -> Vec<String> {
    let html = page.html();
    let mut found = Vec::new();
    for node in html.tree.nodes() {
        match node.value() {
            Node::Text(text) => {
                let ours = node
                    .ancestors()
                    .filter_map(ElementRef::wrap)
                    .all(|element| {
                        let name = element.value().name();
                        let data = [
                            "script", "style", "code", "kbd", "option", "bdi", "time", "textarea",
                        ]
                        .contains(&name)
                            || element
                                .value()
                                .classes()
                                .any(|class| ["num", "data", "brand"].contains(&class));
                        !data
                    });
                if ours {
                    found.push(text.trim().to_owned());
                }
            }
            Node::Element(element) => {
                for name in [
                    "aria-label",
                    "title",
                    "placeholder",
                    "data-copied",
                    "data-failed",
                ] {
                    found.extend(element.attr(name).map(str::to_owned));
                }
            }
            _ => {}
        }
    }
    found.retain(|text| is_plain(text, given));
    found
}

fn is_plain(text: &str, given: &[&str]) -> bool {
    let mut text = text.to_owned();
    for same in SAME.iter().chain(given) {
        text = text.replace(same, " ");
    }
    // What has digits in it is an id or a date.
    text.split_whitespace()
        .filter(|word| !word.contains(|c: char| c.is_ascii_digit()))
        .flat_map(|word| word.split(|c: char| !c.is_alphabetic()))
        .filter(|word| word.chars().count() > 2)
        .any(|word| {
            word.is_ascii()
                && word.contains(['a', 'e', 'i', 'o', 'u'])
                && word.chars().any(char::is_lowercase)
        })
}
