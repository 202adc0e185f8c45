//! Companies chosen one by one, by searching: each chosen one is a tick, and what is ticked off is left out. Without scripts the
//! search is a step of the form it stands in; nothing typed elsewhere is lost by it.

use super::form::Field;
use super::layout::Shell;
use super::typeahead::{self, Hit};
use crate::access::Identity;
use crate::db::Conn;
use crate::error::Result;
use crate::model::company::Company;
use crate::model::key;
use crate::store::people::{self, CompanyName};

/// The field in which one searches.
const BOX: &str = "companies";
/// Its ticks.
const TICK: &str = "company";
/// The ticks at what was found.
const HIT: &str = "company_hit";
/// What was typed when that was found.
const SEARCHED: &str = "company_searched";
/// Its button.
const FIND: &str = "find";

/// What a form says of its companies.
#[derive(Clone, Debug, Default)]
pub struct Picked {
    ticked: Vec<String>,
    hits: Vec<String>,
    typed: String,
    searched: String,
    finds: bool,
}

impl Picked {
    /// Reads it among the fields of a form.
    pub fn of(fields: &[(String, String)]) -> Self {
        let mut picked = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                TICK => picked.ticked.push(value.clone()),
                HIT => picked.hits.push(value.clone()),
                SEARCHED => picked.searched.clone_from(value),
                BOX => picked.typed.clone_from(value),
                FIND => picked.finds = true,
                _ => {}
            }
        }
        picked
    }

    /// Whether the form only asks for the companies that fit what was typed.
    pub fn finds(&self) -> bool {
        self.finds
    }

    /// The account numbers: those ticked, and those typed between commas, semicolons or lines.
    pub fn accounts(&self) -> Vec<String> {
        let ticked = self.ticked.iter().chain(&self.hits).cloned();
        ticked.chain(self.pieces()).collect()
    }

    /// What is typed and not answered yet: a search is, once one of its hits is ticked.
    fn pieces(&self) -> impl Iterator<Item = String> {
        let answered = !self.hits.is_empty() && self.typed.trim() == self.searched.trim();
        let pieces = self.typed.split([',', ';', '\n']).map(str::trim);
        pieces
            .filter(move |piece| !answered && !piece.is_empty())
            .map(ToOwned::to_owned)
    }
}

/// The control.
pub struct CompanyPicker {
    /// The box of the search.
    pub field: Field,
    /// What is chosen.
    pub chosen: Vec<Hit>,
    /// What fits what was typed.
    pub hits: Vec<Hit>,
    /// Whether something was looked for and nothing was found.
    pub found_none: bool,
}

impl CompanyPicker {
    /// With these companies chosen.
    pub fn holding(companies: &[CompanyName]) -> Self {
        let chosen = |company: &CompanyName| Hit {
            number: company.account_number.clone(),
            name: company.name.clone(),
            note: String::new(),
            picked: true,
        };
        Self {
            field: Field::new(BOX),
            chosen: companies.iter().map(chosen).collect(),
            hits: Vec::new(),
            found_none: false,
        }
    }

    /// With what was ticked and typed: an account number is chosen at once, anything else is looked for.
    pub async fn of(
        conn: &mut Conn,
        identity: &Identity,
        shell: &Shell,
        picked: &Picked,
    ) -> Result<Self> {
        let keys: Vec<String> = picked
            .accounts()
            .iter()
            .map(|account| key::plain(account))
            .collect();
        let mut known = people::companies_by_account(conn, &keys).await?;
        known.sort_by(|one, other| one.name.cmp(&other.name));
        let mut picker = Self::holding(&known);
        let is_known = |piece: &String| {
            let key = key::plain(piece);
            known.iter().any(|company| company.account_key == key)
        };
        let rest: Vec<String> = picked.pieces().filter(|piece| !is_known(piece)).collect();
        if rest.is_empty() {
            return Ok(picker);
        }
        let rest = rest.join(", ");
        let found = typeahead::offer_companies(conn, identity, &rest).await?;
        let chosen = |company: &&Company| {
            let account = &company.account_number;
            !picker.chosen.iter().any(|hit| hit.number == *account)
        };
        picker.hits = found
            .iter()
            .filter(chosen)
            .map(|company| Hit::of_company(shell, company))
            .collect();
        picker.found_none = found.is_empty();
        picker.field = Field::with(BOX, rest);
        Ok(picker)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ticked_is_taken_as_it_is_and_what_is_typed_is_cut_at_commas() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let picked = Picked::of(&[
            field("company", "D-1, Ulm"),
            field("companies", " D-2; D-3,,\n"),
            field("name", "Anna"),
        ]);
        assert_eq!(picked.accounts(), ["D-1, Ulm", "D-2", "D-3"]);
        assert!(!picked.finds());
    }

    #[test]
    fn a_search_is_answered_once_one_of_its_hits_is_ticked() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let searched = [
            field("companies", " acme"),
            field("company_searched", "acme"),
        ];
        let ticked = field("company_hit", "D-1");
        let changed = field("companies", "D-2");

        assert_eq!(Picked::of(&searched).accounts(), ["acme"]);
        let hit = [&searched[..], std::slice::from_ref(&ticked)].concat();
        assert_eq!(Picked::of(&hit).accounts(), ["D-1"]);
        let more = [&hit[..], std::slice::from_ref(&changed)].concat();
        assert_eq!(Picked::of(&more).accounts(), ["D-1", "D-2"]);
    }
}
