//! Where to go after signing in: only ever to a place of our own (TRUST.md, S34).

/// The place, if it is a path of this installation.
pub fn own_path(place: &str) -> Option<&str> {
    let rest = place.strip_prefix('/')?;
    // Browsers take a backslash for a slash, and `//host` for another host; they drop tabs and line breaks before they look.
    let leads_out = rest.starts_with('/') || place.contains('\\');
    let fits = !leads_out
        && place
            .chars()
            .all(|c| !c.is_control() && !c.is_whitespace() && c.is_ascii());
    fits.then_some(place)
}

/// That place, or the start page.
pub fn own_path_or_start(place: Option<&str>) -> &str {
    place.and_then(own_path).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bad ones of Django's tests of `url_has_allowed_host_and_scheme`.
    const BAD: [&str; 31] = [
        "http://example.com",
        "http:///example.com",
        "https://example.com",
        "ftp://example.com",
        r"\\example.com",
        r"\\\example.com",
        r"/\\/example.com",
        r"\\\example.com",
        r"\\example.com",
        r"\\//example.com",
        r"/\/example.com",
        r"\/example.com",
        r"/\example.com",
        "http:///example.com",
        r"http:/\//example.com",
        r"http:\/example.com",
        r"http:/\example.com",
        "javascript:alert(\"XSS\")",
        "\njavascript:alert(x)",
        "java\nscript:alert(x)",
        "\x08//example.com",
        r"http://otherserver\@example.com",
        r"http:\\testserver\@example.com",
        r"http://testserver\me:pass@example.com",
        r"http://testserver\@example.com",
        r"http:\\testserver\confirm\me@example.com",
        "http:999999999",
        "ftp:9999999999",
        "\n",
        "http://[2001:cdba:0000:0000:0000:0000:3257:9652/",
        "http://2001:cdba:0000:0000:0000:0000:3257:9652]/",
    ];

    /// Its good ones; those that name a host are not ours to follow either.
    const GOOD: [(&str, bool); 10] = [
        ("/view/?param=http://example.com", true),
        ("/view/?param=https://example.com", true),
        ("/view?param=ftp://example.com", true),
        ("view/?param=//example.com", false),
        ("https://testserver/", false),
        ("HTTPS://testserver/", false),
        ("//testserver/", false),
        ("http://testserver/confirm?email=me@example.com", false),
        ("/url%20with%20spaces/", true),
        ("path/http:2222222222", false),
    ];

    #[test]
    fn nothing_leads_out() {
        for bad in BAD {
            assert_eq!(own_path(bad), None, "{bad:?}");
            let encoded: String = url::form_urlencoded::byte_serialize(bad.as_bytes()).collect();
            assert_eq!(own_path(&encoded), None, "{encoded:?}");
        }
        for bad in [
            "//example.com",
            "///example.com",
            "/\t/example.com",
            "/\n/example.com",
            "",
        ] {
            assert_eq!(own_path(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn own_places_are_kept_and_stay_on_the_origin() {
        let origin = url::Url::parse("https://testserver/").unwrap();
        for (good, own) in GOOD {
            assert_eq!(own_path(good), Some(good).filter(|_| own), "{good:?}");
            let target = origin.join(own_path_or_start(Some(good))).unwrap();
            assert_eq!(target.origin(), origin.origin(), "{good:?}");
        }
        assert_eq!(own_path_or_start(None), "/");
        assert_eq!(
            own_path_or_start(Some("/companies?q=a%2Fb")),
            "/companies?q=a%2Fb"
        );
    }
}
