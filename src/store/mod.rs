//! SQL, and nothing but: every function takes a scope, an overview or a connection with the proof its rows need, and gives a
//! bare [`QueryResult`](diesel::QueryResult). What a violated constraint means is known in `domain`, where it is known what was typed.

pub mod applying;
pub mod attempts;
pub mod audit;
pub mod axim;
pub mod checking;
pub mod companies;
pub mod company_list;
pub mod counted;
pub mod coverage;
pub mod cpns;
pub mod credentials;
pub mod exporting;
pub mod figures;
pub mod history;
pub mod jobs;
pub(crate) mod keyset;
pub mod links;
pub mod people;
pub mod previews;
pub mod product_list;
pub mod product_rows;
pub mod products;
pub mod resolve;
pub mod search;
pub mod secrets;
pub mod sessions;
pub mod shoxl;
pub mod staging;
pub mod statement;
pub mod store_api;
pub mod store_api_sessions;
pub mod tokens;
pub mod uploads;
pub mod users;
