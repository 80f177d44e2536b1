//! The store itself: connecting, migrating, beginning transactions.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseExecutor, DatabaseTransaction,
    DbBackend, IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use talents_core::event::Stamp;
use talents_core::id::{IdSource, PersonId};

use crate::error::StoreError;
use crate::migration::Migrator;

/// The most connections that read at once.
const CONNECTIONS_MAX: u32 = 8;
/// How long to wait for a connection; on SQLite, for one's turn to write.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(30);
/// How long SQLite waits for a lock of another process, such as the command line beside the server.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// The PostgreSQL advisory lock of the migrations: any number, as long as it never changes.
const MIGRATION_LOCK: i64 = 0x7461_6c65_6e74;

/// The store, on SQLite or PostgreSQL. Clones share the same connections.
#[derive(Debug, Clone)]
pub struct Store {
    readers: DatabaseConnection,
    /// On SQLite a pool of one connection: writers queue for it in order, instead of meeting on a busy database.
    writer: DatabaseConnection,
}

/// A write transaction. Dropped without [`Transaction::commit`], it is rolled back.
///
/// What it reads by id stays as read until it ends, so that a decision holds when it is written.
pub struct Transaction {
    inner: DatabaseTransaction,
    pub(crate) stamp: Stamp,
    pub(crate) ids: Arc<dyn IdSource>,
    failed: bool,
}

/// The store as it was at one moment, to read from.
pub(crate) struct Snapshot(DatabaseTransaction);

impl Snapshot {
    /// Ends the reading.
    pub(crate) async fn end(self) -> Result<(), StoreError> {
        Ok(self.0.rollback().await?)
    }
}

/// What can be read from: the store, or a transaction, which also sees its own writes.
pub trait Source: sealed::Sealed {}

pub(crate) mod sealed {
    use sea_orm::DatabaseExecutor;

    /// Keeps the database's types out of the public interface.
    pub trait Sealed: Sync {
        /// What runs the queries.
        fn executor(&self) -> DatabaseExecutor<'_>;
        /// Whether what is read is about to be changed.
        fn is_transaction(&self) -> bool;
        /// The store, where what is read may change from one statement to the next.
        fn unsettled(&self) -> Option<&super::Store> {
            None
        }
    }
}

impl Store {
    /// Connects to `sqlite://path`, `sqlite::memory:` or `postgres://…`, and creates the SQLite file where it is
    /// missing. Migrations are for [`Store::migrate`].
    ///
    /// In memory there is one connection, so reading from the store while one holds a transaction waits for it.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let mut options = ConnectOptions::new(url);
        // Statements carry personal data: none of them in logs or spans.
        options.sqlx_logging(false).record_stmt_in_spans(false).acquire_timeout(ACQUIRE_TIMEOUT);
        if !url.starts_with("sqlite:") {
            let pool = Database::connect(options.max_connections(CONNECTIONS_MAX).to_owned()).await?;
            return Ok(Self { readers: pool.clone(), writer: pool });
        }
        // A database in memory goes with its last connection.
        options.max_connections(1).min_connections(1).idle_timeout(None).max_lifetime(None);
        let mut writer_options = options.clone();
        writer_options.map_sqlx_sqlite_opts(sqlite_options);
        let writer = Database::connect(writer_options).await?;
        if url.contains(":memory:") {
            return Ok(Self { readers: writer.clone(), writer });
        }
        options.max_connections(CONNECTIONS_MAX);
        options.map_sqlx_sqlite_opts(|options| sqlite_options(options).pragma("query_only", "on"));
        Ok(Self { readers: Database::connect(options).await?, writer })
    }

    /// Brings the schema up to date: all that is pending, or nothing. Safe to run twice, and from many processes at
    /// once.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let transaction = begin_immediate(&self.writer).await?;
        if transaction.get_database_backend() == DbBackend::Postgres {
            let lock = format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})");
            transaction.execute_unprepared(&lock).await?;
        }
        Migrator::up(&transaction, None).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The names of the migrations that [`Store::migrate`] has still to run.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, StoreError> {
        let pending = Migrator::get_pending_migrations_read_only(&self.readers).await?;
        Ok(pending.iter().map(|migration| migration.name().to_owned()).collect())
    }

    /// Whether the schema is up to date.
    pub async fn is_migrated(&self) -> Result<bool, StoreError> {
        Ok(self.pending_migrations().await?.is_empty())
    }

    /// Begins a write transaction. The stamp says who does what is done in it and when; the ids are for its events.
    pub async fn begin(&self, stamp: Stamp, ids: Arc<dyn IdSource>) -> Result<Transaction, StoreError> {
        Ok(Transaction { inner: begin_immediate(&self.writer).await?, stamp, ids, failed: false })
    }

    /// The store as it is at one moment, however long one reads.
    pub(crate) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let postgres = self.readers.get_database_backend() == DbBackend::Postgres;
        let options = TransactionOptions {
            isolation_level: postgres.then_some(IsolationLevel::RepeatableRead),
            access_mode: postgres.then_some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        };
        Ok(Snapshot(self.readers.begin_with_options(options).await?))
    }

    /// Ends every connection, once the transactions that run have ended. Clones end with it.
    pub async fn close(self) -> Result<(), StoreError> {
        self.readers.close().await?;
        Ok(self.writer.close().await?)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.readers.ping().await?)
    }
}

