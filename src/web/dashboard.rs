//! The first page after sign-in.

use askama::Template;

use super::layout::{self, Shell};
use super::{Answer, parts::Link};
use crate::access::Identity;

#[derive(Template)]
#[template(path = "dashboard.html")]
struct DashboardPage {
    shell: Shell,
    doors: Vec<Link>,
}

/// `GET /`
pub async fn show(_: Identity, shell: Shell) -> Answer {
    let doors = vec![
        Link::new(shell.t.s("nav-companies"), "/companies"),
        Link::new(shell.t.s("nav-products"), "/products"),
    ];
    layout::ok(&DashboardPage { shell, doors })
}
