//! A company's numbers as a file, which is also the template of an upload.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::super::Answer;
use super::super::download;
use super::super::layout::Shell;
use crate::access::{CompanyAccess, See};
use crate::domain::export::{self, Format};
use crate::domain::upload::Engine;

/// What the address of the export says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ExportInput {
    format: String,
}

/// `GET /companies/{company}/export`
pub async fn export(
    access: CompanyAccess<See>,
    engine: Data<Engine>,
    shell: Shell,
    input: Query<ExportInput>,
) -> Answer {
    let format = input.format.parse().unwrap_or(Format::Xlsx);
    let file = export::export(&engine, access, format, shell.t).await?;
    Ok(HttpResponse::Ok()
        .content_type(file.content_type)
        .insert_header((
            header::CONTENT_DISPOSITION,
            download::attachment(&file.name),
        ))
        .streaming(file.bytes))
}
