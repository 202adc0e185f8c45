//! The search in the head of every page: companies, products and numbers that the reader may see.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::Answer;
use super::company_frame;
use super::cpns;
use super::layout::{self, Shell};
use crate::access::{self, Identity};
use crate::gate::Db;
use crate::model::key;
use crate::model::number_search::Term;
use crate::store::everything::{self, HITS};

/// What the address of the search says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SearchInput {
    q: String,
}

#[derive(Template)]
#[template(path = "cpns/search.html")]
struct SearchPage {
    shell: Shell,
    q: String,
    /// Whether what was typed is enough to look for.
    searched: bool,
    sections: Vec<Section>,
}

/// What was found of one kind.
struct Section {
    title: String,
    hits: Vec<Hit>,
    /// Whether there is more than is shown.
    more: bool,
    /// Where there is more to see of it.
    more_url: Option<String>,
}

/// One thing found: a number and a name, each with the part that matched.
struct Hit {
    url: String,
    number: Marked,
    name: Marked,
    /// What else it belongs to.
    note: String,
    /// Another text that matched, where neither the number nor the name did.
    beside: Option<Marked>,
}

/// A text cut at the part that matched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    before: String,
    hit: String,
    after: String,
}

impl Marked {
    /// Cuts a text at the first part whose letters and digits are those looked for; without one it stays whole.
    fn of(text: &str, letters: &str) -> Self {
        let mut searched = String::new();
        // For each byte of the searched text, the character of the text it comes from.
        let mut origin = Vec::new();
        for (at, c) in text.char_indices() {
            let piece = key::search(c.encode_utf8(&mut [0; 4]));
            origin.extend(std::iter::repeat_n(at, piece.len()));
            searched.push_str(&piece);
        }
        let span = searched.find(letters).filter(|_| !letters.is_empty());
        let ends = span.and_then(|start| {
            let first = *origin.get(start)?;
            let last = *origin.get(start + letters.len() - 1)?;
            let end = last + text.get(last..)?.chars().next()?.len_utf8();
            Some((text.get(..first)?, text.get(first..end)?, text.get(end..)?))
        });
        match ends {
            Some((before, hit, after)) => Self {
                before: before.to_owned(),
                hit: hit.to_owned(),
                after: after.to_owned(),
            },
            None => Self {
                before: text.to_owned(),
                ..Self::default()
            },
        }
    }

    fn matches(&self) -> bool {
        !self.hit.is_empty()
    }
}

/// `GET /search`
pub async fn show(
    identity: Identity,
    mut db: Db,
    mut shell: Shell,
    input: Query<SearchInput>,
) -> Answer {
    let typed = input.q.trim().to_owned();
    shell.search = Some(typed.clone());
    let term = Term::parse(&typed);
    let sections = match &term {
        Term::Inside(letters) => {
            sections(&identity, &mut db, &shell, &typed, &term, letters).await?
        }
        _ => Vec::new(),
    };
    layout::ok(&SearchPage {
        q: typed,
        searched: matches!(term, Term::Inside(_)),
        sections,
        shell,
    })
}

async fn sections(
    identity: &Identity,
    db: &mut Db,
    shell: &Shell,
    typed: &str,
    term: &Term,
    letters: &str,
) -> crate::error::Result<Vec<Section>> {
    let pattern = term.pattern().unwrap_or_default();
    let (companies, numbers) = access::everywhere(db, identity, async |overview| {
        let companies = everything::companies(overview, &pattern).await?;
        let numbers = everything::numbers(overview, &pattern).await?;
        Ok((companies, numbers))
    })
    .await?;
    let products = everything::products(db, &pattern).await?;
    let all_of = |path: &str| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("q", typed)
            .finish();
        format!("{path}?{query}")
    };
    let section = |key: &str, hits: Vec<Hit>, more_url: Option<String>| {
        let most = usize::try_from(HITS).unwrap_or(usize::MAX);
        let more = hits.len() > most;
        Section {
            title: shell.t.s(key),
            hits: hits.into_iter().take(most).collect(),
            more,
            more_url,
        }
    };
    let found = [
        section(
            "nav-companies",
            companies.iter().map(|hit| company(hit, letters)).collect(),
            Some(all_of("/companies")),
        ),
        section(
            "nav-products",
            products
                .iter()
                .map(|hit| product(shell, hit, letters))
                .collect(),
            Some(all_of("/products")),
        ),
        section(
            "cpns-numbers",
            numbers.iter().map(|hit| number(hit, letters)).collect(),
            None,
        ),
    ];
    Ok(found
        .into_iter()
        .filter(|section| !section.hits.is_empty())
        .collect())
}

fn company(hit: &everything::CompanyHit, letters: &str) -> Hit {
    Hit {
        url: company_frame::address(hit.id, "/cpns"),
        number: Marked::of(&hit.account_number, letters),
        name: Marked::of(&hit.name, letters),
        note: String::new(),
        beside: None,
    }
}

fn product(shell: &Shell, hit: &everything::ProductHit, letters: &str) -> Hit {
    Hit {
        url: format!("/products/{}", hit.id),
        number: Marked::of(&hit.number, letters),
        name: Marked::of(&hit.name, letters),
        note: match hit.discontinued_at {
            Some(_) => shell.t.s("cpns-discontinued"),
            None => String::new(),
        },
        beside: None,
    }
}

fn number(hit: &everything::NumberHit, letters: &str) -> Hit {
    let number = Marked::of(&hit.cpn, letters);
    let description = hit.description.as_deref().unwrap_or_default();
    let description = Marked::of(description, letters);
    Hit {
        url: cpns::address(hit.company_id, hit.id),
        beside: Some(description).filter(|text| text.matches() && !number.matches()),
        name: Marked {
            before: format!("{} · {}", hit.product_number, hit.product_name),
            ..Marked::default()
        },
        note: hit.company_name.clone(),
        number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matched_is_marked_whatever_signs_lie_between() {
        let marked = Marked::of("HW AA.00.111-x", "AA001");
        assert_eq!(
            (
                marked.before.as_str(),
                marked.hit.as_str(),
                marked.after.as_str()
            ),
            ("HW ", "AA.00.1", "11-x")
        );
        assert_eq!(Marked::of("größe 7", "SSE").hit, "ß".to_owned() + "e");
        assert!(!Marked::of("abc", "X").matches());
        assert!(!Marked::of("abc", "").matches());
    }
}
