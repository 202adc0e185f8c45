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
            let hash = file
                .metadata
                .sha256_hash()
                .iter()
                .take(8)
                .map(|byte| format!("{byte:02x}"))
                .collect();
            Some((name.into_owned(), hash))
        })
        .collect()
});

/// The address of a file.
pub fn url(name: &str) -> String {
    match HASHES.get(name) {
        Some(hash) => format!("/static/{hash}/{name}"),
        None => {
            tracing::error!(name, "a page asks for a file that is not compiled in");
            format!("/static/missing/{name}")
        }
    }
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
