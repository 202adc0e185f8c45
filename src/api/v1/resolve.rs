//! `POST /api/v1/resolve`: what a company's numbers stand for, or what it calls our products; line by line, never a guess.

use actix_web::HttpRequest;
use chrono::{Datelike as _, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::cpns::ProductName;
use super::problem::Refusal;
use super::reply::{self, Answer};
use super::request::{Body, Json};
use crate::access::{self, CompanyAccess, Identity, See};
use crate::db::Conn;
use crate::domain::resolve::{self, Suggest};
use crate::error::Error;
use crate::gate::Db;
use crate::model::company::ACCOUNT_LENGTH;
use crate::model::id::{CompanyId, CpnId, ProductId};
use crate::model::problems::{Fault, Problems};
use crate::model::resolution::{self, Called, Named, Outcome, Resolution};
use crate::model::text;

/// The most numbers of one request.
const MOST_NUMBERS: usize = 5_000;

/// Numbers to be resolved. The company is named by its account number or by its id.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The company's account number.
    #[schema(example = "128")]
    account_number: Option<String>,
    /// The company's id.
    company_id: Option<CompanyId>,
    /// The numbers, at most 5,000; each gets its line in the answer, in this order.
    #[schema(example = json!(["HW-7", "90001"]), max_items = 5000)]
    numbers: Vec<String>,
    /// What is asked for: products behind the company's numbers, or the company's numbers for the supplier's ones.
    #[serde(default)]
    direction: Direction,
    /// The day the answer is for, as `2026-12-31`: a past day is answered from the history as things stood at its end (UTC).
    /// Today where nothing is said.
    at: Option<NaiveDate>,
    /// Whether numbers nobody knows get suggestions; they do where nothing is said.
    did_you_mean: Option<bool>,
}

impl Body for Question {
    const MOST_BYTES: usize = 8 * 1024 * 1024;
}

/// Which way numbers are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From the company's numbers to products.
    #[default]
    CpnToProduct,
    /// From the supplier's product numbers to the company's numbers.
    ProductToCpn,
}

/// The answer: one line for each number asked for, in the same order.
#[derive(Debug, Serialize, ToSchema)]
pub struct Resolved {
    /// The company.
    company_id: CompanyId,
    /// Which way the numbers were read.
    direction: Direction,
    /// The day the answer is for.
    at: NaiveDate,
    /// The lines.
    lines: Vec<Line>,
}

/// What one number stands for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Line {
    /// The number as it was asked for.
    number: String,
    /// How it came out.
    status: Status,
    /// Which rule decided.
    rule: Rule,
    /// The one CPN with its product that the number stands for; null unless the status is `resolved`, `discontinued` or
    /// `collision`.
    answer: Option<Candidate>,
    /// Where there is no answer: what was considered.
    candidates: Vec<Candidate>,
    /// Products, other than that of the answer, whose own supplier's number this is.
    supplier_products: Vec<NamedProduct>,
    /// Not an answer: numbers that are written alike, for a person to choose from. Only for numbers nobody knows, and only for
    /// the first hundred of them.
    did_you_mean: Vec<Candidate>,
}

/// How a number came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It stands for one product.
    Resolved,
    /// It stands for one product, which is discontinued; its successor is named where there is one.
    Discontinued,
    /// It stands for one product by the company's list, and is the supplier's own number of another: have a person look.
    Collision,
    /// It stands for several; none is chosen.
    Ambiguous,
    /// It will stand for something from a day to come.
    NotYetValid,
    /// It stood for something until a day that has passed.
    Expired,
    /// Nobody knows it.
    Unknown,
}

/// Which rule decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// Exactly one CPN with this number holds on the day.
    OneCpnHolds,
    /// The CPN holds, and its product is discontinued.
    ProductIsDiscontinued,
    /// The CPN holds, and another product has this as its own number.
    AlsoASupplierNumber,
    /// CPNs of several products hold on the day.
    SeveralProducts,
    /// Several CPNs of the product hold on the day, and the preferred one does not.
    PreferredCpnDoesNotHold,
    /// The CPN is the preferred one of the product, or the only one that holds.
    PreferredOrOnlyCpn,
    /// Every CPN begins after the day.
    BeginsLater,
    /// Every CPN has ended before the day.
    HasEnded,
    /// The company has no such CPN.
    NoCpn,
    /// The company has no such CPN, but it is the supplier's own number of a product.
    OnlyASupplierNumber,
    /// There is no product of that number.
    NoProduct,
}

