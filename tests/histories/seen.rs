//! What is stored, read after each move: everything that histories can change.

use std::collections::BTreeMap;

use talents_core::application::Application;
use talents_core::engagement::{Engagement, Envelope};
use talents_core::id::{AccountId, StructureId};
use talents_core::ledger::{Account, AccountOwner};
use talents_core::mission::{Mission, MissionVersion};
use talents_core::programme::Programme;
use talents_core::talent::Talent;
use talents_core::time_sheet::TimeSheet;
use talents_server::app::App;
use talents_store::{application, engagement, envelope, ledger, mission, programme, talent, time_sheet};

use super::world::Cast;

/// The state of things, each list by id.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seen {
    pub(super) missions: Vec<Mission>,
    pub(super) versions: Vec<MissionVersion>,
    pub(super) applications: Vec<Application>,
    pub(super) engagements: Vec<Engagement>,
    pub(super) sheets: Vec<TimeSheet>,
    pub(super) talents: Vec<Talent>,
    /// Those that something has happened on.
    pub(super) accounts: BTreeMap<AccountId, Account>,
    pub(super) programme: Programme,
    pub(super) envelopes: Vec<Envelope>,
}

impl Seen {
    pub(super) async fn load(app: &App, cast: &Cast) -> Self {
        let store = &app.store;
        let mut missions = mission::by_ids(store, &cast.missions).await.expect("missions are read");
        missions.sort_by_key(|mission| mission.id);
        let (mut versions, mut applications) = (Vec::new(), Vec::new());
        for id in &cast.missions {
            versions.extend(mission::versions(store, *id).await.expect("versions are read"));
            applications.extend(application::all_of_mission(store, *id).await.expect("candidatures are read"));
        }
        applications.sort_by_key(|application| application.id);
        let mut engagements = engagement::of_missions(store, &cast.missions).await.expect("engagements are read");
        engagements.sort_by_key(|engagement| engagement.id);
        let ids: Vec<_> = engagements.iter().map(|engagement| engagement.id).collect();
        let mut sheets = time_sheet::of_engagements(store, &ids).await.expect("sheets are read");
        sheets.sort_by_key(|sheet| sheet.id);
        let mut talents = talent::by_ids(store, &cast.talents).await.expect("talents are read");
        talents.sort_by_key(|talent| talent.id);
        let owners = cast.structures.iter().map(|id| AccountOwner::Structure(*id));
        let scheme = [AccountOwner::Endowment, AccountOwner::Adjustment];
        let accounts: Vec<_> = owners.chain(scheme).map(AccountId::of).collect();
        let accounts = ledger::accounts_by_ids(store, &accounts).await.expect("accounts are read");
        let accounts = accounts.into_iter().map(|account| (account.id, account)).collect();
        let programme = programme::load(store).await.expect("there is a programme");
        let mut envelopes = Vec::new();
        for id in &cast.envelopes {
            envelopes.extend(envelope::by_id(store, *id).await.expect("an envelope is read"));
        }
        Self { missions, versions, applications, engagements, sheets, talents, accounts, programme, envelopes }
    }

    /// Balance and reserved minutes of a structure's account.
    pub(super) fn minutes(&self, structure: StructureId) -> (i64, i64) {
        let account = self.accounts.get(&AccountId::of(AccountOwner::Structure(structure)));
        account.map_or((0, 0), |account| (account.balance, account.reserved))
    }

    /// How many seats of a mission nobody has.
    pub(super) fn seats_left(&self, mission: talents_core::id::MissionId) -> usize {
        let own = self.engagements.iter().filter(|one| one.terms.mission == mission && one.takes_seat());
        usize::from(self.mission(mission).content.seats).saturating_sub(own.count())
    }

    /// How many seats of a mission have started.
    pub(super) fn started(&self, mission: talents_core::id::MissionId) -> u32 {
        let own = self.engagements.iter().filter(|one| one.terms.mission == mission);
        own.filter(|one| one.has_started()).count() as u32
    }

    pub(super) fn engagement(&self, id: talents_core::id::EngagementId) -> &Engagement {
        self.engagements.iter().find(|engagement| engagement.id == id).expect("an engagement that was seen")
    }

    pub(super) fn mission(&self, id: talents_core::id::MissionId) -> &Mission {
        self.missions.iter().find(|mission| mission.id == id).expect("a mission that was seen")
    }
}
