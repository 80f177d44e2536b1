//! Has the requests to line managers go to whoever is confirmed today: roles are granted and end, on the command line and
//! by their dates, where no engagement hears of it.

use std::collections::{HashMap, HashSet};

use talents_core::engagement::Engagement;
use talents_core::id::{PersonId, StructureId, TalentId};
use talents_core::person::{Email, Role};
use talents_store::{engagement, person, role, talent};

use super::{BATCH, begin, commit, unless_overtaken};
use crate::app::{App, AppError, consent};

/// Looks at all requests by reading, and writes where one is to go elsewhere.
pub async fn run(app: &App) -> Result<u64, AppError> {
    let (mut followed, mut after) = (0, None);
    loop {
        let page = engagement::awaiting_after(&app.store, after, BATCH).await?;
        let Some(last) = page.last() else { return Ok(followed) };
        after = Some(last.id);
        let managers = confirmed_managers(app, &page).await?;
        let misled = |waiting: &&Engagement| {
            let manager = managers.get(&waiting.terms.talent).copied();
            consent::redirection(waiting, manager).is_some()
        };
        for waiting in page.iter().filter(misled) {
            let follow = async {
                let mut tx = begin(app).await?;
                let moved = consent::follow_manager(app, &mut tx, waiting.id).await?;
                commit(app, tx).await?;
                Ok(moved)
            };
            followed += u64::from(unless_overtaken(follow.await)? == Some(true));
        }
    }
}

/// The line managers whom the talents of these engagements named and their employers have confirmed, where there is one
/// today: what [`consent::follow_manager`] finds for each.
async fn confirmed_managers(app: &App, page: &[Engagement]) -> Result<HashMap<TalentId, PersonId>, AppError> {
    let ids: Vec<_> = page.iter().map(|waiting| waiting.terms.talent).collect();
    let talents = talent::by_ids(&app.store, &ids).await?;
    let named: HashSet<&Email> = talents.iter().map(|talent| &talent.profile.line_manager_email).collect();
    let named: Vec<Email> = named.into_iter().cloned().collect();
    let people = person::by_emails(&app.store, &named).await?;
    let people: HashMap<&Email, PersonId> = people.iter().map(|person| (&person.email, person.id)).collect();
    let ids: Vec<PersonId> = people.values().copied().collect();
    let today = app.clock.today();
    let held = role::held_by(&app.store, &ids).await?.into_iter();
    let confirmed: HashSet<(PersonId, StructureId)> = held
        .filter(|held| held.role == Role::LineManager && held.holds_on(today))
        .map(|held| (held.person, held.structure))
        .collect();
    let manager = |talent: &talents_core::talent::Talent| {
        let manager = *people.get(&talent.profile.line_manager_email)?;
        confirmed.contains(&(manager, talent.structure)).then_some((talent.id, manager))
    };
    Ok(talents.iter().filter_map(manager).collect())
}
