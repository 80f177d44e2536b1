//! The migrations, in order. They only add: what runs beside a newer schema must go on working.

use sea_orm_migration::prelude::*;

mod m0001_directory;
mod m0002_vocabulary;
mod m0003_scheme;
mod m0004_events;
mod m0005_ranking_log;
mod m0006_ledger;
mod m0007_engagements;
mod m0008_envelopes;
mod m0009_history;
mod m0010_last_event;

/// Runs the migrations.
pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_directory::Migration),
            Box::new(m0002_vocabulary::Migration),
            Box::new(m0003_scheme::Migration),
            Box::new(m0004_events::Migration),
            Box::new(m0005_ranking_log::Migration),
            Box::new(m0006_ledger::Migration),
            Box::new(m0007_engagements::Migration),
            Box::new(m0008_envelopes::Migration),
            Box::new(m0009_history::Migration),
            Box::new(m0010_last_event::Migration),
        ]
    }
}

/// A new table with its columns.
fn table(name: &'static str, columns: impl IntoIterator<Item = ColumnDef>) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(name);
    for column in columns {
        table.col(column);
    }
    table
}

/// The table with a column that names a row of another one.
fn reference(table: &mut TableCreateStatement, from: (&'static str, &'static str), to: (&'static str, &'static str)) {
    let name = format!("fk_{}_{}", from.0, from.1);
    table.foreign_key(ForeignKey::create().name(name).from(from.0, from.1).to(to.0, to.1));
}

/// Makes the values of a column unique; nulls don't count. The name is how an error tells which value was taken.
async fn unique(manager: &SchemaManager<'_>, table: &'static str, column: &'static str) -> Result<(), DbErr> {
    let mut index = Index::create();
    index.name(format!("uq_{table}_{column}")).table(table).col(column).unique();
    manager.create_index(index).await
}

/// Makes a search by these columns, in this order, fast.
async fn index(manager: &SchemaManager<'_>, table: &'static str, columns: &[&'static str]) -> Result<(), DbErr> {
    let mut index = Index::create();
    index.name(format!("ix_{table}_{}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    manager.create_index(index).await
}
