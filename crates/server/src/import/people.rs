//! People who can sign in.

use std::collections::HashMap;

use talents_core::error::{Checks, Problem, Refusals};
use talents_core::id::PersonId;
use talents_core::person::{Email, Person, PersonDraft};
use talents_store::{Transaction, person};

use super::columns::Column;
use super::fields::Reader;
use super::lines::Fields;
use super::{Importer, Outcomes, merge_saved};
use crate::app::AppError;

/// The columns of a file of people.
pub(super) const COLUMNS: &[Column] = &[
    Column::mandatory("external_id"),
    Column::mandatory("email"),
    Column::mandatory("given_name"),
    Column::mandatory("family_name"),
    Column::optional("language"),
];

/// A person as a file has them.
struct Row {
    external_id: String,
    draft: PersonDraft,
    checks: Checks,
}

/// Takes the records of a chunk.
pub(super) async fn take(
    importer: &Importer<'_>,
    tx: &mut Transaction,
    records: &[&Fields],
) -> Result<Outcomes, AppError> {
    let rows: Vec<Row> = records.iter().map(|fields| read(fields)).collect();
    let mut known = Known::load(tx, &rows).await?;
    let plans: Vec<Result<Person, Refusals>> = rows.into_iter().map(|row| plan(importer, &mut known, row)).collect();
    let people: Vec<Person> = plans.iter().flatten().cloned().collect();
    let saved = person::save_many(tx, &people).await?;
    Ok(merge_saved(plans, saved))
}

/// The people that a chunk is about, by external id and by address.
struct Known {
    by_external_id: HashMap<String, Person>,
    by_email: HashMap<Email, Person>,
}

impl Known {
    async fn load(tx: &Transaction, rows: &[Row]) -> Result<Self, AppError> {
        let external_ids: Vec<String> = rows.iter().map(|row| row.external_id.clone()).collect();
        let emails: Vec<Email> = rows.iter().filter_map(|row| Email::parse(&row.draft.email).ok()).collect();
        let named = person::by_external_ids(tx, &external_ids).await?;
        let addressed = person::by_emails(tx, &emails).await?;
        Ok(Self {
            by_external_id: named.into_iter().filter_map(|found| Some((found.external_id.clone()?, found))).collect(),
            by_email: addressed.into_iter().map(|found| (found.email.clone(), found)).collect(),
        })
    }

    /// The person whom a record is about: of that external id, or of that address where an import has not named them
    /// yet, such as the first operator.
    fn find(&self, external_id: &str, email: Option<&Email>) -> Option<&Person> {
        let unnamed = || self.by_email.get(email?).filter(|person| person.external_id.is_none());
        self.by_external_id.get(external_id).or_else(unnamed)
    }
}

fn read(fields: &Fields) -> Row {
    let (mut checks, fields) = (Checks::default(), Reader::new(fields));
    let draft = PersonDraft {
        email: fields.mandatory(&mut checks, "email"),
        given_name: fields.mandatory(&mut checks, "given_name"),
        family_name: fields.mandatory(&mut checks, "family_name"),
        language: fields.text(&mut checks, "language"),
    };
    Row { external_id: fields.mandatory(&mut checks, "external_id"), draft, checks }
}

/// The person as the record has them.
fn plan(importer: &Importer<'_>, known: &mut Known, row: Row) -> Result<Person, Refusals> {
    let Row { external_id, draft, mut checks } = row;
    let email = Email::parse(&draft.email).ok();
    let before = known.find(&external_id, email.as_ref()).map(|person| person.id);
    let id = before.unwrap_or_else(|| PersonId(importer.next_id()));
    let holder = email.as_ref().and_then(|email| known.by_email.get(email));
    checks.require(holder.is_none_or(|holder| holder.id == id), "email", || Problem::Taken {
        value: draft.email.clone(),
    });
    let person = checks.absorb(Person::parse(id, Some(external_id), &draft));
    let person = checks.finish(person)?.ok_or_else(|| Refusals::from(Problem::Missing {}))?;
    known.by_email.insert(person.email.clone(), person.clone());
    Ok(person)
}
