//! The second step of signing in: codes of six digits (RFC 6238) that an app computes from a secret it shares with the server, and
//! recovery codes for whoever has lost the app.

use chrono::{DateTime, Utc};
use totp_rs::{Builder, Secret, Totp};

use super::secret;

/// How many recovery codes there are at a time.
pub const RECOVERY_CODES: usize = 10;

/// What apps call the place a code is for.
const ISSUER: &str = "CPN Desk";

/// What an app computes its codes from.
pub struct SharedSecret(Vec<u8>);

impl SharedSecret {
    /// A new one, of 160 bits as the standard wants it.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bytes = vec![0_u8; 20];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// One that was stored.
    pub fn stored(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// As it is stored.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As it is typed into an app, in groups of four.
    pub fn in_groups(&self) -> String {
        in_groups(&Secret::from(self.0.clone()).to_base32(), ' ')
    }

    /// The address apps read from the picture; `None` for an e-mail address no app could show.
    pub fn url(&self, email: &str) -> Option<String> {
        // A colon parts issuer and account.
        self.totp(&email.replace(':', ""))?.to_url().ok()
    }

    /// The half minute that a code belongs to, if it is one of `at` or the half minutes beside it: clocks differ.
    pub fn step_of(&self, code: &str, at: DateTime<Utc>) -> Option<i64> {
        let seconds = u64::try_from(at.timestamp()).ok()?;
        let step = self.totp("code")?.check(code, seconds)?;
        i64::try_from(step).ok()
    }

    /// The code of a moment.
    #[cfg(test)]
    pub fn code_at(&self, at: DateTime<Utc>) -> Option<String> {
        let seconds = u64::try_from(at.timestamp()).ok()?;
        Some(self.totp("code")?.generate(seconds).to_string())
    }

    fn totp(&self, account: &str) -> Option<Totp> {
        Builder::new()
            .with_secret(self.0.clone())
            .with_skew(1)
            .with_account_name(account)
            .with_issuer(Some(ISSUER))
            .build()
            .ok()
    }
}

/// What somebody typed as a code.
#[derive(Debug, PartialEq, Eq)]
pub enum Typed {
    /// The six digits of an app.
    Code(String),
    /// A recovery code, by the hash it is stored under.
    Recovery(Vec<u8>),
}

impl Typed {
    /// Reads it however it is grouped; nobody types the blanks as they are shown.
    pub fn read(text: &str) -> Self {
        let signs: String = text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_uppercase())
            .take(64)
            .collect();
        if signs.len() == 6 && signs.chars().all(|c| c.is_ascii_digit()) {
            Self::Code(signs)
        } else {
            // The alphabet of recovery codes has no 0, 1 and 8: whoever reads them in their own writing means the letters.
            let meant: String = signs
                .chars()
                .map(|sign| match sign {
                    '0' => 'O',
                    '1' => 'I',
                    '8' => 'B',
                    other => other,
                })
                .collect();
            Self::Recovery(secret::hash(&meant))
        }
    }
}

/// A recovery code of 80 random bits: too many to try, so a plain hash keeps it.
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// A new set.
    pub fn generate_set() -> Result<Vec<Self>, getrandom::Error> {
        (0..RECOVERY_CODES)
            .map(|_| {
                let mut bytes = [0_u8; 10];
                getrandom::fill(&mut bytes)?;
                Ok(Self(Secret::from(bytes.to_vec()).to_base32()))
            })
            .collect()
    }

    /// What is stored of it.
    pub fn hash(&self) -> Vec<u8> {
        secret::hash(&self.0)
    }

    /// As its owner writes it down.
    pub fn in_groups(&self) -> String {
        in_groups(&self.0, '-')
    }
}

fn in_groups(signs: &str, between: char) -> String {
    let mut grouped = String::with_capacity(signs.len() + signs.len() / 4);
    for (at, sign) in signs.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            grouped.push(between);
        }
        grouped.push(sign);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn computes_the_codes_of_the_standard() {
        let secret = SharedSecret::stored(b"12345678901234567890".to_vec());

        // RFC 6238, appendix B: the last six of its eight digits.
        let codes: Vec<_> = [
            59,
            1_111_111_109,
            1_111_111_111,
            1_234_567_890,
            2_000_000_000,
        ]
        .map(|seconds| secret.code_at(moment(seconds)).unwrap())
        .into();

        assert_eq!(codes, ["287082", "081804", "050471", "005924", "279037"]);
    }

    #[test]
    fn takes_the_half_minutes_beside_and_no_others() {
        let secret = SharedSecret::generate().unwrap();
        let code = secret.code_at(moment(3_000_000)).unwrap();

        let steps =
            [-60, -30, 0, 30, 60].map(|shift| secret.step_of(&code, moment(3_000_000 + shift)));

        assert_eq!(
            steps,
            [None, Some(100_000), Some(100_000), Some(100_000), None]
        );
    }

    #[test]
    fn reads_codes_however_they_are_grouped() {
        let recovery = RecoveryCode::generate_set().unwrap().remove(0);

        assert_eq!(Typed::read(" 123 456 "), Typed::Code("123456".to_owned()));
        assert_eq!(
            Typed::read(&recovery.in_groups().to_lowercase()),
            Typed::Recovery(recovery.hash())
        );
        assert_eq!(recovery.in_groups().len(), 19);
    }
}
