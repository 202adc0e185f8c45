//! What people read, in their language: Fluent messages compiled into the program.
//!
//! Each language has a folder of `.ftl` files, one a topic. Messages hold no HTML; the templates escape them like any value.

use std::borrow::Cow;
use std::fmt::Display;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

use crate::model::code::codes;
use crate::model::problems::Problem;

codes! {
    /// A language the program speaks.
    Language {
        /// English.
        English = "en",
        /// German.
        German = "de",
        /// Dutch, in preparation: what is not translated yet is English, and nobody is offered it.
        Dutch = "nl",
        /// English with accents and a third longer, for the tests: whatever a page shows without them was never translated.
        Pseudo = "en-XA",
    }
}

impl Language {
    /// The languages people can choose: those that are complete.
    pub const OFFERED: [Self; 2] = [Self::English, Self::German];
}

#[derive(RustEmbed)]
#[folder = "src/text"]
#[include = "*.ftl"]
struct Messages;

type Bundle = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::English));
static GERMAN: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::German));
static DUTCH: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::Dutch));
static PSEUDO: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::Pseudo));

fn bundle(language: Language) -> Bundle {
    let tag: LanguageIdentifier = language.word().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // Marks around values would be copied along with part numbers.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::English | Language::Pseudo => |value, _| grouped(value, ','),
        Language::German | Language::Dutch => |value, _| grouped(value, '.'),
    }));
    if language == Language::Pseudo {
        bundle.set_transform(Some(accented));
    }
    add_messages(&mut bundle, language);
    bundle
}

/// The messages of a language; under those of one in preparation lie the English ones.
fn add_messages(bundle: &mut Bundle, language: Language) {
    let folders: &[&str] = match language {
        Language::English | Language::Pseudo => &["en/"],
        Language::German => &["de/"],
        Language::Dutch => &["en/", "nl/"],
    };
    for folder in folders {
        add_folder(bundle, folder);
    }
}

fn add_folder(bundle: &mut Bundle, folder: &str) {
    for path in Messages::iter().filter(|path| path.starts_with(folder)) {
        let Some(file) = Messages::get(&path) else {
            continue;
        };
        let resource = FluentResource::try_new(String::from_utf8_lossy(&file.data).into_owned())
            .unwrap_or_else(|(resource, errors)| {
                tracing::error!(%path, ?errors, "a message file has errors");
                resource
            });
        if folder == "nl/" {
            bundle.add_resource_overriding(resource);
        } else if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(%path, ?errors, "a message is defined twice");
        }
    }
}

/// Text with accents on its letters and vowels doubled, so that it is readable, longer, and told from text nobody translated.
fn accented(text: &str) -> Cow<'_, str> {
    text.chars()
        .flat_map(|letter| {
            let (accented, times) = match letter {
                'a' => ('á', 2),
                'e' => ('é', 2),
                'i' => ('í', 1),
                'o' => ('ó', 2),
                'u' => ('ú', 1),
                'A' => ('Á', 1),
                'E' => ('É', 1),
                'I' => ('Í', 1),
                'O' => ('Ó', 1),
                'U' => ('Ú', 1),
                'c' => ('ç', 1),
                'n' => ('ñ', 1),
                's' => ('š', 1),
                'y' => ('ý', 1),
                other => (other, 1),
            };
            std::iter::repeat_n(accented, times)
        })
        .collect::<String>()
        .into()
}

/// A whole number with its thousands separated, as a language does it.
fn grouped(value: &FluentValue<'_>, separator: char) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    Some(group(&number.as_string(), separator))
}

/// Digits with the thousands separated; a sign before them stays.
pub fn group(digits: &str, separator: char) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        let rest = digits.len() - position;
        if position > 0 && rest.is_multiple_of(3) && !grouped.ends_with('-') {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

/// The texts of one language. Short names, because templates call them in every line.
#[derive(Clone, Copy)]
pub struct Texts {
    language: Language,
    bundle: &'static Bundle,
}

impl Texts {
    /// The texts of a language.
    pub fn of(language: Language) -> Self {
        let bundle = match language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::Dutch => &DUTCH,
            Language::Pseudo => &PSEUDO,
        };
        Self { language, bundle }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A message without values.
    pub fn s(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// A message that depends on a count, given to it as `$count`.
    pub fn n(&self, key: &str, count: impl TryInto<i64>) -> String {
        self.nw(key, count, &[])
    }

    /// A message that depends on a count, with other values beside it.
    pub fn nw(
        &self,
        key: &str,
        count: impl TryInto<i64>,
        values: &[(&'static str, String)],
    ) -> String {
        let mut args: FluentArgs<'_> = values
            .iter()
            .map(|(name, value)| (*name, FluentValue::from(value.as_str())))
            .collect();
        args.set(
            "count",
            FluentValue::from(count.try_into().unwrap_or(i64::MAX)),
        );
        self.format(key, Some(&args))
    }

    /// A message with one value.
    pub fn a(&self, key: &str, name: &'static str, value: impl Display) -> String {
        self.with(key, &[(name, value.to_string())])
    }

    /// A message with two values.
    pub fn a2(
        &self,
        key: &str,
        name: &'static str,
        value: impl Display,
        name2: &'static str,
        value2: impl Display,
    ) -> String {
        self.with(
            key,
            &[(name, value.to_string()), (name2, value2.to_string())],
        )
    }

    /// A message with any number of values.
    pub fn with(&self, key: &str, values: &[(&'static str, String)]) -> String {
        let args: FluentArgs<'_> = values
            .iter()
            .map(|(name, value)| (*name, FluentValue::from(value.as_str())))
            .collect();
        self.format(key, Some(&args))
    }

    /// What is wrong with a field, as a sentence: the message `problem-<field>-<fault>` where there is one, else `problem-<fault>`.
    pub fn problem(&self, problem: &Problem) -> String {
        let code = problem.fault.code();
        let arguments = problem.fault.arguments();
        let special = format!("problem-{}-{code}", problem.field.replace('_', "-"));
        if self.bundle.has_message(&special) {
            return self.with(&special, &arguments);
        }
        self.with(&format!("problem-{code}"), &arguments)
    }

    /// Whether the language has this message.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
        else {
            tracing::error!(key, language = self.language.word(), "a text is missing");
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors);
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "a text lacks a value");
        }
        text.into_owned()
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Texts").field(&self.language).finish()
    }
}
