//! People: roles and e-mail addresses.

use super::code::codes;
use super::problems::{Fault, Problems};
use super::{key, text};

/// The most characters an e-mail address has (RFC 5321, 4.5.3.1.3).
pub const EMAIL_LENGTH: usize = 254;
/// The most characters a person's name has.
pub const NAME_LENGTH: usize = 100;

codes! {
    /// What a person may do (`DOMAIN.md`, rule 3).
    Role {
        /// Belongs to one company and works on its CPNs, or only reads them.
        Buyer = "buyer",
        /// Works on the companies assigned to them and uploads their spreadsheets.
        Manager = "manager",
        /// Does everything.
        Admin = "admin",
    }
}

/// An e-mail address a person signs in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Checks the form only as far as every address has it: something, an at sign, a host without blanks. Whether mail
    /// arrives is not ours to find out.
    pub fn parse(address: &str) -> Result<Self, Fault> {
        let address = text::required(address, EMAIL_LENGTH)?;
        let fits = address.rsplit_once('@').is_some_and(|(local, host)| {
            !local.is_empty() && !host.is_empty() && !host.contains('@')
        }) && !address.contains(char::is_whitespace);
        if fits {
            Ok(Self(address))
        } else {
            Err(Fault::Malformed("no-email"))
        }
    }

    /// The address as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What makes it unique and what sign-in looks for: without regard to case.
    pub fn key(&self) -> String {
        key::plain(&self.0)
    }
}

codes! {
    /// What a one-time link lets somebody do.
    LinkPurpose {
        /// Create the first admin.
        SetUp = "setup",
        /// Choose the first password.
        Invitation = "invitation",
        /// Choose another password.
        Reset = "reset",
    }
}

impl LinkPurpose {
    /// How long a link can be used, in hours.
    pub fn hours(self) -> i32 {
        match self {
            Self::SetUp | Self::Invitation => 24,
            Self::Reset => 1,
        }
    }

    /// The first part of the link's path.
    pub fn path(self) -> &'static str {
        match self {
            Self::SetUp => "set-up",
            Self::Invitation => "invitation",
            Self::Reset => "password-reset",
        }
    }
}

codes! {
    /// How it stands with somebody's access.
    PersonState {
        /// They can sign in.
        Active = "active",
        /// They have not chosen a password yet.
        Invited = "invited",
        /// An admin shut them out.
        Disabled = "disabled",
    }
}

/// What somebody typed about a person: the fields of a form or the options of a command.
#[derive(Clone, Debug, Default)]
pub struct PersonInput {
    /// Their name.
    pub name: String,
    /// The word of their role.
    pub role: String,
    /// The account numbers of their companies.
    pub companies: Vec<String>,
    /// Whether they may only look.
    pub read_only: bool,
}

/// What a person is called and may do, checked as far as can be without the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonDraft {
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// The account numbers of their companies, each once.
    pub accounts: Vec<String>,
    /// Whether they may only look.
    pub read_only: bool,
}

impl PersonDraft {
    /// Checks the input: a buyer has exactly one company, an admin none, and only buyers may be kept to looking.
    pub fn parse(input: &PersonInput) -> Result<Self, Problems> {
        let mut problems = Problems::none();
        let name = problems.take("name", text::required(&input.name, NAME_LENGTH));
        let role: Option<Role> = problems.take(
            "role",
            input.role.parse().map_err(|_unknown| Fault::NotAChoice),
        );
        let accounts = accounts(&input.companies);
        let fault = match role {
            Some(Role::Buyer) if accounts.is_empty() => Some(Fault::Missing),
            Some(Role::Buyer) if accounts.len() > 1 => Some(Fault::Refused("one-company")),
            Some(Role::Admin) if !accounts.is_empty() => Some(Fault::Refused("no-company")),
            _ => None,
        };
        if let Some(fault) = fault {
            problems.add("companies", fault);
        }
        if input.read_only && role.is_some_and(|role| role != Role::Buyer) {
            problems.add("read_only", Fault::Refused("buyers-only"));
        }
        match (name, role) {
            (Some(name), Some(role)) if problems.is_empty() => Ok(Self {
                name,
                role,
                accounts,
                read_only: input.read_only,
            }),
            _ => Err(problems),
        }
    }
}

fn accounts(typed: &[String]) -> Vec<String> {
    let mut accounts: Vec<String> = Vec::new();
    for account in typed.iter().map(|account| account.trim()) {
        let known = accounts
            .iter()
            .any(|seen| key::plain(seen) == key::plain(account));
        if !account.is_empty() && !known {
            accounts.push(account.to_owned());
        }
    }
    accounts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(role: &str, companies: &[&str], read_only: bool) -> PersonInput {
        PersonInput {
            name: "Anna".to_owned(),
            role: role.to_owned(),
            companies: owned(companies),
            read_only,
        }
    }

    fn owned(accounts: &[&str]) -> Vec<String> {
        accounts
            .iter()
            .map(|account| (*account).to_owned())
            .collect()
    }

    fn faults(input: &PersonInput) -> Vec<(&'static str, Fault)> {
        PersonDraft::parse(input).map_or_else(
            |problems| {
                problems
                    .iter()
                    .map(|problem| (problem.field, problem.fault.clone()))
                    .collect()
            },
            |_| Vec::new(),
        )
    }

    #[test]
    fn an_address_needs_two_sides_and_no_blank() {
        assert!(
            Email::parse(" Anna@Example.com ").is_ok_and(|email| email.key() == "anna@example.com")
        );
        for bad in ["anna", "@example.com", "anna@", "an na@example.com"] {
            assert_eq!(
                Email::parse(bad),
                Err(Fault::Malformed("no-email")),
                "{bad}"
            );
        }
    }

    #[test]
    fn each_role_has_its_number_of_companies() {
        assert_eq!(faults(&input("buyer", &["100"], true)), []);
        assert_eq!(
            faults(&input("buyer", &[], false)),
            [("companies", Fault::Missing)]
        );
        assert_eq!(
            faults(&input("buyer", &["100", "200"], false)),
            [("companies", Fault::Refused("one-company"))]
        );
        assert_eq!(faults(&input("manager", &[], false)), []);
        assert_eq!(
            faults(&input("admin", &["100"], true)),
            [
                ("companies", Fault::Refused("no-company")),
                ("read_only", Fault::Refused("buyers-only"))
            ]
        );
        assert_eq!(
            faults(&input("owner", &[], false)),
            [("role", Fault::NotAChoice)]
        );
    }

    #[test]
    fn account_numbers_are_told_apart_as_the_database_does() {
        assert_eq!(
            accounts(&owned(&["a1", " B2", "A1 ", "", "c 3"])),
            ["a1", "B2", "c 3"]
        );
    }
}
