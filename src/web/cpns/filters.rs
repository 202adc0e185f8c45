//! What the address of the list says: the search, its filters, its place; and how the page shows them.

use chrono::DateTime;
use serde::Deserialize;

use super::super::form::{Choice, Field};
use super::super::layout::Shell;
use super::super::listing::{self, ListAddress};
use super::super::parts::Chip;
use super::words;
use crate::access::Scope;
use crate::error::Result;
use crate::model::key;
use crate::model::number_search::{NumberFilter, NumberSearch, NumberSort, Term, ValidityFilter};
use crate::model::page::Position;
use crate::store;

/// What the address of the list says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListInput {
    q: String,
    product: String,
    validity: String,
    preferred: String,
    ambiguous: String,
    suspect: String,
    discontinued: String,
    by: String,
    since: String,
    from: String,
    sort: String,
    dir: String,
    after: String,
    before: String,
    /// How many rows lie before the page.
    pub skipped: u64,
    counted: String,
}

impl ListInput {
    /// The search it asks for. Where it jumps to a beginning is found by [`place`](Self::place).
    pub fn search(&self, shell: &Shell) -> NumberSearch {
        let sort = self.sort.parse().unwrap_or(NumberSort::Cpn);
        NumberSearch {
            term: Term::parse(&self.q),
            filter: self.filter(shell),
            sort,
            direction: listing::direction(&self.dir),
            position: fitting(sort, listing::position(&self.after, &self.before)),
        }
    }

    /// What it leaves out.
    pub fn filter(&self, shell: &Shell) -> NumberFilter {
        NumberFilter {
            preferred: match self.preferred.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            ambiguous: !self.ambiguous.is_empty(),
            suspect: !self.suspect.is_empty(),
            validity: self.validity.parse().ok(),
            discontinued: !self.discontinued.is_empty(),
            changed_since: words::day(&self.since).and_then(|day| words::start_of(day, shell)),
            product: words::word(&self.product).map(|number| key::plain(&number)),
            changed_by: words::word(&self.by),
        }
    }

    /// Sets where the page lies if it jumps to a number's beginning.
    pub async fn place<M>(
        &self,
        scope: &mut Scope<'_, M>,
        search: &mut NumberSearch,
    ) -> Result<()> {
        if search.position == Position::Start
            && search.sort == NumberSort::Cpn
            && let Some(typed) = words::word(&self.from)
        {
            let identity = key::identity(&typed);
            let natural = key::order(&identity);
            let first = store::search::first_beginning(scope, &Term::Beginning(identity)).await?;
            search.position = Position::From(first.unwrap_or(natural));
        }
        Ok(())
    }

    /// The beginning it jumps to.
    pub fn jump(&self) -> Option<String> {
        words::word(&self.from)
    }

    /// Whether the rows are to be counted to the end.
    pub fn counts_all(&self) -> bool {
        self.counted == "all"
    }

    /// The first page of this list.
    pub fn address(&self, path: &str) -> ListAddress {
        ListAddress::new(path)
            .with("q", self.q.trim())
            .with("product", self.product.trim())
            .with("validity", self.validity.as_str())
            .with("preferred", self.preferred.as_str())
            .with("ambiguous", self.ambiguous.as_str())
            .with("suspect", self.suspect.as_str())
            .with("discontinued", self.discontinued.as_str())
            .with("by", self.by.trim())
            .with("since", self.since.trim())
            .with("from", self.from.trim())
            .with("sort", self.sort.as_str())
            .with("dir", self.dir.as_str())
            .with("counted", self.counted.as_str())
    }
}

/// A place that the sort can have: what is no moment has no place among moments.
fn fitting(sort: NumberSort, position: Position) -> Position {
    match &position {
        Position::After(cursor) | Position::Before(cursor)
            if sort == NumberSort::Changed
                && DateTime::parse_from_str(&cursor.key, "%Y-%m-%d %H:%M:%S%.f%#z").is_err() =>
        {
            Position::Start
        }
        _ => position,
    }
}

