//! The fields of a person, shared by the invitation and the person's own page.

use crate::access::Identity;
use crate::error::Result;
use crate::gate::Db;
use crate::model::problems::Problems;
use crate::model::user::PersonInput;
use crate::store::people::{CompanyName, PersonRow};
use crate::web::form::{Field, Summary};
use crate::web::layout::Shell;
use crate::web::picker::{CompanyPicker, Picked};

/// What the forms post; the address only when somebody is invited, the version only when somebody is changed.
#[derive(Default)]
pub struct PersonForm {
    pub(super) email: String,
    name: String,
    role: String,
    pub(super) picked: Picked,
    read_only: bool,
    pub(super) version: i32,
}

impl PersonForm {
    /// Reads the fields of a form; companies come any number of times.
    pub fn of(fields: &[(String, String)]) -> Self {
        let mut form = Self {
            picked: Picked::of(fields),
            ..Self::default()
        };
        for (name, value) in fields {
            match name.as_str() {
                "email" => form.email.clone_from(value),
                "name" => form.name.clone_from(value),
                "role" => form.role.clone_from(value),
                "read_only" => form.read_only = true,
                "version" => form.version = value.parse().unwrap_or_default(),
                _ => {}
            }
        }
        form
    }

    /// What was typed, for the check.
    pub fn input(&self) -> PersonInput {
        PersonInput {
            name: self.name.clone(),
            role: self.role.clone(),
            companies: self.picked.accounts(),
            read_only: self.read_only,
        }
    }
}

/// The controls.
pub struct PersonFields {
    pub(super) email: Field,
    pub(super) name: Field,
    pub(super) role: Field,
    pub(super) companies: CompanyPicker,
    pub(super) read_only: Field,
}

impl PersonFields {
    /// Empty ones.
    pub fn empty() -> Self {
        Self::of("", &PersonInput::default(), CompanyPicker::holding(&[]))
    }

    /// What was typed.
    pub async fn typed(
        db: &mut Db,
        identity: &Identity,
        shell: &Shell,
        form: &PersonForm,
    ) -> Result<Self> {
        let companies = CompanyPicker::of(db, identity, shell, &form.picked).await?;
        Ok(Self::of(&form.email, &form.input(), companies))
    }

    /// A person as they are stored.
    pub fn stored(person: &PersonRow, companies: &[CompanyName]) -> Self {
        let input = PersonInput {
            name: person.name.clone(),
            role: person.role.word().to_owned(),
            companies: Vec::new(),
            read_only: person.read_only,
        };
        Self::of(&person.email, &input, CompanyPicker::holding(companies))
    }

    fn of(email: &str, input: &PersonInput, companies: CompanyPicker) -> Self {
        Self {
            email: Field::with("email", email),
            name: Field::with("name", &input.name),
            role: Field::with("role", &input.role),
            companies,
            read_only: Field::ticked("read_only", input.read_only),
        }
    }

    /// Puts each problem beside its control; the summary lists them.
    pub fn refuse(&mut self, problems: &Problems, shell: &Shell) -> Summary {
        let fields = [
            &mut self.email,
            &mut self.name,
            &mut self.role,
            &mut self.companies.field,
            &mut self.read_only,
        ];
        for field in fields {
            field.refuse_by(problems, &shell.t);
        }
        let fields = [
            &self.email,
            &self.name,
            &self.role,
            &self.companies.field,
            &self.read_only,
        ];
        Summary::of(fields)
    }
}
