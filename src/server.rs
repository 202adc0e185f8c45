//! The server: its workers with their pools, what wraps every request, and a clean stop.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::cookie::Key;
use actix_web::dev::Server;
use actix_web::http::header;
use actix_web::middleware::{Compress, DefaultHeaders, from_fn};
use actix_web::web::{Data, FormConfig, PathConfig, QueryConfig};
use actix_web::{App, HttpServer};
use anyhow::Context as _;
use tracing_actix_web::TracingLogger;

use crate::api;
use crate::config::{Config, Switch};
use crate::db;
use crate::domain::passwords::Hasher;
use crate::domain::upload::Engine;
use crate::error::Error;
use crate::gate::host::{self, Hosts};
use crate::gate::rate::{ContractRate, Rate};
use crate::store;
use crate::store::sessions::Lifetime;
use crate::web;
use crate::worker::Worker;

/// Everything a page may load comes from here, nothing runs that is not a file of ours (TRUST.md, S31). `data:` is for the
/// icons in Bootstrap's stylesheet.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/// The largest form, in bytes.
const FORM_BYTES: usize = 64 * 1024;

/// A server that has its port and its database and is ready to run.
pub struct Application {
    server: Server,
    engine: Engine,
    address: SocketAddr,
    public_url: url::Url,
}

impl Application {
    /// Takes the port and prepares the workers. The database must be migrated.
    pub async fn bind(config: &Config, database_url: &str) -> anyhow::Result<Self> {
        config.check()?;
        let mut conn = db::connect(database_url).await?;
        if config.row_filter == Switch::On {
            db::check_row_filter(&mut conn).await?;
        }
        let key = Key::from(
            &store::secrets::cookie_key(&mut conn)
                .await
                .context("cannot read the cookie key")?,
        );
        drop(conn);
        let listener = TcpListener::bind(config.listen)
            .with_context(|| format!("cannot listen on {}", config.listen))?;
        let address = listener
            .local_addr()
            .context("the listener has no address")?;
        let public_url = public_url(config, address)?;
        let engine = Engine::new(database_url, config.upload_limits())
            .with_reader_program(config.reader_program.clone());
        let server = serve(
            config.clone(),
            engine.clone(),
            database_url.to_owned(),
            key,
            listener,
            &public_url,
        )?;
        Ok(Self {
            server,
            engine,
            address,
            public_url,
        })
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address people reach it under.
    pub fn public_url(&self) -> &url::Url {
        &self.public_url
    }

    /// A handle to stop it with.
    pub fn handle(&self) -> actix_web::dev::ServerHandle {
        self.server.handle()
    }

    /// Answers requests and applies uploads until it is told to stop; requests in flight are finished, an upload that is being
    /// applied is given back for another process or the next start.
    pub async fn run(self) -> anyhow::Result<()> {
        let worker = Worker::start(self.engine)?;
        let served = self.server.await.context("the server broke off");
        worker.stop();
        served
    }
}

fn serve(
    config: Config,
    engine: Engine,
    database_url: String,
    key: Key,
    listener: TcpListener,
    public_url: &url::Url,
) -> anyhow::Result<Server> {
    let https = config.is_https()?;
    let hosts = Data::new(Hosts::of(public_url));
    let origin = Data::new(web::OwnOrigin(public_url.origin()));
    let lifetime = Lifetime::of(&config);
    let workers = config.workers();
    let rate = Data::new(Rate::a_minute(config.api_requests));
    let contract_rate = Data::new(ContractRate(Rate::a_minute(config.contract_requests)));
    let settings = Data::new(config);
    let hasher = Data::new(Hasher::new());
    let engine = Data::new(engine);
    let server = HttpServer::new(move || {
        #[expect(clippy::expect_used, reason = "the same arguments made a pool when the server was bound; actix wants no error here")]
        let pool = db::pool(&database_url, settings.connections_a_worker()).expect("a pool of connections");
        let sessions = web::session_middleware(pool.clone(), lifetime, &key, https);
        App::new()
            .app_data(Data::new(pool))
            .app_data(settings.clone())
            .app_data(engine.clone())
            .app_data(hasher.clone())
            .app_data(hosts.clone())
            .app_data(origin.clone())
            .app_data(rate.clone())
            .app_data(contract_rate.clone())
            .app_data(FormConfig::default().limit(FORM_BYTES).error_handler(|error, _| unreadable(&error).into()))
            .app_data(PathConfig::default().error_handler(|_, _| Error::NotFound.into()))
            .app_data(QueryConfig::default().error_handler(|_, _| Error::BadRequest("unreadable").into()))
            .wrap(from_fn(host::check))
            .wrap(headers(https))
            .wrap(Compress::default())
            .wrap(TracingLogger::default())
            .configure(web::configure_bare)
            .configure(api::configure)
            .configure(|config| web::configure(config, sessions))
    })
    .workers(workers)
    .shutdown_timeout(30)
    .keep_alive(Duration::from_secs(75))
    .listen(listener)
    .context("cannot listen")?
    .run();
    Ok(server)
}

/// The configured public URL; where the port was left to the system, with the port it gave.
fn public_url(config: &Config, address: SocketAddr) -> anyhow::Result<url::Url> {
    let mut url = config.public_url()?;
    if config.listen.port() == 0 && url.port() == Some(0) {
        url.set_port(Some(address.port()))
            .map_err(|()| anyhow::anyhow!("the public URL takes no port"))?;
    }
    Ok(url)
}

fn headers(https: bool) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add((header::CONTENT_SECURITY_POLICY, CONTENT_POLICY))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::REFERRER_POLICY, "same-origin"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add((header::CACHE_CONTROL, "no-store"));
    if https {
        headers.add((
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        ))
    } else {
        headers
    }
}

fn unreadable(error: &actix_web::error::UrlencodedError) -> Error {
    use actix_web::error::UrlencodedError as E;
    match error {
        E::Overflow { limit, .. } => Error::TooLarge(u64::try_from(*limit).unwrap_or(u64::MAX)),
        E::ContentType => Error::UnsupportedMediaType,
        _ => Error::BadRequest("unreadable"),
    }
}