/// The form above the list.
#[derive(Clone, Debug)]
pub struct FilterForm {
    /// What is looked for.
    pub q: Field,
    /// The product's number.
    pub product: Field,
    /// Where the numbers stand today.
    pub validity: Field,
    /// The choices for that.
    pub validities: Vec<Choice>,
    /// Preferred or not.
    pub preferred: Field,
    /// The choices for that.
    pub preferences: Vec<Choice>,
    /// Ambiguous ones alone.
    pub ambiguous: Field,
    /// Those alone that look damaged.
    pub suspect: Field,
    /// Those of discontinued products alone.
    pub discontinued: Field,
    /// Who changed them.
    pub by: Field,
    /// Since when.
    pub since: Field,
    /// The beginning to jump to.
    pub from: Field,
    /// The sort, kept.
    pub sort: String,
    /// Its direction, kept.
    pub dir: String,
    /// Whether one of the filters that are folded away is in use.
    pub open: bool,
}

impl FilterForm {
    /// The form as the address has it.
    pub fn of(input: &ListInput, filter: &NumberFilter, shell: &Shell) -> Self {
        let t = shell.t;
        let any = |key| Choice::new("", t.s(key));
        let validities = ValidityFilter::ALL
            .iter()
            .map(|one| Choice::new(one.word(), t.s(&format!("cpns-validity-{one}"))));
        Self {
            q: Field::with("q", input.q.trim()).id_as("cpns-q"),
            product: Field::with("product", input.product.trim()),
            validity: Field::with("validity", filter.validity.map_or("", ValidityFilter::word)),
            validities: [any("cpns-any")].into_iter().chain(validities).collect(),
            preferred: Field::with("preferred", input.preferred.as_str()),
            preferences: vec![
                any("cpns-any"),
                Choice::new("yes", t.s("cpns-preferred-only")),
                Choice::new("no", t.s("cpns-preferred-not")),
            ],
            ambiguous: Field::ticked("ambiguous", filter.ambiguous),
            suspect: Field::ticked("suspect", filter.suspect),
            discontinued: Field::ticked("discontinued", filter.discontinued),
            by: Field::with("by", input.by.trim()),
            since: Field::with("since", input.since.trim()),
            from: Field::with("from", input.from.trim()),
            sort: input.sort.clone(),
            dir: input.dir.clone(),
            open: !filter.is_open(),
        }
    }
}

/// The filters in force, each with the list without it.
pub fn chips(
    input: &ListInput,
    search: &NumberSearch,
    shell: &Shell,
    address: &ListAddress,
) -> Vec<Chip> {
    let t = shell.t;
    let filter = &search.filter;
    let mut chips = Vec::new();
    let mut add = |name, label: Option<String>| {
        if let Some(label) = label {
            chips.push(Chip::new(label, address.with(name, "").to_string()));
        }
    };
    let searched = search.term != Term::Nothing;
    add(
        "q",
        searched.then(|| t.a("listing-search-chip", "term", input.q.trim())),
    );
    let product = filter.product.is_some();
    add(
        "product",
        product.then(|| t.a("cpns-chip-product", "number", input.product.trim())),
    );
    let validity = filter.validity;
    add(
        "validity",
        validity.map(|one| t.s(&format!("cpns-validity-{one}"))),
    );
    let preferred = filter.preferred.map(|preferred| {
        t.s(if preferred {
            "cpns-preferred-only"
        } else {
            "cpns-preferred-not"
        })
    });
    add("preferred", preferred);
    add("ambiguous", filter.ambiguous.then(|| t.s("cpns-ambiguous")));
    add("suspect", filter.suspect.then(|| t.s("listing-suspect")));
    add(
        "discontinued",
        filter.discontinued.then(|| t.s("cpns-discontinued")),
    );
    let by = filter.changed_by.as_ref();
    add("by", by.map(|name| t.a("cpns-chip-by", "name", name)));
    let since = filter.changed_since.and(words::day(&input.since));
    add(
        "since",
        since.map(|day| t.a("cpns-chip-since", "day", shell.date(&day))),
    );
    add(
        "from",
        input.jump().map(|from| t.a("cpns-chip-from", "from", from)),
    );
    chips
}