/// A CPN with its product.
#[derive(Debug, Serialize, ToSchema)]
pub struct Candidate {
    /// The CPN's id.
    cpn_id: CpnId,
    /// The number as the company writes it.
    cpn: String,
    /// The product it stands for.
    product: ProductName,
    /// What took the product's place.
    successor: Option<NamedProduct>,
    /// The unit one of the company's numbers stands for.
    unit: Option<String>,
    /// How many of our sales units it stands for: a decimal number as text.
    pack_quantity: Option<String>,
    /// First day on which it resolves.
    valid_from: Option<NaiveDate>,
    /// Last day on which it resolves.
    valid_to: Option<NaiveDate>,
    /// How the company prefers to write its number of this product.
    preferred_spelling: String,
}

/// A product, as far as it needs to be named.
#[derive(Debug, Serialize, ToSchema)]
pub struct NamedProduct {
    /// Its id.
    pub id: ProductId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
}

impl From<Named> for NamedProduct {
    fn from(Named { id, number, name }: Named) -> Self {
        Self { id, number, name }
    }
}

impl From<resolution::Candidate> for Candidate {
    fn from(candidate: resolution::Candidate) -> Self {
        Self {
            cpn_id: candidate.cpn_id,
            cpn: candidate.cpn,
            product: ProductName {
                id: candidate.product.id,
                number: candidate.product.number,
                name: candidate.product.name,
                discontinued: candidate.discontinued,
            },
            successor: candidate.successor.map(NamedProduct::from),
            unit: candidate.unit,
            pack_quantity: candidate
                .pack_quantity
                .map(|quantity| quantity.to_plain_string()),
            valid_from: candidate.valid_from,
            valid_to: candidate.valid_to,
            preferred_spelling: candidate.preferred_spelling,
        }
    }
}

/// Resolve up to 5,000 numbers of one company.
///
/// Two numbers are the same by their identity key (case, kinds of blanks and dashes do not matter) or not at all; where several
/// products fit, none is chosen. A machine takes `answer`; everything else is for people.
#[utoipa::path(post, path = "/api/v1/resolve", tag = "Resolve", request_body = Question, responses((status = 200, description = "One line for each number, in order.", body = Resolved)))]
pub async fn resolve(req: HttpRequest, identity: Identity, body: Json<Question>) -> Answer {
    let question = body.value;
    if question.numbers.len() > MOST_NUMBERS {
        let count = question.numbers.len();
        return Err(Refusal::Unexpected(format!(
            "numbers has {count} items, at most {MOST_NUMBERS} are allowed"
        )));
    }
    let today = Utc::now().date_naive();
    let at = question.at.unwrap_or(today);
    if !(1900..=9999).contains(&at.year()) {
        return Err(Problems::one("at", Fault::Malformed("no-date")).into());
    }
    let mut conn = Db::take(&req).await?;
    let access = company(&mut conn, &identity, &question).await?;
    let numbers: Vec<&str> = question.numbers.iter().map(String::as_str).collect();
    let lines = access
        .read(&mut conn, async |scope| match question.direction {
            Direction::CpnToProduct => {
                let suggest = if question.did_you_mean.unwrap_or(true) {
                    Suggest::Alike
                } else {
                    Suggest::Nothing
                };
                let found = resolve::resolve(scope, &numbers, at, suggest).await?;
                Ok(numbers
                    .iter()
                    .zip(found)
                    .map(|(number, found)| line(number, found))
                    .collect())
            }
            Direction::ProductToCpn => {
                let found = resolve::lookup(scope, &numbers, at).await?;
                Ok(numbers
                    .iter()
                    .zip(found)
                    .map(|(number, found)| called(number, found))
                    .collect())
            }
        })
        .await?;
    drop(conn);
    reply::show(
        &req,
        &Resolved {
            company_id: access.company().id,
            direction: question.direction,
            at,
            lines,
        },
    )
}