impl Transaction {
    /// Makes everything that was written durable, all at once.
    ///
    /// # Errors
    /// [`StoreError::Aborted`] when a write failed before. After [`StoreError::Transient`] the outcome may be unknown:
    /// try the whole again, under an idempotency key.
    pub async fn commit(self) -> Result<(), StoreError> {
        if self.failed {
            return Err(StoreError::Aborted);
        }
        Ok(self.inner.commit().await?)
    }

    /// Says in whose place what follows is done, where a delegate acts.
    pub fn act_for(&mut self, holder: Option<PersonId>) {
        self.stamp.on_behalf_of = holder;
    }

    /// Who does what is done in the transaction, and when.
    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Passes the result of a write on; a failure keeps the transaction from being committed half done. PostgreSQL
    /// does so by itself, SQLite would go on.
    pub(crate) fn note<T>(&mut self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        self.failed |= result.is_err();
        result
    }

    pub(crate) fn database(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

impl Source for Store {}
impl Source for Transaction {}
impl Source for Snapshot {}

impl sealed::Sealed for Store {
    fn executor(&self) -> DatabaseExecutor<'_> {
        (&self.readers).into()
    }

    fn is_transaction(&self) -> bool {
        false
    }

    fn unsettled(&self) -> Option<&Store> {
        Some(self)
    }
}

impl sealed::Sealed for Transaction {
    fn executor(&self) -> DatabaseExecutor<'_> {
        (&self.inner).into()
    }

    fn is_transaction(&self) -> bool {
        true
    }
}

impl sealed::Sealed for Snapshot {
    fn executor(&self) -> DatabaseExecutor<'_> {
        (&self.0).into()
    }

    fn is_transaction(&self) -> bool {
        false
    }
}

/// SQLite takes the write lock at once: a transaction that begins by reading could not be upgraded to write when
/// another one has written since, however long it waits.
async fn begin_immediate(connection: &DatabaseConnection) -> Result<DatabaseTransaction, StoreError> {
    let sqlite_transaction_mode =
        (connection.get_database_backend() == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
    let options = TransactionOptions { sqlite_transaction_mode, ..TransactionOptions::default() };
    Ok(connection.begin_with_options(options).await?)
}

fn sqlite_options(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .journal_mode(SqliteJournalMode::Wal)
        // What was acknowledged survives a power cut, not only a crash of ours, which NORMAL would do as well.
        .synchronous(SqliteSynchronous::Full)
}
