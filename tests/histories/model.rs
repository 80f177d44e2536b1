//! What must hold of the state of things after every move, said plainly: A1 to A7, and who may speak for whom.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use talents_core::application::ApplicationState;
use talents_core::engagement::{Consent, ConsentKind, ConsentState, Engagement, EngagementState, Plan};
use talents_core::id::{PersonId, StructureId};
use talents_core::person::Role;

use super::Done;
use super::seen::Seen;
use super::world::Cast;

/// What is wrong, if anything is.
pub(super) type Checked = Result<(), String>;

pub(super) fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(otherwise()) }
}

/// Checks the state of things after a move.
pub(super) fn check(cast: &Cast, done: &Done, before: &Seen, after: &Seen, today: NaiveDate) -> Checked {
    if !done.accepted {
        return ensure(before == after, || "what is refused changes nothing".into());
    }
    for engagement in &after.engagements {
        check_a1(engagement)?;
        check_a3(engagement, after)?;
        check_a4(cast, engagement)?;
        let was = before.engagements.iter().find(|one| one.id == engagement.id);
        for consent in engagement.consents.iter() {
            let stood = was.is_some_and(|was| was.consents.get(consent.kind).version == consent.version);
            if !stood && consent.state == ConsentState::Granted {
                check_voice(cast, engagement, consent, after, today)?;
            }
        }
    }
    check_envelopes(after)?;
    check_a5(after)?;
    check_a6(after)?;
    check_a7(before, after)?;
    check_candidatures(after)
}

fn works(engagement: &Engagement) -> bool {
    use EngagementState::{AwaitingConsents, Cancelled};
    ![AwaitingConsents, Cancelled].contains(&engagement.state())
}

fn check_a1(engagement: &Engagement) -> Checked {
    let terms = engagement.terms.hash();
    let on_terms = |consent: &Consent| consent.state == ConsentState::Granted && consent.terms == terms;
    ensure(!works(engagement) || engagement.consents.iter().all(on_terms), || format!("A1: {engagement:?}"))?;
    let stale = |consent: &Consent| consent.state == ConsentState::Granted && consent.terms != terms;
    let ended = engagement.state() == EngagementState::Cancelled;
    ensure(ended || !engagement.consents.iter().any(stale), || format!("granted for other terms: {engagement:?}"))
}

fn check_a3(engagement: &Engagement, after: &Seen) -> Checked {
    let terms = &engagement.terms;
    let mut versions = after.versions.iter();
    let version = versions.find(|one| (one.mission, one.number) == (terms.mission, terms.mission_version));
    let effort = version.and_then(|version| version.content.modalities.effort_minutes);
    ensure(Some(terms.plan.minutes) <= effort, || format!("A3: {} minutes of {effort:?}", terms.plan.minutes))
}

fn check_a4(cast: &Cast, engagement: &Engagement) -> Checked {
    if engagement.state() == EngagementState::Cancelled {
        return Ok(());
    }
    let (host, employer) = (engagement.host, engagement.terms.employer);
    let apart = host != employer && cast.above(host) != Some(employer) && cast.above(employer) != Some(host);
    ensure(apart, || format!("A4: host and employer are not apart: {engagement:?}"))?;
    let mut speakers: BTreeMap<PersonId, ConsentKind> = BTreeMap::new();
    for consent in engagement.consents.iter().filter(|consent| consent.state == ConsentState::Granted) {
        let voice = consent.answer.as_ref().ok_or("who granted")?.voice;
        let own = (voice.person == engagement.person) == (consent.kind == ConsentKind::Talent);
        ensure(own && voice.on_behalf_of != Some(engagement.person), || format!("A4: the talent's own: {consent:?}"))?;
        let other = speakers.insert(voice.person, consent.kind);
        let both = (other, consent.kind) == (Some(ConsentKind::LineManager), ConsentKind::Employer);
        ensure(other.is_none() || (both && cast.one_voice(employer)), || {
            format!("A4: one person, one consent: {other:?}")
        })?;
    }
    Ok(())
}

