//! What every test of the program stands on: the server, a database, people and rows that are given, and browsers.

mod client;
mod database;
mod given;
mod page;
mod server;
mod untranslated;

pub use client::Client;
pub use database::Database;
pub use given::{Company, Cpn, Given, PASSWORD, Person, Product, Token};
pub use page::{Form, Page};
pub use server::Server;
pub use untranslated::plain_texts;

/// The program, running for one test.
///
/// ```ignore
/// let app = TestApp::spawn().await;
/// let eve = app.given().company("Acme").buyer("eve").await;
/// let theirs = app.given().company("Other").cpn("HW-7", "PUMP-4411").await;
///
/// let page = app.sign_in(&eve).await.get(&theirs.url()).await;
///
/// assert_eq!(page.status(), 404);
/// ```
pub struct TestApp {
    // Dropped in this order: the database can go when nobody works with it.
    server: Server,
    database: Database,
}

impl TestApp {
    /// Starts it with the settings a stranger gets.
    pub async fn spawn() -> Self {
        Self::with(&[]).await
    }

    /// Starts it with flags such as `--session-idle 1`.
    pub async fn with(flags: &[&str]) -> Self {
        let database = Database::migrated().await;
        let server = Server::start(&database, flags).await;
        Self { server, database }
    }

    /// Its database, for looking behind the pages.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Makes what a test takes for granted, past the pages.
    pub fn given(&self) -> Given<'_> {
        Given::into(&self.database)
    }

    /// A browser nobody is signed in with.
    pub fn anonymous(&self) -> Client {
        Client::of(&self.server)
    }

    /// A browser in which that person has signed in, through the page. The server takes ten of these a minute.
    pub async fn sign_in(&self, person: &Person) -> Client {
        let client = self.anonymous();
        let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
        let answer = client.post_form("/sign-in", &fields).await;
        assert_eq!(answer.status(), 303, "{}", answer.body());
        client
    }

    /// A browser in which that person is signed in already: as many as a test wants.
    pub async fn given_signed_in(&self, person: &Person) -> Client {
        let client = self.anonymous();
        client.adopt(given::session(&self.database, person).await);
        client
    }

    /// Another process of the same installation: another server on the same database.
    pub async fn second_process(&self) -> Server {
        Server::start(&self.database, &[]).await
    }

    /// Sends bytes as they are and gives the head of the answer, for what no proper client would send.
    pub async fn raw(&self, request: &str) -> String {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let mut stream = tokio::net::TcpStream::connect(self.authority())
            .await
            .unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = vec![0; 4096];
        let length = stream.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..length]).into_owned()
    }

    /// `127.0.0.1:` and the port.
    pub fn authority(&self) -> String {
        self.server.authority()
    }
}
