//! Styles, scripts and icons: compiled in, each under an address with the hash of its content, so that browsers keep them for good.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::web::Path;
use actix_web::{HttpResponse, Responder};
use rust_embed::RustEmbed;

use crate::error::{Error, Result};

#[derive(RustEmbed)]
#[folder = "static"]
#[exclude = "*.md"]
struct Files;

/// Hash of each file's content, sixteen hexadecimal digits.
static HASHES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    Files::iter()
        .filter_map(|name| {
            let file = Files::get(&name)?;
            let [a, b, c, d, e, f, g, h, ..] = file.metadata.sha256_hash();
            let hash = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
            Some((name.into_owned(), format!("{hash:016x}")))
        })
        .collect()
});

/// The address of a file.
pub fn url(name: &str) -> String {
    if let Some(hash) = HASHES.get(name) {
        return format!("/static/{hash}/{name}");
    }
    tracing::error!(name, "a page asks for a file that is not compiled in");
    format!("/static/missing/{name}")
}

/// `GET /static/{hash}/{name}`
pub async fn show(path: Path<(String, String)>) -> Result<impl Responder> {
    let (hash, name) = path.into_inner();
    let file = Files::get(&name)
        .filter(|_| HASHES.get(&name) == Some(&hash))
        .ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .content_type(
            mime_guess::from_path(&name)
                .first_or_octet_stream()
                .essence_str(),
        )
        .body(file.data.into_owned()))
}
