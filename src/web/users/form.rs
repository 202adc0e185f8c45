//! The fields of a person, shared by the invitation and the person's own page.

use serde::Deserialize;

use crate::model::problems::Problems;
use crate::model::user::PersonInput;
use crate::store::people::{CompanyName, PersonRow};
use crate::text::Texts;
use crate::web::form::{Field, Summary};

/// What the forms post; the address only when somebody is invited, the version only when somebody is changed.
#[derive(Deserialize)]
pub struct PersonForm {
    #[serde(default)]
    pub(super) email: String,
    name: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    companies: String,
    read_only: Option<String>,
    #[serde(default)]
    pub(super) version: i32,
}

impl PersonForm {
    /// What was typed, for the check.
    pub fn input(&self) -> PersonInput {
        PersonInput {
            name: self.name.clone(),
            role: self.role.clone(),
            companies: self.companies.clone(),
            read_only: self.read_only.is_some(),
        }
    }
}

/// The controls.
pub struct PersonFields {
    pub(super) email: Field,
    pub(super) name: Field,
    pub(super) role: Field,
    pub(super) companies: Field,
    pub(super) read_only: Field,
}

impl PersonFields {
    /// Empty ones.
    pub fn empty() -> Self {
        Self::of("", &PersonInput::default())
    }

    /// What was typed.
    pub fn typed(form: &PersonForm) -> Self {
        Self::of(&form.email, &form.input())
    }

    /// A person as they are stored.
    pub fn stored(person: &PersonRow, companies: &[CompanyName]) -> Self {
        let accounts: Vec<&str> = companies
            .iter()
            .map(|company| company.account_number.as_str())
            .collect();
        let input = PersonInput {
            name: person.name.clone(),
            role: person.role.word().to_owned(),
            companies: accounts.join(", "),
            read_only: person.read_only,
        };
        Self::of(&person.email, &input)
    }

    fn of(email: &str, input: &PersonInput) -> Self {
        Self {
            email: Field::with("email", email),
            name: Field::with("name", &input.name),
            role: Field::with("role", &input.role),
            companies: Field::with("companies", &input.companies),
            read_only: Field::ticked("read_only", input.read_only),
        }
    }

    /// Puts each problem beside its control; the summary lists them.
    pub fn refuse(&mut self, problems: &Problems, t: Texts) -> Summary {
        let fields = [
            &mut self.email,
            &mut self.name,
            &mut self.role,
            &mut self.companies,
            &mut self.read_only,
        ];
        for field in fields {
            field.refuse_by(problems, &t);
        }
        let fields = [
            &self.email,
            &self.name,
            &self.role,
            &self.companies,
            &self.read_only,
        ];
        Summary::of(fields)
    }
}
