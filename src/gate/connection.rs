//! A database connection as an argument of a handler.

use std::future::Future;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use diesel_async::pooled_connection::deadpool::PoolError;

use crate::db::{Conn, Pool, Pooled};
use crate::error::{Error, Result};

/// A connection from the pool of the worker that answers the request; it goes back when dropped.
pub struct Db(Pooled);

impl Db {
    /// Takes one from the request's pool; `Busy` if none comes free in time.
    pub async fn take(req: &HttpRequest) -> Result<Self> {
        let pool = req
            .app_data::<web::Data<Pool>>()
            .ok_or_else(|| Error::internal(anyhow::anyhow!("no pool is configured")))?;
        Self::from_pool(pool).await
    }

    /// Takes one from a pool.
    pub async fn from_pool(pool: &Pool) -> Result<Self> {
        pool.get().await.map(Self).map_err(|error| match error {
            PoolError::Timeout(_) => Error::Busy,
            error => {
                tracing::warn!(%error, "no database connection");
                Error::Busy
            }
        })
    }
}

impl Deref for Db {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl DerefMut for Db {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}

impl FromRequest for Db {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { Self::take(&req).await })
    }
}
