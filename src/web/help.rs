//! Short pages of help, one a task; what each cause of an upload means and how it is mended in the spreadsheet; the words.

use actix_web::web::Path;
use askama::Template;

use super::Answer;
use super::layout::{self, Shell};
use super::parts::Link;
use crate::access::{Identity, Right};
use crate::error::Error;
use crate::store::users::Person;
use crate::text::Texts;

/// A page of help: its address, how many paragraphs it has, and whether they are steps, one after the other.
struct Topic {
    slug: &'static str,
    paragraphs: u8,
    is_steps: bool,
    /// The pages it speaks of, each with its name.
    pages: &'static [(&'static str, &'static str)],
}

/// The pages in the order in which somebody new needs them.
const TOPICS: [Topic; 8] = [
    Topic {
        pages: &[("kit-search", "/search")],
        ..Topic::of("search", 4)
    },
    Topic {
        pages: &[("nav-companies", "/companies")],
        ..Topic::of("numbers", 5)
    },
    Topic {
        is_steps: true,
        pages: &[("dashboard-upload", UPLOAD)],
        ..Topic::of("upload", 6)
    },
    Topic {
        pages: &[("help-damage-title", "/help/damage")],
        ..Topic::of("causes", 1)
    },
    Topic {
        pages: &[("dashboard-coverage", "/coverage")],
        ..Topic::of("damage", 5)
    },
    Topic {
        pages: &[("nav-companies", "/companies")],
        ..Topic::of("lock", 3)
    },
    Topic {
        pages: &[("nav-people", PEOPLE)],
        ..Topic::of("people", 4)
    },
    Topic::of("words", 1),
];

/// Where somebody who may change numbers uploads some.
const UPLOAD: &str = "/companies/choice?for=upload";
/// Where admins find people.
const PEOPLE: &str = "/users";

impl Topic {
    const fn of(slug: &'static str, paragraphs: u8) -> Self {
        Self {
            slug,
            paragraphs,
            is_steps: false,
            pages: &[],
        }
    }

    /// Links to those of its pages that this reader may open.
    fn links(&self, t: Texts, identity: &Identity) -> Vec<Link> {
        let is_open = |url: &str| match url {
            PEOPLE => identity.admin,
            UPLOAD => identity.right == Right::Change,
            _ => true,
        };
        self.pages
            .iter()
            .filter(|(_, url)| is_open(url))
            .map(|(key, url)| Link::new(t.s(key), *url))
            .collect()
    }
}

/// Why a row of an upload is not taken, the most frequent first.
const CAUSES: [&str; 8] = [
    "unknown-product",
    "product-missing",
    "number-in-use",
    "number-for-several-products",
    "several-products",
    "contradicts-earlier-row",
    "other-company",
    "total-row",
];

/// What can be wrong with a cell.
const FAULTS: [&str; 8] = [
    "missing",
    "too-long",
    "forbidden-character",
    "no-date",
    "dates-crossed",
    "no-quantity",
    "ambiguous",
    "not-positive",
];

/// The words of the domain.
const WORDS: [&str; 13] = [
    "company",
    "account-number",
    "product",
    "variant",
    "cpn",
    "preferred",
    "resolve",
    "lookup",
    "ambiguous",
    "collision",
    "lock",
    "upload",
    "actor",
];

#[derive(Template)]
#[template(path = "help/list.html")]
struct ListPage {
    shell: Shell,
    topics: Vec<(Link, String)>,
}

#[derive(Template)]
#[template(path = "help/show.html")]
struct TopicPage {
    shell: Shell,
    crumbs: Vec<Link>,
    title: String,
    intro: String,
    paragraphs: Vec<String>,
    is_steps: bool,
    links: Vec<Link>,
    /// Terms with what they mean or what to do about them, under headings.
    lists: Vec<(String, Vec<(String, String)>)>,
}

/// `GET /help`
pub async fn list(_: Person, shell: Shell) -> Answer {
    let t = shell.t;
    let topic = |topic: &Topic| {
        let slug = topic.slug;
        let title = t.s(&format!("help-{slug}-title"));
        (
            Link::new(title, format!("/help/{slug}")),
            t.s(&format!("help-{slug}-text")),
        )
    };
    let programs = (
        Link::new(t.s("help-api-title"), "/help/api"),
        t.s("help-api-summary"),
    );
    layout::ok(&ListPage {
        topics: TOPICS.iter().map(topic).chain([programs]).collect(),
        shell,
    })
}

/// `GET /help/{topic}`
pub async fn show(_: Person, identity: Identity, shell: Shell, path: Path<String>) -> Answer {
    let topic = TOPICS
        .iter()
        .find(|topic| topic.slug == path.as_str())
        .ok_or(Error::NotFound)?;
    let t = shell.t;
    let slug = topic.slug;
    layout::ok(&TopicPage {
        crumbs: vec![Link::new(t.s("help-title"), "/help")],
        title: t.s(&format!("help-{slug}-title")),
        intro: t.s(&format!("help-{slug}-text")),
        paragraphs: (1..=topic.paragraphs)
            .map(|number| t.s(&format!("help-{slug}-{number}")))
            .collect(),
        is_steps: topic.is_steps,
        links: topic.links(t, &identity),
        lists: lists(&shell, slug),
        shell,
    })
}

fn lists(shell: &Shell, slug: &str) -> Vec<(String, Vec<(String, String)>)> {
    let t = shell.t;
    match slug {
        "causes" => {
            let causes = CAUSES.iter().map(|cause| {
                (
                    t.s(&format!("uploads-cause-{cause}")),
                    t.s(&format!("help-fix-{cause}")),
                )
            });
            let faults = FAULTS.iter().map(|fault| {
                (
                    t.s(&format!("help-fault-{fault}")),
                    t.s(&format!("help-fix-{fault}")),
                )
            });
            vec![
                (t.s("help-causes-rows"), causes.collect()),
                (t.s("help-causes-cells"), faults.collect()),
            ]
        }
        "words" => {
            let mut words: Vec<(String, String)> = WORDS
                .iter()
                .map(|word| {
                    (
                        t.s(&format!("help-word-{word}")),
                        t.s(&format!("help-meaning-{word}")),
                    )
                })
                .collect();
            words.sort_by_key(|(word, _)| word.to_lowercase());
            vec![(t.s("help-words-list"), words)]
        }
        _ => Vec::new(),
    }
}
