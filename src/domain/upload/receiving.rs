//! The first step: the file into the database, piece by piece while it arrives.

use std::pin::pin;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};

use super::Engine;
use crate::access::{Change, CompanyAccess};
use crate::db::{Pool, Pooled};
use crate::error::{Error, Result};
use crate::model::id::UploadId;
use crate::model::upload::{Mapping, Source, UploadState};
use crate::store::{arrivals, staging, uploads};

/// Bytes of a piece of the file in the database.
const PIECE: usize = 256 * 1024;
/// The most characters kept of a file's name.
const NAME_LENGTH: usize = 255;

impl Engine {
    /// Takes a file in while it arrives. Connections come from `pool` only while a piece is written, so that a slow sender
    /// holds none. `TooLarge` as soon as the limit is passed; then nothing of it stays.
    pub async fn receive(
        &self,
        pool: &Pool,
        access: &CompanyAccess<Change>,
        source: Source,
        file_name: &str,
        bytes: impl Stream<Item = Result<Bytes>>,
    ) -> Result<UploadId> {
        let upload = UploadId::new();
        let name = clean_name(file_name);
        let no_columns = Mapping::none();
        access
            .prepare(&mut *take(pool).await?, async |scope| {
                Ok(uploads::insert(scope, upload, source, &name, &no_columns).await?)
            })
            .await?;
        match self.store(pool, access, upload, bytes).await {
            Ok(()) => Ok(upload),
            Err(error) => {
                let abandoned = access
                    .prepare(&mut *take(pool).await?, async |scope| {
                        staging::delete_chunks(scope, upload).await?;
                        Ok(uploads::set_state(scope, upload, UploadState::Discarded, None).await?)
                    })
                    .await;
                if let Err(cause) = abandoned {
                    tracing::warn!(%cause, "an upload that broke off could not be cleared; the sweep will");
                }
                Err(error)
            }
        }
    }

    async fn store(
        &self,
        pool: &Pool,
        access: &CompanyAccess<Change>,
        upload: UploadId,
        bytes: impl Stream<Item = Result<Bytes>>,
    ) -> Result<()> {
        let mut bytes = pin!(bytes);
        let mut file = Pieces {
            pool,
            access,
            upload,
            position: 0,
        };
        let mut hash = Sha256::new();
        let mut total = 0_u64;
        let mut piece = BytesMut::with_capacity(PIECE);
        while let Some(arrived) = bytes.next().await {
            let arrived = arrived?;
            total += u64::try_from(arrived.len()).unwrap_or(u64::MAX);
            if total > self.limits().bytes {
                return Err(Error::TooLarge(self.limits().bytes));
            }
            hash.update(&arrived);
            piece.extend_from_slice(&arrived);
            while piece.len() >= PIECE {
                file.write(&piece.split_to(PIECE)).await?;
            }
        }
        if !piece.is_empty() {
            file.write(&piece).await?;
        }
        let hash = hash.finalize();
        let total = i64::try_from(total).map_err(Error::internal)?;
        access
            .prepare(&mut *take(pool).await?, async |scope| {
                expected(arrivals::set_received(scope, upload, total, &hash).await?)
            })
            .await
    }
}

/// The pieces of one file.
struct Pieces<'p> {
    pool: &'p Pool,
    access: &'p CompanyAccess<Change>,
    upload: UploadId,
    position: i32,
}

impl Pieces<'_> {
    async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let (upload, position) = (self.upload, self.position);
        self.position += 1;
        self.access
            .prepare(&mut *take(self.pool).await?, async |scope| {
                expected(arrivals::touch(scope, upload).await?)?;
                Ok(staging::insert_chunk(scope, upload, position, bytes).await?)
            })
            .await
    }
}

/// A process that stood still so long that its upload was given up does not go on.
fn expected(is_expected: bool) -> Result<()> {
    if is_expected {
        Ok(())
    } else {
        Err(Error::Conflict("upload-not-open"))
    }
}

async fn take(pool: &Pool) -> Result<Pooled> {
    pool.get().await.map_err(|error| {
        tracing::warn!(%error, "no database connection for a piece of a file");
        Error::Busy
    })
}

/// The last part of a path, without what no name should have.
fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.chars()
        .filter(|c| !c.is_control())
        .take(NAME_LENGTH)
        .collect()
}
