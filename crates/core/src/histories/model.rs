//! The slow plain model: it reads the events from the first to the last each time, by their kinds alone, and says what
//! the world must be; then the invariants are looked at one by one.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use uuid::Uuid;

use super::world::{World, lineage, one_voice};
use crate::engagement::{ConsentKind, ConsentState, Engagement, EngagementState, Plan};
use crate::event::{EventDraft, EventKind};

type Checked = Result<(), TestCaseError>;

/// What the events say.
#[derive(Default)]
struct Model {
    versions: BTreeMap<Uuid, u64>,
    states: BTreeMap<Uuid, &'static str>,
    consents: BTreeMap<Uuid, (ConsentState, String)>,
    of_engagement: BTreeMap<String, BTreeSet<Uuid>>,
    ready_on: BTreeMap<Uuid, String>,
}

pub(super) fn check(world: &World) -> Checked {
    let mut model = Model::default();
    for event in &world.log {
        model.read(event)?;
    }
    model.check_says_the_same(world)?;
    check_a1_and_a2(world, &model)?;
    check_a3_and_a5(world)?;
    check_a4(world)?;
    check_a6_and_a7(world, &model)?;
    check_credits(world)
}

impl Model {
    fn read(&mut self, event: &EventDraft) -> Checked {
        let version = self.versions.entry(event.object).or_default();
        prop_assert_eq!(event.object_version, *version + 1, "A8: each change has its event: {:?}", event);
        *version += 1;
        self.read_consent(event);
        if let Some(state) = state_after(event.kind, self.states.get(&event.object).copied()) {
            if event.kind == EventKind::EngagementStarted {
                prop_assert_eq!(self.states.get(&event.object), Some(&"READY"), "A2");
            }
            self.states.insert(event.object, state);
            if event.kind == EventKind::EngagementReady {
                self.check_ready(event)?;
            }
        }
        Ok(())
    }

    fn read_consent(&mut self, event: &EventDraft) {
        let state = match event.kind {
            EventKind::ConsentRequested | EventKind::ConsentRenewed => ConsentState::Requested,
            EventKind::ConsentGranted => ConsentState::Granted,
            EventKind::ConsentRefused => ConsentState::Refused,
            EventKind::ConsentExpired => ConsentState::Expired,
            EventKind::ConsentRevoked => ConsentState::Revoked,
            EventKind::ConsentSuperseded => ConsentState::Superseded,
            _ => return,
        };
        self.consents.insert(event.object, (state, event.details["terms"].clone()));
        self.of_engagement.entry(event.details["engagement"].clone()).or_default().insert(event.object);
    }

    /// A1, as the events tell it: four consents granted on the terms of the event.
    fn check_ready(&mut self, event: &EventDraft) -> Checked {
        let terms = &event.details["terms"];
        let consents = &self.of_engagement[&event.object.to_string()];
        let granted = |id: &&Uuid| self.consents[*id] == (ConsentState::Granted, terms.clone());
        prop_assert_eq!(consents.iter().filter(granted).count(), 4, "A1: {:?}", event);
        self.ready_on.insert(event.object, terms.clone());
        Ok(())
    }

    fn check_says_the_same(&self, world: &World) -> Checked {
        let applications = world.applications.iter().map(|one| (one.id.0, one.version, one.state.code()));
        let engagements = world.engagements.iter().map(|one| (one.id.0, one.version, one.state().code()));
        let sheets = world.sheets.iter().map(|one| (one.id.0, one.version, one.state.code()));
        for (id, version, state) in applications.chain(engagements).chain(sheets) {
            prop_assert_eq!(self.versions[&id], version, "A8");
            prop_assert_eq!(self.states[&id], state);
        }
        for consent in world.engagements.iter().flat_map(|one| one.consents.iter()) {
            prop_assert_eq!(self.versions[&consent.id.0], consent.version, "A8");
            let expected = (consent.state, consent.terms.to_string());
            prop_assert_eq!(&self.consents[&consent.id.0], &expected);
        }
        Ok(())
    }
}

