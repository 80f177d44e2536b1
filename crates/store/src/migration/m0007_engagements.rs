//! Applications, engagements with their consents, time sheets, service offers.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, date, date_null, json_binary, json_binary_null, pk_uuid, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use super::{index, reference, table, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        applications(manager).await?;
        engagements(manager).await?;
        consents(manager).await?;
        time_sheets(manager).await?;
        service_offers(manager).await
    }
}

async fn applications(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("id"),
        big_integer("version"),
        uuid("mission_id"),
        big_integer("mission_version"),
        uuid("talent_id"),
        text("origin"),
        text("state"),
        text("motivation"),
        json_binary_null("profile"),
        json_binary("decisions"),
        timestamp_with_time_zone("created_at"),
        // Mission and talent while it is open, null after: unique, so that two at once can't both be open.
        text_null("open_key"),
    ];
    let mut application = table("application", columns);
    reference(&mut application, ("application", "mission_id"), ("mission", "id"));
    reference(&mut application, ("application", "talent_id"), ("talent", "id"));
    manager.create_table(application).await?;
    unique(manager, "application", "open_key").await?;
    // The candidatures of a mission, and those that it has still to answer; the oldest first.
    index(manager, "application", &["mission_id", "created_at", "id"]).await?;
    index(manager, "application", &["mission_id", "state"]).await?;
    index(manager, "application", &["talent_id", "created_at", "id"]).await
}

async fn engagements(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("id"),
        big_integer("version"),
        uuid("application_id"),
        uuid("mission_id"),
        big_integer("mission_version"),
        text("content_digest"),
        uuid("talent_id"),
        uuid("employer_id"),
        big_integer("planned_minutes"),
        date("first_day"),
        date("last_day"),
        uuid("host_id"),
        uuid("person_id"),
        uuid("present_employer_id"),
        text("state"),
        timestamp_with_time_zone_null("started_at"),
        timestamp_with_time_zone_null("ended_at"),
        text_null("end_cause"),
        text("reason"),
        timestamp_with_time_zone_null("closed_at"),
        timestamp_with_time_zone("opened_at"),
        // The application while the engagement takes a seat, null once it is cancelled: one seat a candidature.
        text_null("seat_key"),
    ];
    let mut engagement = table("engagement", columns);
    for (column, other) in [
        ("application_id", "application"),
        ("mission_id", "mission"),
        ("talent_id", "talent"),
        ("employer_id", "structure"),
        ("host_id", "structure"),
        ("person_id", "person"),
        ("present_employer_id", "structure"),
    ] {
        reference(&mut engagement, ("engagement", column), (other, "id"));
    }
    manager.create_table(engagement).await?;
    unique(manager, "engagement", "seat_key").await?;
    index(manager, "engagement", &["mission_id", "state"]).await?;
    index(manager, "engagement", &["talent_id", "state"]).await?;
    index(manager, "engagement", &["host_id", "state"]).await?;
    index(manager, "engagement", &["present_employer_id", "state"]).await
}

async fn consents(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("id"),
        uuid("engagement_id"),
        text("kind"),
        big_integer("version"),
        text("state"),
        text("terms"),
        timestamp_with_time_zone("asked_at"),
        date("deadline"),
        uuid_null("asked_of"),
        timestamp_with_time_zone_null("answered_at"),
        uuid_null("answered_by"),
        uuid_null("answered_for"),
        uuid_null("envelope_id"),
        text_null("reason"),
        text("comment"),
        // The last day to answer while an answer is awaited, null otherwise: what the daily look for deadlines reads.
        date_null("awaited_until"),
    ];
    let mut consent = table("consent", columns);
    reference(&mut consent, ("consent", "engagement_id"), ("engagement", "id"));
    manager.create_table(consent).await?;
    let mut one_of_each = Index::create();
    one_of_each.name("uq_consent_kind").table("consent").col("engagement_id").col("kind").unique();
    manager.create_index(one_of_each).await?;
    index(manager, "consent", &["asked_of"]).await?;
    index(manager, "consent", &["awaited_until", "id"]).await
}

async fn time_sheets(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("id"),
        big_integer("version"),
        uuid("engagement_id"),
        text("state"),
        date("first_day"),
        date("last_day"),
        big_integer("minutes"),
        uuid("declared_by"),
        uuid_null("settled_by"),
        text("reason"),
        timestamp_with_time_zone("changed_at"),
    ];
    let mut sheet = table("time_sheet", columns);
    reference(&mut sheet, ("time_sheet", "engagement_id"), ("engagement", "id"));
    manager.create_table(sheet).await?;
    index(manager, "time_sheet", &["engagement_id", "first_day"]).await?;
    // What waits for an arbitration.
    index(manager, "time_sheet", &["state", "changed_at"]).await
}

async fn service_offers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("id"),
        big_integer("version"),
        uuid("talent_id"),
        text("state"),
        text("title"),
        text("description"),
        json_binary("skills"),
        big_integer("effort_minutes"),
    ];
    let mut offer = table("service_offer", columns);
    reference(&mut offer, ("service_offer", "talent_id"), ("talent", "id"));
    manager.create_table(offer).await?;
    index(manager, "service_offer", &["talent_id"]).await
}
