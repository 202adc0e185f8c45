//! A file or pasted list on its way from the browser into the database: never held in memory, never waited for without end.

use std::time::Duration;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::http::header;
use actix_web::{HttpRequest, web};
use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt as _};
use tokio::time::{Instant, timeout_at};

use crate::access::{Change, CompanyAccess};
use crate::db::Pool;
use crate::domain::upload::Engine;
use crate::error::{Error, Result};
use crate::model::id::UploadId;
use crate::model::upload::{EmptyCells, Mode, Source};

/// Silence after which a sender is given up (TRUST.md, S68).
const IDLE: Duration = Duration::from_secs(15);
/// Time for the whole of it.
const WHOLE: Duration = Duration::from_hours(1);
/// From when on the average pace counts.
const GRACE: Duration = Duration::from_secs(30);
/// The least bytes a second.
const PACE: u64 = 8 * 1024;
/// What a form may take beside its file.
const OVERHEAD: u64 = 64 * 1024;
/// The most bytes of a short field.
const FIELD_BYTES: usize = 256;
/// The most parts of a form.
const PARTS: usize = 20;

/// The name a pasted list is kept under; pages call it otherwise.
const PASTED_NAME: &str = "pasted.txt";

/// What a person said beside the file, as far as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// What the upload may do.
    pub mode: Mode,
    /// What an empty cell means.
    pub empty_cells: EmptyCells,
    /// Whether the form is the one for a pasted list.
    pub pasted: bool,
}

impl Default for Said {
    fn default() -> Self {
        Self {
            mode: Mode::Update,
            empty_cells: EmptyCells::Keep,
            pasted: false,
        }
    }
}

/// Whether the request says itself that it is too large. Then its body need not be read.
pub fn is_too_large(req: &HttpRequest, limit: u64) -> bool {
    req.headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok())
        .is_some_and(|length| length > limit + OVERHEAD)
}

/// Takes the form in. What was said comes before the file, so that it is known when the file is here.
pub async fn take(
    req: &HttpRequest,
    payload: web::Payload,
    engine: &Engine,
    pool: &Pool,
    access: &CompanyAccess<Change>,
    said: &mut Said,
) -> Result<Option<UploadId>> {
    let mut parts = Multipart::new(req.headers(), payload);
    let pace = Pace::begin();
    let mut upload = None;
    let mut seen = 0;
    while let Some(part) = pace.limit(parts.next()).await? {
        let mut part = part.map_err(|error| unreadable(&error))?;
        seen += 1;
        if seen > PARTS {
            return Err(Error::BadRequest("unreadable"));
        }
        match part.name().unwrap_or_default() {
            "mode" => said.mode = choice(&pace, &mut part).await?.unwrap_or(said.mode),
            "empty_cells" => {
                said.empty_cells = choice(&pace, &mut part).await?.unwrap_or(said.empty_cells);
            }
            name @ ("file" | "pasted") if upload.is_none() => {
                said.pasted = name == "pasted";
                upload = store(&pace, part, engine, pool, access, said.pasted).await?;
            }
            _ => while pace.limit(part.next()).await?.is_some() {},
        }
    }
    Ok(upload)
}

/// Streams one part into a new upload; none if it is empty, as that of a file field without a file is.
async fn store(
    pace: &Pace,
    mut part: Field,
    engine: &Engine,
    pool: &Pool,
    access: &CompanyAccess<Change>,
    pasted: bool,
) -> Result<Option<UploadId>> {
    let (source, name) = if pasted {
        (Source::Paste, PASTED_NAME.to_owned())
    } else {
        let name = part
            .content_disposition()
            .and_then(|disposition| disposition.get_filename().map(str::to_owned));
        (Source::File, name.unwrap_or_default())
    };
    let Some(first) = first_bytes(pace, &mut part, pasted).await? else {
        return Ok(None);
    };
    let bytes = stream::once(async { Ok(first) }).chain(pieces(pace, part));
    engine
        .receive(pool, access, source, &name, bytes)
        .await
        .map(Some)
}

/// The first bytes of a part that hold anything; a pasted list of blanks holds nothing.
async fn first_bytes(pace: &Pace, part: &mut Field, pasted: bool) -> Result<Option<Bytes>> {
    while let Some(bytes) = pace.limit(part.next()).await? {
        let bytes = bytes.map_err(|error| unreadable(&error))?;
        pace.note(bytes.len());
        let blank = pasted && bytes.trim_ascii().is_empty();
        if !bytes.is_empty() && !blank {
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}

fn pieces(pace: &Pace, part: Field) -> impl Stream<Item = Result<Bytes>> {
    stream::try_unfold(part, async move |mut part| {
        let Some(bytes) = pace.limit(part.next()).await? else {
            return Ok(None);
        };
        let bytes = bytes.map_err(|error| unreadable(&error))?;
        pace.note(bytes.len());
        Ok(Some((bytes, part)))
    })
}

async fn choice<T: std::str::FromStr>(pace: &Pace, part: &mut Field) -> Result<Option<T>> {
    let bytes = pace
        .limit(part.bytes(FIELD_BYTES))
        .await?
        .map_err(|_longer| Error::BadRequest("unreadable"))?
        .map_err(|error| {
            tracing::info!(%error, "a form broke off");
            Error::BadRequest("unreadable")
        })?;
    Ok(std::str::from_utf8(&bytes)
        .ok()
        .and_then(|word| word.trim().parse().ok()))
}

fn unreadable(error: &MultipartError) -> Error {
    tracing::info!(%error, "a form broke off");
    match error {
        MultipartError::ContentTypeMissing | MultipartError::ContentTypeIncompatible => {
            Error::UnsupportedMediaType
        }
        _ => Error::BadRequest("unreadable"),
    }
}

/// How long a sender may take.
struct Pace {
    begun: Instant,
    received: std::cell::Cell<u64>,
}

impl Pace {
    fn begin() -> Self {
        Self {
            begun: Instant::now(),
            received: std::cell::Cell::new(0),
        }
    }

    /// Notes bytes that came.
    fn note(&self, bytes: usize) {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.received.set(self.received.get().saturating_add(bytes));
    }

    /// Waits for the next piece as long as is fair.
    async fn limit<T>(&self, next: impl Future<Output = T>) -> Result<T> {
        let spent = self.begun.elapsed();
        if spent > GRACE && self.received.get() < PACE * spent.as_secs() {
            return Err(Error::TooSlow);
        }
        let until = (Instant::now() + IDLE).min(self.begun + WHOLE);
        timeout_at(until, next)
            .await
            .map_err(|_elapsed| Error::TooSlow)
    }
}