/// The company a question names: one way, not two.
async fn company(
    conn: &mut Conn,
    identity: &Identity,
    question: &Question,
) -> Result<CompanyAccess<See>, Refusal> {
    let unknown = |field, name: String| Refusal::from(Problems::one(field, Fault::Unknown(name)));
    match (question.company_id, question.account_number.as_deref()) {
        (Some(id), None) => match access::open(conn, identity, id).await {
            Err(Error::NotFound) => Err(unknown("company_id", id.to_string())),
            access => Ok(access?),
        },
        (None, Some(account)) => {
            let account = text::required(account, ACCOUNT_LENGTH)
                .map_err(|fault| Problems::one("account_number", fault))?;
            match access::open_by_account(conn, identity, &account).await {
                Err(Error::NotFound) => Err(unknown("account_number", account)),
                access => Ok(access?),
            }
        }
        (None, None) => Err(Problems::one("account_number", Fault::Missing).into()),
        (Some(_), Some(_)) => {
            Err(Problems::one("account_number", Fault::Refused("given-beside-company-id")).into())
        }
    }
}

/// A line of the company's numbers.
fn line(number: &str, found: Resolution) -> Line {
    let collides = found.collides();
    let also_supplier = !found.own_number_of.is_empty();
    let (status, rule) = match &found.outcome {
        Outcome::Resolved(_) | Outcome::Discontinued(_) if collides => {
            (Status::Collision, Rule::AlsoASupplierNumber)
        }
        Outcome::Resolved(_) => (Status::Resolved, Rule::OneCpnHolds),
        Outcome::Unknown if also_supplier => (Status::Unknown, Rule::OnlyASupplierNumber),
        outcome => told(outcome, Rule::SeveralProducts),
    };
    let supplier_products = found
        .own_number_of
        .into_iter()
        .map(NamedProduct::from)
        .collect();
    Line {
        supplier_products,
        did_you_mean: found.suggestions.into_iter().map(Candidate::from).collect(),
        ..bare(number, status, rule, found.outcome)
    }
}

/// A line of the supplier's numbers.
fn called(number: &str, found: Called) -> Line {
    let (status, rule) = match (&found.offered, &found.outcome) {
        (None, _) => (Status::Unknown, Rule::NoProduct),
        (Some(_), Outcome::Resolved(_)) => (Status::Resolved, Rule::PreferredOrOnlyCpn),
        (Some(_), outcome) => told(outcome, Rule::PreferredCpnDoesNotHold),
    };
    let line = bare(number, status, rule, found.outcome);
    let named = found.offered.filter(|_| line.answer.is_none());
    Line {
        supplier_products: named
            .into_iter()
            .map(|offered| offered.product.into())
            .collect(),
        ..line
    }
}

fn told(outcome: &Outcome, several: Rule) -> (Status, Rule) {
    match outcome {
        Outcome::Resolved(_) => (Status::Resolved, Rule::OneCpnHolds),
        Outcome::Discontinued(_) => (Status::Discontinued, Rule::ProductIsDiscontinued),
        Outcome::Ambiguous(_) => (Status::Ambiguous, several),
        Outcome::NotYetValid(_) => (Status::NotYetValid, Rule::BeginsLater),
        Outcome::Expired(_) => (Status::Expired, Rule::HasEnded),
        Outcome::Unknown => (Status::Unknown, Rule::NoCpn),
    }
}

fn bare(number: &str, status: Status, rule: Rule, outcome: Outcome) -> Line {
    let (answer, candidates) = match outcome {
        Outcome::Resolved(answer) | Outcome::Discontinued(answer) => {
            (Some(answer.into()), Vec::new())
        }
        Outcome::Ambiguous(candidates)
        | Outcome::NotYetValid(candidates)
        | Outcome::Expired(candidates) => {
            (None, candidates.into_iter().map(Candidate::from).collect())
        }
        Outcome::Unknown => (None, Vec::new()),
    };
    Line {
        number: number.to_owned(),
        status,
        rule,
        answer,
        candidates,
        supplier_products: Vec::new(),
        did_you_mean: Vec::new(),
    }
}
