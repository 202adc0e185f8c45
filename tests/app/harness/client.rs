//! Browsers, as far as the server can tell: they keep cookies, say where a request comes from, and follow a redirect only when told.

use std::cell::RefCell;
use std::collections::BTreeMap;

use actix_web::cookie::Cookie;
use reqwest::header::{COOKIE, HeaderMap, SET_COOKIE};
use reqwest::{Method, RequestBuilder};

use super::page::{Form, Page};
use super::server::Server;

/// A browser.
pub struct Client {
    http: reqwest::Client,
    base: String,
    cookies: RefCell<BTreeMap<String, String>>,
    /// The address a trusted proxy tells of.
    forwarded: Option<String>,
}

impl Client {
    /// A fresh one that speaks to that server.
    pub fn of(server: &Server) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self {
            http,
            base: format!("http://{}", server.authority()),
            cookies: RefCell::default(),
            forwarded: None,
        }
    }

    /// The same browser, cookies and all, at another process of the installation.
    pub fn at(&self, server: &Server) -> Self {
        let other = Self::of(server);
        other.cookies.replace(self.cookies.borrow().clone());
        other
    }

    /// The same browser behind a proxy, which says that it has that address.
    pub fn seen_from(self, address: &str) -> Self {
        Self {
            forwarded: Some(address.to_owned()),
            ..self
        }
    }

    /// Takes a cookie as if a server had set it.
    pub fn adopt(&self, (name, value): (String, String)) {
        self.cookies.borrow_mut().insert(name, value);
    }

    /// The cookies it holds.
    pub fn cookies(&self) -> BTreeMap<String, String> {
        self.cookies.borrow().clone()
    }

    /// Opens an address of the site.
    pub async fn get(&self, path: &str) -> Page {
        self.send(self.request(Method::GET, path)).await
    }

    /// Posts fields as a form of this site would.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(
            self.request(Method::POST, path)
                .header("sec-fetch-site", "same-origin")
                .form(fields),
        )
        .await
    }

    /// Presses the button of a form.
    pub async fn submit(&self, form: &Form) -> Page {
        let fields: Vec<(&str, &str)> = form
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        if form.posts {
            return self.post_form(&form.action, &fields).await;
        }
        self.send(self.request(Method::GET, &form.action).query(&fields))
            .await
    }

    /// Goes where a redirect points; the answer must be one.
    pub async fn follow(&self, page: &Page) -> Page {
        let location = page
            .location()
            .unwrap_or_else(|| panic!("no redirect but {}", page.status()));
        self.get(location).await
    }

    /// A request to finish by hand, with this browser's cookies and nothing else.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        assert!(path.starts_with('/'), "{path:?} is no address of this site");
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(address) = &self.forwarded {
            request = request.header("x-forwarded-for", address);
        }
        let cookies: Vec<String> = self
            .cookies
            .borrow()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if cookies.is_empty() {
            request
        } else {
            request.header(COOKIE, cookies.join("; "))
        }
    }

    /// Sends such a request and keeps the cookies of the answer.
    pub async fn send(&self, request: RequestBuilder) -> Page {
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let headers = answer.headers().clone();
        self.keep_cookies(&headers);
        let body = answer.bytes().await.unwrap().to_vec();
        Page::new(status, headers, body)
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        for set in headers.get_all(SET_COOKIE) {
            let cookie = Cookie::parse_encoded(set.to_str().unwrap()).unwrap();
            let gone = cookie.value().is_empty()
                || cookie
                    .max_age()
                    .is_some_and(actix_web::cookie::time::Duration::is_zero);
            let mut cookies = self.cookies.borrow_mut();
            if gone {
                cookies.remove(cookie.name());
            } else {
                let raw = set.to_str().unwrap().split(';').next().unwrap();
                let (name, value) = raw.split_once('=').unwrap();
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