/// Who granted holds the role that speaks, or was named by who does; the operator never is.
fn check_voice(cast: &Cast, engagement: &Engagement, consent: &Consent, after: &Seen, today: NaiveDate) -> Checked {
    let voice = consent.answer.as_ref().ok_or("who granted")?.voice;
    if let Some(id) = voice.envelope {
        let granted = after.envelopes.iter().find(|one| one.id == id).ok_or("an envelope that was granted")?;
        let counts = !granted.withdrawn && granted.days.first() <= today && today <= granted.days.last();
        let theirs = (granted.employer, granted.voice) == (engagement.terms.employer, voice);
        return ensure(counts && theirs && consent.kind == ConsentKind::Employer, || format!("{granted:?}"));
    }
    let speaks = |role: Role, structure: StructureId, holder: Option<PersonId>| {
        cast.roles.iter().any(|held| {
            (held.role, held.structure) == (role, structure)
                && held.holds_on(today)
                && holder.is_none_or(|holder| held.person == holder)
                && [Some(held.person), held.delegate].contains(&Some(voice.person))
        })
    };
    let employer = engagement.terms.employer;
    let manager = engagement.consents.get(ConsentKind::LineManager).asked_of;
    let reports = manager.is_some() && speaks(Role::LineManager, employer, manager);
    let allowed = match consent.kind {
        ConsentKind::Talent => voice.person == engagement.person && voice.on_behalf_of.is_none(),
        ConsentKind::LineManager => reports,
        ConsentKind::Employer => speaks(Role::Employer, employer, None) || (cast.one_voice(employer) && reports),
        ConsentKind::Host => speaks(Role::MissionOwner, engagement.host, None),
    };
    ensure(allowed, || format!("{} consented for {}", cast.of(voice.person).name, consent.kind))
}

/// An envelope is never overspent, and consents to small engagements alone.
fn check_envelopes(after: &Seen) -> Checked {
    for envelope in &after.envelopes {
        let standing = after.engagements.iter().filter(|one| {
            let consent = one.consents.get(ConsentKind::Employer);
            let from_it = consent.answer.as_ref().is_some_and(|answer| answer.voice.envelope == Some(envelope.id));
            one.takes_seat() && consent.state == ConsentState::Granted && from_it
        });
        let minutes: Vec<u32> = standing.map(|one| one.terms.plan.minutes).collect();
        let small = minutes.iter().all(|minutes| *minutes <= envelope.engagement_minutes_max);
        let within = minutes.iter().sum::<u32>() <= envelope.minutes;
        ensure(small && within, || format!("{minutes:?} of {envelope:?}"))?;
    }
    Ok(())
}

fn check_a5(after: &Seen) -> Checked {
    let cap = i64::from(after.programme.weekly_minutes_max);
    for talent in &after.talents {
        use EngagementState::{AwaitingConsents, InProgress, Ready, Suspended};
        let own = after.engagements.iter().filter(|one| one.terms.talent == talent.id);
        let weighs = [AwaitingConsents, Ready, InProgress, Suspended];
        let plans: Vec<Plan> = own.filter(|one| weighs.contains(&one.state())).map(|one| one.terms.plan).collect();
        for first in plans.iter().map(|plan| plan.days.first()) {
            let on_it = plans.iter().filter(|plan| plan.days.first() <= first && first <= plan.days.last());
            let weekly = |plan: &Plan| (i64::from(plan.minutes) * 7).div_euclid(plan.days.count().max(7));
            let week: i64 = on_it.map(weekly).sum();
            ensure(week <= cap, || format!("A5: {week} minutes in the week of {first}"))?;
        }
    }
    Ok(())
}

fn check_a6(after: &Seen) -> Checked {
    for mission in &after.missions {
        let own = after.engagements.iter().filter(|one| one.terms.mission == mission.id);
        let taken = own.filter(|one| one.state() != EngagementState::Cancelled).count();
        ensure(taken <= usize::from(mission.content.seats), || format!("A6: {taken} of {}", mission.content.seats))?;
    }
    Ok(())
}

fn check_a7(before: &Seen, after: &Seen) -> Checked {
    let kept = before.versions.iter().all(|version| after.versions.contains(version));
    ensure(kept, || "A7: a published version changed".into())?;
    let numbers: BTreeSet<_> = after.versions.iter().map(|version| (version.mission, version.number)).collect();
    ensure(numbers.len() == after.versions.len(), || "A7: a version is published once".into())
}

/// One open candidature for a talent and a mission; one live engagement for each that is selected.
fn check_candidatures(after: &Seen) -> Checked {
    let open = after.applications.iter().filter(|one| one.is_open()).map(|one| (one.talent, one.mission));
    let (all, distinct) = (open.clone().count(), open.collect::<BTreeSet<_>>().len());
    ensure(all == distinct, || "a talent has one open candidature for a mission".into())?;
    for application in &after.applications {
        let own = after.engagements.iter().filter(|one| one.application == application.id);
        let live = own.filter(|one| one.state() != EngagementState::Cancelled).count();
        let expected = usize::from(application.state == ApplicationState::Selected);
        ensure(live == expected, || format!("{} with {live} engagements", application.state))?;
    }
    Ok(())
}

/// The days before a day, for questions about the past.
pub(super) fn days_before(today: NaiveDate, back: usize) -> NaiveDate {
    today - Days::new(back as u64)
}
