//! What a request of any surface passes before its handler: which connection it gets, who is asking, whether they may.

pub mod address;
pub mod connection;
pub mod description;
pub mod guard;
pub mod host;
pub mod rate;

pub use address::ClientAddress;
pub use connection::Db;
