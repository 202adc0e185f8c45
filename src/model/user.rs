//! People: roles and e-mail addresses.

use super::code::codes;
use super::problems::Fault;
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
