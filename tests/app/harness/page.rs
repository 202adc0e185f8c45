//! An answer, read as a person reads it: by headings, labels and roles, never by markup.

use reqwest::header::HeaderMap;
use scraper::{ElementRef, Html, Selector};

/// An answer of the server.
pub struct Page {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// A form of a page with what its fields hold, to be changed and submitted.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// Whether it posts.
    pub posts: bool,
    /// Its fields in order.
    pub fields: Vec<(String, String)>,
}

impl Page {
    /// An answer that was read whole.
    pub fn new(status: u16, headers: HeaderMap, body: Vec<u8>) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header's value; nothing if it is missing.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Where a redirect points.
    pub fn location(&self) -> Option<&str> {
        self.header("location")
    }

    /// The body as it came.
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The body as text.
    pub fn body(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The parsed document, for what the questions below do not cover.
    pub fn html(&self) -> Html {
        Html::parse_document(self.body())
    }

    /// The main heading.
    pub fn heading(&self) -> String {
        self.all("h1").join(" / ")
    }

    /// What the main part of the page says, blanks collapsed.
    pub fn text(&self) -> String {
        self.all("main").join(" ")
    }

    /// The text of each element that matches, in order.
    pub fn all(&self, selector: &str) -> Vec<String> {
        self.html().select(&parsed(selector)).map(text_of).collect()
    }

    /// An attribute of each element that matches and has it.
    pub fn attributes(&self, selector: &str, attribute: &str) -> Vec<String> {
        self.html()
            .select(&parsed(selector))
            .filter_map(|element| element.attr(attribute).map(str::to_owned))
            .collect()
    }

    /// Where the link of that text leads.
    pub fn link(&self, text: &str) -> Option<String> {
        self.html()
            .select(&parsed("a[href]"))
            .find(|link| text_of(*link) == text)
            .and_then(|link| link.attr("href").map(str::to_owned))
    }

    /// The cells of the table's body, row by row.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let cells = parsed("td, th");
        self.html()
            .select(&parsed("table tbody tr"))
            .map(|row| row.select(&cells).map(text_of).collect())
            .collect()
    }

    /// What the page says is wrong: beside fields and in the summary.
    pub fn problems(&self) -> Vec<String> {
        self.all(".invalid-feedback, [role=alert] li, .error-summary li")
    }

    /// What the field of that label holds.
    pub fn field(&self, label: &str) -> Option<String> {
        let html = self.html();
        let named = html
            .select(&parsed("label[for]"))
            .find(|found| text_of(*found).starts_with(label))?;
        let id = named.attr("for")?;
        let field = html
            .select(&parsed("input, select, textarea"))
            .find(|field| field.attr("id") == Some(id))?;
        value_of(field)
    }

    /// The form whose button says that.
    pub fn form(&self, button: &str) -> Form {
        let html = self.html();
        let buttons = parsed("button, input[type=submit]");
        let form = html.select(&parsed("form")).find(|form| {
            form.select(&buttons)
                .any(|found| text_of(found) == button || found.attr("value") == Some(button))
        });
        let form = form
            .unwrap_or_else(|| panic!("no form with the button {button:?} on {}", self.heading()));
        let fields = form
            .select(&parsed("input[name], select[name], textarea[name]"))
            .filter(|field| {
                field.attr("disabled").is_none() && field.attr("type") != Some("submit")
            })
            .filter_map(|field| Some((field.attr("name")?.to_owned(), value_of(field)?)))
            .collect();
        Form {
            action: form.attr("action").unwrap_or_default().to_owned(),
            posts: form
                .attr("method")
                .is_some_and(|method| method.eq_ignore_ascii_case("post")),
            fields,
        }
    }
}

impl Form {
    /// The same with another value in a field; one it does not have is added, as an attacker would.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        match self.fields.iter_mut().find(|(field, _)| field == name) {
            Some((_, held)) => value.clone_into(held),
            None => self.fields.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    /// The same with the boxes of that name unticked.
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self
    }

    /// What a field holds.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }
}

fn parsed(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}

fn text_of(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a browser would send for a field: nothing for a box that is not ticked.
fn value_of(field: ElementRef<'_>) -> Option<String> {
    match field.value().name() {
        "textarea" => Some(field.text().collect()),
        "select" => {
            let options = parsed("option");
            let chosen = field
                .select(&options)
                .find(|option| option.attr("selected").is_some())
                .or_else(|| field.select(&options).next())?;
            Some(
                chosen
                    .attr("value")
                    .map_or_else(|| text_of(chosen), str::to_owned),
            )
        }
        _ if matches!(field.attr("type"), Some("checkbox" | "radio")) => field
            .attr("checked")
            .map(|_| field.attr("value").unwrap_or("on").to_owned()),
        _ => Some(field.attr("value").unwrap_or_default().to_owned()),
    }
}

#[test]
fn a_page_is_read_as_a_person_reads_it() {
    let html = r#"<main><h1>Numbers of  Acme</h1><a href="/new">New</a>
        <ul role="alert"><li>Enter something</li></ul>
        <form method="post" action="/cpns"><label for="c">Number <i>*</i></label><input id="c" name="cpn" value="HW-7">
        <select name="kind"><option value="a">A</option><option value="b" selected>B</option></select>
        <input type="checkbox" name="loud" value="yes"><textarea name="note">so</textarea>
        <button type="submit">Save</button></form>
        <table><tbody><tr><th>HW-7</th><td>PUMP</td></tr></tbody></table></main>"#;
    let page = Page::new(200, HeaderMap::new(), html.as_bytes().to_vec());

    let form = page.form("Save").set("cpn", "HW-8").set("loud", "yes");

    assert_eq!(page.heading(), "Numbers of Acme");
    assert_eq!(page.link("New").as_deref(), Some("/new"));
    assert_eq!(page.problems(), ["Enter something"]);
    assert_eq!(page.field("Number").as_deref(), Some("HW-7"));
    assert_eq!(page.rows(), [["HW-7", "PUMP"]]);
    assert_eq!(page.attributes("form", "action"), ["/cpns"]);
    assert!(page.text().contains("Numbers of Acme"));
    assert_eq!(
        (form.value("kind"), form.value("cpn")),
        (Some("b"), Some("HW-8"))
    );
    assert_eq!(form.fields.len(), 4);
}
