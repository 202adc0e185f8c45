//! What a form knows between two requests: each field with what was typed and what is wrong with it, and the summary
//! of all problems at the head of the page.
//!
//! A form is a struct with one [`Field`] per control, so that templates are checked when they are compiled. It is
//! filled once from the record (to edit) or from the posted text (to show again what was typed).

use actix_web::web::{Bytes, Payload};
use actix_web::{HttpMessage as _, HttpRequest};

use crate::error::{Error, Result};
use crate::model::problems::Problems;
use crate::text::Texts;

/// The body of a posted form that is read by hand, since it repeats fields or is larger than others; of `most` bytes at most.
pub async fn posted_body(req: &HttpRequest, payload: Payload, most: usize) -> Result<Bytes> {
    if req.content_type() != "application/x-www-form-urlencoded" {
        return Err(Error::UnsupportedMediaType);
    }
    payload
        .to_bytes_limited(most)
        .await
        .map_err(|_larger| Error::TooLarge(u64::try_from(most).unwrap_or(u64::MAX)))?
        .map_err(|_broken| Error::BadRequest("unreadable"))
}

/// One control of a form: its value as typed and the problem with it, if any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// The value of the control's `id`, unique in the page; the summary's links lead to it.
    id: String,
    /// The name under which the value is posted.
    name: String,
    /// What is in the control, exactly as typed.
    value: String,
    /// What is wrong with the value, as a sentence for the person.
    problem: Option<String>,
}

impl Field {
    /// An empty control whose id is its name.
    pub fn new(name: &str) -> Self {
        Self::with(name, "")
    }

    /// A control that holds `value`.
    pub fn with(name: &str, value: impl Into<String>) -> Self {
        Self {
            id: name.to_owned(),
            name: name.to_owned(),
            value: value.into(),
            problem: None,
        }
    }

    /// A tick box.
    pub fn ticked(name: &str, ticked: bool) -> Self {
        Self::with(name, if ticked { "on" } else { "" })
    }

    /// Gives the control an id of its own, for a page on which two forms share a name.
    #[must_use]
    pub fn id_as(mut self, id: &str) -> Self {
        id.clone_into(&mut self.id);
        self
    }

    /// Says what is wrong with the value. The first problem stays: it is the one to mend first.
    pub fn refuse(&mut self, problem: impl Into<String>) {
        self.problem.get_or_insert(problem.into());
    }

    /// Takes over the problem with this field, if there is one, in the reader's language.
    pub fn refuse_by(&mut self, problems: &Problems, t: &Texts) {
        if let Some(problem) = problems.of(&self.name) {
            self.refuse(t.problem(problem));
        }
    }

    /// The control's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name under which the value is posted.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value as typed.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What is wrong with the value.
    pub fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Whether this is the chosen value of a select or a set of radios.
    pub fn is(&self, value: &str) -> bool {
        self.value == value
    }

    /// Whether a tick box is ticked.
    pub fn checked(&self) -> bool {
        !self.value.is_empty()
    }
}

/// One option of a select or a set of radios.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// A sentence under the label; radios only.
    pub hint: Option<String>,
}

impl Choice {
    /// An option without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
        }
    }

    /// Adds the sentence under the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// One line of the summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The control that the line leads to; none for a problem of the whole form.
    pub id: Option<String>,
    /// The same words that stand beside the control.
    pub text: String,
}

/// All problems of a form in the order of its controls. Empty on a form that nobody has sent yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The lines.
    problems: Vec<Problem>,
}

impl Summary {
    /// Collects the problems of `fields`, which come in the order of the page.
    pub fn of<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Self {
        let problems = fields
            .into_iter()
            .filter_map(|field| {
                field.problem().map(|text| Problem {
                    id: Some(field.id().to_owned()),
                    text: text.to_owned(),
                })
            })
            .collect();
        Self { problems }
    }

    /// Adds a problem that belongs to no single control; it comes first.
    pub fn refuse(&mut self, text: impl Into<String>) {
        let problem = Problem {
            id: None,
            text: text.into(),
        };
        self.problems.insert(0, problem);
    }

    /// Whether there is nothing to mend.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// The lines of the summary.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_problem_of_a_field_stays() {
        let mut field = Field::with("cpn", "a\u{0}");
        field.refuse("first");
        field.refuse("second");
        assert_eq!(field.problem(), Some("first"));
        assert_eq!(field.value(), "a\u{0}");
    }

    #[test]
    fn a_summary_keeps_the_order_of_the_page_and_links_by_id() {
        let mut cpn = Field::new("cpn").id_as("new-cpn");
        let unit = Field::with("unit", "box");
        let mut until = Field::new("until");
        cpn.refuse("Enter the number");
        until.refuse("The end lies before the start");
        let mut summary = Summary::of([&cpn, &unit, &until]);
        summary.refuse("Someone changed this row");
        let lines: Vec<_> = summary
            .problems()
            .iter()
            .map(|problem| (problem.id.as_deref(), problem.text.as_str()))
            .collect();
        assert_eq!(
            lines,
            [
                (None, "Someone changed this row"),
                (Some("new-cpn"), "Enter the number"),
                (Some("until"), "The end lies before the start"),
            ]
        );
    }

    #[test]
    fn ticked_and_chosen() {
        assert!(Field::ticked("archived", true).checked());
        assert!(!Field::ticked("archived", false).checked());
        assert!(Field::with("mode", "add").is("add"));
        assert!(!Field::with("mode", "add").is("mirror"));
    }
}
