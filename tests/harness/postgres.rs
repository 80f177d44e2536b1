//! PostgreSQL for the tests: the server of `TALENTS_TEST_POSTGRES_URL`, else a private one that ends with the tests.

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sea_orm::ConnectionTrait as _;

/// Names a server on which the tests may create databases.
const URL_VARIABLE: &str = "TALENTS_TEST_POSTGRES_URL";
const INSTALL: &str = "tests/install-postgres.sh, or apt-get install postgresql, or set TALENTS_TEST_POSTGRES_URL";
/// How long a private server may take to answer.
const START_ATTEMPTS: u32 = 300;
const START_PAUSE: Duration = Duration::from_millis(100);

/// Starts a server that only this folder leads to: no port to collide on. It runs until its standard input closes,
/// which happens however this process ends, SIGKILL included; then it goes, and so does the folder.
const SERVER_SCRIPT: &str = r#"
trap '' INT TERM HUP
folder=$(mktemp -d "${TMPDIR:-/tmp}/talents-pg.XXXXXX") || exit 1
cleanup() { rm -rf "$folder"; }
"$0/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1 ||
    { cat "$folder/log" >&2; cleanup; exit 1; }
"$0/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c fsync=off -c max_connections=300 \
    >>"$folder/log" 2>&1 </dev/null &
server=$!
echo "$folder"
read -r _
kill -QUIT "$server"
wait "$server"
cleanup
"#;

/// A server that takes databases.
struct Server {
    /// The address of its first database.
    url: String,
    /// The private server's guard, whose standard input ends it when it closes.
    _guard: Option<Child>,
}

/// A database of its own for one test.
pub(crate) struct Database {
    /// Its address.
    pub(crate) url: String,
    name: String,
}

impl Database {
    /// An empty database; `None`, said once on the terminal, where there is no server and none is required.
    pub(crate) async fn create() -> Option<Self> {
        Some(Self::create_on(server()?, "").await)
    }

    /// Another one with the same content, to which nobody must be connected.
    pub(crate) async fn copy(&self) -> Self {
        let server = server().expect("the server of this database");
        Self::create_on(server, &format!(" TEMPLATE {}", self.name)).await
    }

    async fn create_on(server: &Server, from: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("talents_test_{}_{number}", std::process::id());
        administer(server, &format!("CREATE DATABASE {name}{from}")).await;
        Self { url: with_database(&server.url, &name), name }
    }

    /// Removes it, whoever is still connected. One whose test failed stays, to be looked at.
    pub(crate) async fn drop(self) {
        if let Some(server) = server() {
            administer(server, &format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
        }
    }
}

fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(find_or_start).as_ref()
}

fn find_or_start() -> Option<Server> {
    if let Ok(url) = env::var(URL_VARIABLE) {
        return Some(Server { url, _guard: None });
    }
    if let Some(binaries) = binaries() {
        return Some(start(&binaries));
    }
    let required = env::var_os("CI").is_some() || env::var("TALENTS_TEST_POSTGRES").is_ok_and(|it| it == "required");
    assert!(!required, "no PostgreSQL server to test on: {INSTALL}");
    // Straight to the terminal: the test runner keeps what a test that passes prints to itself.
    let said = writeln!(std::io::stderr(), "SKIPPED on PostgreSQL, for there is no server here: {INSTALL}");
    said.ok().and(None)
}

/// The folder of `initdb` and `postgres`: on the path, or where Debian keeps them, the newest version first.
fn binaries() -> Option<PathBuf> {
    let on_path = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    debian.sort();
    let mut folders = debian.into_iter().rev().chain(on_path);
    folders.find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

fn start(binaries: &Path) -> Server {
    // The server refuses to run as root.
    let mut shell = if is_root() { as_ordinary_user() } else { Command::new("sh") };
    let mut guard = shell
        .args(["-c", SERVER_SCRIPT])
        .arg(binaries)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell can be started");
    let mut folder = String::new();
    let answer = guard.stdout.take().map(|stdout| BufReader::new(stdout).read_line(&mut folder));
    assert!(matches!(answer, Some(Ok(1..))), "the private PostgreSQL server could not be set up");
    let url = format!("postgres://postgres@localhost/postgres?host={}", folder.trim());
    Server { url, _guard: Some(guard) }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id is on every system");
    id.stdout.trim_ascii() == b"0"
}

fn as_ordinary_user() -> Command {
    let exists = |user: &str| Command::new("id").arg(user).output().is_ok_and(|id| id.status.success());
    let user = if exists("postgres") { "postgres" } else { "nobody" };
    let mut command = Command::new("runuser");
    command.args(["-u", user, "--", "sh"]);
    command
}

/// Runs a statement on the server itself, waiting for it where it has just been started.
async fn administer(server: &Server, statement: &str) {
    let mut attempt = 0;
    let connection = loop {
        let mut options = sea_orm::ConnectOptions::new(&server.url);
        options.max_connections(1).sqlx_logging(false);
        match sea_orm::Database::connect(options).await {
            Ok(connection) => break connection,
            Err(error) if attempt == START_ATTEMPTS => panic!("PostgreSQL does not answer: {error}"),
            Err(_) => tokio::time::sleep(START_PAUSE).await,
        }
        attempt += 1;
    };
    connection.execute_unprepared(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    connection.close().await.expect("a connection can be closed");
}

/// The same server's address, for another database.
fn with_database(url: &str, name: &str) -> String {
    let (address, parameters) = url.split_once('?').map_or((url, None), |(address, rest)| (address, Some(rest)));
    let (scheme, rest) = address.split_once("://").expect("an address has a scheme");
    let authority = rest.split('/').next().unwrap_or_default();
    let parameters = parameters.map(|parameters| format!("?{parameters}")).unwrap_or_default();
    format!("{scheme}://{authority}/{name}{parameters}")
}
