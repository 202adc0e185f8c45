//! What a request of any surface passes before its handler: which connection it gets, who is asking, whether they may.

pub mod address;
pub mod connection;
pub mod description;
pub mod guard;
pub mod host;
pub mod rate;

use actix_web::HttpRequest;
use actix_web::web::Data;

use crate::domain::passwords::Hasher;
use crate::error::{Error, Result};

pub use address::ClientAddress;
pub use connection::Db;

/// The server's one hasher of passwords.
pub fn hasher(req: &HttpRequest) -> Result<&Hasher> {
    req.app_data::<Data<Hasher>>()
        .map(Data::get_ref)
        .ok_or_else(|| Error::internal(anyhow::anyhow!("no hasher is configured")))
}
