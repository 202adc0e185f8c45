//! Styles, scripts and icons: compiled in, each under an address with the hash of its content, so that browsers keep them for good.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{LazyLock, Mutex, PoisonError};

use actix_web::http::header;
use actix_web::web::{Bytes, Path};
use actix_web::{HttpRequest, HttpResponse, Responder};
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

/// An icon's parts.
pub struct Icon {
    /// Its name in the file of icons.
    pub name: &'static str,
    /// The outline of each part, and the rule by which it is filled.
    pub paths: Vec<(String, &'static str)>,
}

/// The icons that every row of a list shows. A page with many rows holds them itself: a browser looks a reference into another file up
/// anew for each of its uses, which for fifty rows is a seventh of the time to the page.
pub static ROW_ICONS: LazyLock<Vec<Icon>> = LazyLock::new(|| {
    let file = Files::get("icons.svg").map(|file| file.data);
    let sprite = String::from_utf8(file.unwrap_or_default().into_owned()).unwrap_or_default();
    ["clock-history", "copy", "pencil", "star-fill", "trash"]
        .into_iter()
        .map(|name| Icon {
            name,
            paths: paths(&sprite, name),
        })
        .collect()
});

/// The outlines of a symbol.
fn paths(sprite: &str, name: &str) -> Vec<(String, &'static str)> {
    let from = sprite.split_once(&format!("<symbol id=\"{name}\""));
    let symbol = from.and_then(|(_, rest)| rest.split_once("</symbol>"));
    let parts = symbol
        .map_or("", |(symbol, _)| symbol)
        .split("<path")
        .skip(1);
    parts
        .filter_map(|part| {
            let (_, outline) = part.split_once(" d=\"")?;
            let rule = if part.contains("fill-rule=\"evenodd\"") {
                "evenodd"
            } else {
                "nonzero"
            };
            Some((outline.split('"').next()?.to_owned(), rule))
        })
        .collect()
}

/// Each file as small as it gets, once somebody asked for it; other encodings are made by the way of every answer.
static SMALL: LazyLock<Mutex<HashMap<String, Bytes>>> = LazyLock::new(Mutex::default);

fn small(name: &str, content: &[u8]) -> std::io::Result<Bytes> {
    let known = SMALL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(small) = known.get(name) {
        return Ok(small.clone());
    }
    drop(known);
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 64 * 1024, 11, 22);
    writer.write_all(content)?;
    let small = Bytes::from(writer.into_inner());
    let mut known = SMALL.lock().unwrap_or_else(PoisonError::into_inner);
    known.insert(name.to_owned(), small.clone());
    Ok(small)
}

fn takes_brotli(req: &HttpRequest) -> bool {
    let header = req.headers().get(header::ACCEPT_ENCODING);
    let encodings = header.and_then(|value| value.to_str().ok());
    encodings
        .unwrap_or_default()
        .split(',')
        .any(|one| one.trim() == "br" || one.trim().starts_with("br;q=1"))
}

/// `GET /static/{hash}/{name}`
pub async fn show(req: HttpRequest, path: Path<(String, String)>) -> Result<impl Responder> {
    let (hash, name) = path.into_inner();
    let file = Files::get(&name)
        .filter(|_| HASHES.get(&name) == Some(&hash))
        .ok_or(Error::NotFound)?;
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "accept-encoding"))
        .content_type(
            mime_guess::from_path(&name)
                .first_or_octet_stream()
                .essence_str(),
        );
    if !takes_brotli(&req) {
        return Ok(answer.body(file.data.into_owned()));
    }
    answer.insert_header((header::CONTENT_ENCODING, "br"));
    let body = tokio::task::spawn_blocking(move || small(&name, &file.data))
        .await
        .map_err(Error::internal)?
        .map_err(Error::internal)?;
    Ok(answer.body(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icons_of_rows_have_outlines() {
        for icon in ROW_ICONS.iter() {
            assert!(!icon.paths.is_empty(), "{}", icon.name);
            for (path, _) in &icon.paths {
                assert!(path.starts_with(['M', 'm']), "{}: {path}", icon.name);
            }
        }
    }
}
