//! Loads each object once a request, many at a time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::dataloader::{DataLoader, Loader};
use talents_core::application::Application;
use talents_core::engagement::Engagement;
use talents_core::id::{ApplicationId, EngagementId, MissionId, PersonId, StructureId, TalentId};
use talents_core::mission::Mission;
use talents_core::person::Person;
use talents_core::structure::Structure;
use talents_core::talent::Talent;
use talents_store::{StoreError, application, engagement, mission, person, structure, talent};

use crate::app::{App, AppError};

/// How many seats of a mission have started; a mission of which none has need not have any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StartedSeats(pub MissionId);

/// Loads objects by their ids from the store.
pub struct ById(Arc<App>);

/// The loaders of a request.
pub struct Loaders(DataLoader<ById>);

impl Loaders {
    /// Loaders that have loaded nothing yet.
    pub fn new(app: &Arc<App>) -> Self {
        // Without a delay: a lone request does not wait for company, and those of one list still come together.
        Self(DataLoader::new(ById(Arc::clone(app)), tokio::spawn).delay(Duration::ZERO))
    }

    /// The object with that id, if there is one.
    pub async fn one<K>(&self, id: K) -> Result<Option<<ById as Loader<K>>::Value>, AppError>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        ById: Loader<K, Error = Arc<StoreError>>,
    {
        self.0.load_one(id).await.map_err(fault)
    }

    /// The objects with these ids, in that order; those that are gone are left out.
    pub async fn many<K>(&self, ids: &[K]) -> Result<Vec<<ById as Loader<K>>::Value>, AppError>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        ById: Loader<K, Error = Arc<StoreError>>,
    {
        let mut found = self.0.load_many(ids.iter().cloned()).await.map_err(fault)?;
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what a loader fails with")]
fn fault(error: Arc<StoreError>) -> AppError {
    AppError::fault(&error)
}

macro_rules! load_by_id {
    ($($id:ty => $module:ident gives $value:ty),+ $(,)?) => { $(
        impl Loader<$id> for ById {
            type Value = $value;
            type Error = Arc<StoreError>;

            async fn load(&self, keys: &[$id]) -> Result<HashMap<$id, $value>, Self::Error> {
                let found = $module::by_ids(&self.0.store, keys).await.map_err(Arc::new)?;
                Ok(found.into_iter().map(|value| (value.id, value)).collect())
            }
        }
    )+ };
}

load_by_id! {
    StructureId => structure gives Structure,
    PersonId => person gives Person,
    TalentId => talent gives Talent,
    MissionId => mission gives Mission,
    ApplicationId => application gives Application,
    EngagementId => engagement gives Engagement,
}

impl Loader<StartedSeats> for ById {
    type Value = u32;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[StartedSeats]) -> Result<HashMap<StartedSeats, u32>, Self::Error> {
        let missions: Vec<MissionId> = keys.iter().map(|key| key.0).collect();
        let found = engagement::started_of(&self.0.store, &missions).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(mission, started)| (StartedSeats(mission), started)).collect())
    }
}
