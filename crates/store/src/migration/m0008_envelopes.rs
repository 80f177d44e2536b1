//! The envelopes of employers, and finding the consents that come from them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, date, pk_uuid, uuid, uuid_null};

use super::{index, reference, table};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            pk_uuid("id"),
            big_integer("version"),
            uuid("employer_id"),
            uuid("granted_by"),
            uuid_null("granted_for"),
            big_integer("minutes"),
            big_integer("engagement_minutes_max"),
            date("first_day"),
            date("last_day"),
            boolean("withdrawn"),
        ];
        let mut envelope = table("envelope", columns);
        reference(&mut envelope, ("envelope", "employer_id"), ("structure", "id"));
        reference(&mut envelope, ("envelope", "granted_by"), ("person", "id"));
        manager.create_table(envelope).await?;
        index(manager, "envelope", &["employer_id", "first_day"]).await?;
        // What an envelope consented to.
        index(manager, "consent", &["envelope_id"]).await
    }
}