/// The state that an event leaves its object in, by its kind; `None` where the model does not follow the object.
fn state_after(kind: EventKind, before: Option<&'static str>) -> Option<&'static str> {
    let unstarted = matches!(before, Some("READY" | "AWAITING_CONSENTS"));
    Some(match kind {
        EventKind::ApplicationInvited => "INVITED",
        EventKind::ApplicationSubmitted | EventKind::ApplicationAccepted => "SUBMITTED",
        EventKind::ApplicationShortlisted | EventKind::ApplicationReturned => "SHORTLISTED",
        EventKind::ApplicationSelected => "SELECTED",
        EventKind::ApplicationDeclined | EventKind::ApplicationInvitationDeclined => "DECLINED",
        EventKind::ApplicationWithdrawn => "WITHDRAWN",
        EventKind::ApplicationLapsed => "LAPSED",
        EventKind::EngagementOpened
        | EventKind::EngagementConsentsChanged
        | EventKind::EngagementRescheduled
        | EventKind::EngagementRevised => "AWAITING_CONSENTS",
        EventKind::EngagementEmployerChanged if unstarted => "AWAITING_CONSENTS",
        EventKind::EngagementEmployerChanged | EventKind::EngagementManagerChanged => return before,
        EventKind::EngagementReady => "READY",
        EventKind::EngagementStarted | EventKind::EngagementResumed => "IN_PROGRESS",
        EventKind::EngagementSuspended => "SUSPENDED",
        EventKind::EngagementDelivered => "DELIVERED",
        EventKind::EngagementInterrupted => "INTERRUPTED",
        EventKind::EngagementClosed => "CLOSED",
        EventKind::EngagementCancelled => "CANCELLED",
        EventKind::TimeSheetDrafted => "DRAFT",
        EventKind::TimeSheetDeclared | EventKind::TimeSheetAmended => "DECLARED",
        EventKind::TimeSheetValidated | EventKind::TimeSheetUpheld => "VALIDATED",
        EventKind::TimeSheetDisputed => "DISPUTED",
        EventKind::TimeSheetVoided => "VOID",
        EventKind::TimeSheetReversed => "REVERSED",
        _ => return None,
    })
}

fn check_a1_and_a2(world: &World, model: &Model) -> Checked {
    for consent in world.engagements.iter().filter(|one| one.takes_seat()).flat_map(|one| one.consents.iter()) {
        let engagement = world.engagements.iter().find(|one| one.id == consent.engagement).expect("its engagement");
        let stale = consent.state == ConsentState::Granted && consent.terms != engagement.terms.hash();
        prop_assert!(!stale, "what was granted for other terms is superseded");
    }
    for engagement in world.engagements.iter().filter(|one| one.state().reserves()) {
        let terms = engagement.terms.hash();
        prop_assert!(engagement.consents.iter().all(|consent| consent.is_granted_for(terms)), "A1");
        prop_assert_eq!(&model.ready_on[&engagement.id.0], &terms.to_string(), "A2: it works on what was agreed on");
    }
    Ok(())
}

fn check_a3_and_a5(world: &World) -> Checked {
    for engagement in world.engagements.iter().filter(|one| one.takes_seat()) {
        let terms = engagement.terms;
        let same = |number: &u32| *number == terms.mission_version;
        let version = world.versions.iter().find(|one| one.mission == terms.mission && same(&one.number));
        let effort = version.and_then(|version| version.content.modalities.effort_minutes);
        prop_assert!(Some(terms.plan.minutes) <= effort, "A3");
    }
    for talent in &world.talents {
        let own = world.engagements.iter().filter(|one| one.terms.talent == talent.id);
        let plans: Vec<Plan> = own.filter_map(Engagement::burden).collect();
        let cap = i64::from(world.programme.weekly_minutes_max);
        for day in plans.iter().flat_map(|plan| plan.days.first().iter_days().take(plan.days.count() as usize)) {
            let on_it = plans.iter().filter(|plan| plan.days.first() <= day && day <= plan.days.last());
            // Rounded up for each plan, as minutes are whole.
            let minutes = |plan: &Plan| (u64::from(plan.minutes) * 7).div_ceil(plan.days.count().max(7) as u64);
            prop_assert!(on_it.map(minutes).sum::<u64>() as i64 <= cap, "A5");
        }
    }
    Ok(())
}

fn check_a4(world: &World) -> Checked {
    for engagement in world.engagements.iter().filter(|one| one.takes_seat()) {
        let apart = lineage(engagement.host).check_apart(&lineage(engagement.terms.employer));
        prop_assert!(apart.is_ok(), "A4: host and employer");
        let mut speakers = BTreeMap::new();
        for consent in engagement.consents.iter().filter(|consent| consent.state == ConsentState::Granted) {
            let voice = consent.answer.as_ref().expect("who granted").voice;
            prop_assert_eq!(voice.person == engagement.person, consent.kind == ConsentKind::Talent, "A4: the talent");
            let other = speakers.insert(voice.person, consent.kind);
            let together = (other, consent.kind) == (Some(ConsentKind::LineManager), ConsentKind::Employer);
            let allowed = other.is_none() || (together && one_voice(engagement.terms.employer));
            prop_assert!(allowed, "A4: one person, one consent");
        }
    }
    Ok(())
}

fn check_a6_and_a7(world: &World, model: &Model) -> Checked {
    for mission in &world.missions {
        let opened = world.log.iter().filter(|event| {
            event.kind == EventKind::EngagementOpened && event.details["mission"] == mission.id.to_string()
        });
        let taken = opened.filter(|event| model.states[&event.object] != "CANCELLED").count();
        prop_assert!(taken <= usize::from(mission.content.seats), "A6");
    }
    let numbers: BTreeSet<_> = world.versions.iter().map(|version| (version.mission, version.number)).collect();
    prop_assert_eq!(numbers.len(), world.versions.len(), "A7: a version is published once");
    for engagement in &world.engagements {
        let terms = engagement.terms;
        let mut versions = world.versions.iter().filter(|version| version.mission == terms.mission);
        let version = versions.find(|version| version.number == terms.mission_version).expect("a published version");
        prop_assert_eq!(version.content.digest(), terms.content_digest, "A7: it says what it said");
    }
    Ok(())
}

/// What the moves ordered: minutes are reserved from ready to the end and no longer (C4, C6), captured for each sheet
/// that was validated (C5), and reversed for each that was reversed.
fn check_credits(world: &World) -> Checked {
    let reserving = world.engagements.iter().filter(|one| one.state().reserves()).map(|one| one.id);
    prop_assert!(reserving.collect::<BTreeSet<_>>().into_iter().eq(world.reserved.keys().copied()));
    for sheet in &world.sheets {
        let captured = world.captured.get(&sheet.id).copied();
        let expected = match sheet.state.code() {
            "VALIDATED" => Some((sheet.work.minutes, false)),
            "REVERSED" => Some((sheet.work.minutes, true)),
            _ => None,
        };
        prop_assert_eq!(captured, expected);
    }
    for engagement in world.engagements.iter().filter(|one| one.state() == EngagementState::Closed) {
        prop_assert!(!world.sheets_of(engagement.id).iter().any(crate::time_sheet::TimeSheet::is_unsettled));
    }
    Ok(())
}
