//! What can go wrong in the store.

use std::fmt;

use sea_orm::{DbErr, RuntimeErr, SqlErr, SqlxError};

/// What can go wrong in the store. That a row does not exist is no error: queries answer `None`.
///
/// After an error of a write, its transaction can only be dropped: what it wrote is rolled back.
#[derive(Debug)]
pub enum StoreError {
    /// The row was changed, or removed, since it was read: read it again and decide anew.
    Stale {
        /// The table of the row.
        table: &'static str,
        /// The id of the row.
        row: String,
    },
    /// Another row has the value already.
    UniqueViolation(UniqueValue),
    /// A row names another one that does not exist.
    ForeignKey(DatabaseFault),
    /// The database could not do it now (deadlock, time out, connection lost): the same transaction may pass later.
    Transient(DatabaseFault),
    /// A row can't be read as what it should be: it was altered behind our back, or a migration is wrong.
    Corrupt(Corruption),
    /// An earlier write of this transaction failed, so it can't be committed.
    Aborted,
    /// Anything else that the database says.
    Database(DatabaseFault),
}

/// What the database said, for the logs.
#[derive(Debug)]
pub struct DatabaseFault(DbErr);

/// A value in the database that can't be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corruption {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The key of the row.
    pub row: String,
    /// What is wrong with the value; never the value itself, which may be personal.
    pub detail: String,
}

macro_rules! unique_values {
    ($($(#[$meta:meta])* $variant:ident = $column:literal),+ $(,)?) => {
        /// The values that are unique.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum UniqueValue { $($(#[$meta])* $variant),+ }

        impl UniqueValue {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The column, as `table.column`.
            pub const fn column(self) -> &'static str {
                match self { $(Self::$variant => $column),+ }
            }
        }
    };
}

unique_values! {
    /// The SIRET of a structure.
    StructureSiret = "structure.siret",
    /// What an import calls a structure.
    StructureExternalId = "structure.external_id",
    /// The address of a person.
    PersonEmail = "person.email",
    /// What an import calls a person.
    PersonExternalId = "person.external_id",
    /// What an import calls a role assignment.
    RoleExternalId = "role_assignment.external_id",
    /// The hash of a token.
    TokenHash = "token.hash",
    /// The slug of a skill.
    SkillSlug = "skill.slug",
    /// The URI of an occupation.
    OccupationUri = "occupation.uri",
    /// The person of a talent: one registration a person.
    TalentPerson = "talent.person_id",
    /// What an import calls a talent.
    TalentExternalId = "talent.external_id",
    /// What an import calls a mission.
    MissionExternalId = "mission.external_id",
    /// Mission and talent of an open application: one for both.
    OpenApplication = "application.open_key",
    /// The application of an engagement that takes a seat: one for it.
    Seat = "engagement.seat_key",
}

impl UniqueValue {
    /// SQLite names the column, as `table.column`; PostgreSQL the index, as `"uq_table_column"`: see the migrations.
    fn named_in(message: &str) -> Option<Self> {
        let names_it = |value: &&Self| {
            let column = value.column();
            let index = format!("\"uq_{}\"", column.replace('.', "_"));
            message.ends_with(&format!(": {column}")) || message.contains(&index)
        };
        Self::ALL.iter().find(names_it).copied()
    }
}

impl StoreError {
    /// Whether the same transaction may pass if it is tried again.
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Transient(_))
    }

    pub(crate) fn corrupt(
        table: &'static str,
        column: &'static str,
        row: &dyn fmt::Display,
        detail: impl Into<String>,
    ) -> Self {
        Self::Corrupt(Corruption { table, column, row: row.to_string(), detail: detail.into() })
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(message)) => match UniqueValue::named_in(&message) {
                Some(value) => Self::UniqueViolation(value),
                None => Self::Database(DatabaseFault(error)),
            },
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => Self::ForeignKey(DatabaseFault(error)),
            _ if is_transient(&error) => Self::Transient(DatabaseFault(error)),
            _ => Self::Database(DatabaseFault(error)),
        }
    }
}

/// SQLSTATE: serialization failure, deadlock, lock not available, too many connections, shutting down or starting up.
const TRANSIENT_SQLSTATES: &[&str] = &["40001", "40P01", "55P03", "53300", "57P01", "57P02", "57P03"];
/// SQLite: busy, locked, and their extended codes (recovery, snapshot, shared cache).
const TRANSIENT_SQLITE_CODES: &[&str] = &["5", "6", "261", "262", "517"];

fn is_transient(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) => true,
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => match cause.as_ref() {
            SqlxError::Database(said) => {
                let code = said.code().unwrap_or_default();
                TRANSIENT_SQLSTATES.contains(&code.as_ref()) || TRANSIENT_SQLITE_CODES.contains(&code.as_ref())
            }
            SqlxError::Io(_) | SqlxError::PoolTimedOut | SqlxError::WorkerCrashed => true,
            _ => false,
        },
        _ => false,
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stale { table, row } => write!(f, "{table} {row} was changed since it was read"),
            Self::UniqueViolation(value) => write!(f, "another row has the same {}", value.column()),
            Self::ForeignKey(fault) => write!(f, "a row names another one that does not exist: {fault}"),
            Self::Transient(fault) => write!(f, "the database could not do it now: {fault}"),
            Self::Corrupt(corruption) => corruption.fmt(f),
            Self::Aborted => f.write_str("an earlier write of the transaction failed"),
            Self::Database(fault) => write!(f, "the database failed: {fault}"),
        }
    }
}

impl fmt::Display for DatabaseFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Corruption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{} of row {} can't be read: {}", self.table, self.column, self.row, self.detail)
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::ForeignKey(fault) | Self::Transient(fault) | Self::Database(fault) => Some(&fault.0),
            Self::Stale { .. } | Self::UniqueViolation(_) | Self::Corrupt(_) | Self::Aborted => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_name_the_value_that_is_taken() {
        let sqlite = "UNIQUE constraint failed: talent.external_id";
        let postgres = "duplicate key value violates unique constraint \"uq_talent_external_id\"";
        for message in [sqlite, postgres] {
            assert_eq!(UniqueValue::named_in(message), Some(UniqueValue::TalentExternalId));
        }
        assert_eq!(UniqueValue::named_in("UNIQUE constraint failed: talent.id"), None);
    }
}
