//! `viewer.todo`: what falls to a delegate is what they may really do.

use talents_core::engagement::{ConsentKind, Engagement};
use talents_core::error::ErrorCode;
use talents_core::event::Actor;
use talents_core::id::{PersonId, RoleAssignmentId, StructureId};
use talents_core::person::{Role, RoleAssignment};
use talents_core::todo::TodoKind;
use talents_server::app::session::hash_token;
use talents_server::app::todo::TodoSubject;
use talents_server::app::{AppError, Command, consent, todo};
use talents_store::{role, token};

use crate::harness::app::key;
use crate::harness::engines::on_both_urls;
use crate::harness::world::{EFFORT, MANAGER, OWNER, Plan, World};
use crate::races::select_first;

async fn person(world: &World, bearer: &str) -> PersonId {
    token::by_hash(&world.app.store, &hash_token(bearer)).await.unwrap().unwrap().person
}

/// Has somebody act in the place of the holder of a role, until the next call for that role.
async fn delegate(world: &World, holder: &str, (role, structure): (Role, StructureId), to: &str) {
    let (holder, delegate) = (person(world, holder).await, Some(person(world, to).await));
    let mut tx = world.app.store.begin(world.app.stamp(Actor::CommandLine), world.app.ids.clone()).await.unwrap();
    let held = role::of_person(&tx, holder).await.unwrap();
    let held = held.into_iter().find(|held| (held.person, held.role) == (holder, role));
    let granted = || RoleAssignment {
        id: RoleAssignmentId(world.app.ids.next()),
        external_id: None,
        person: holder,
        role,
        structure,
        from: world.app.clock.today(),
        to: None,
        delegate,
        confirmed: true,
    };
    let given = held.map_or_else(granted, |held| RoleAssignment { delegate, ..held });
    role::save(&mut tx, &given).await.unwrap();
    tx.commit().await.unwrap();
}

/// The consents that somebody is asked for.
async fn asked(world: &World, who: &str) -> Vec<ConsentKind> {
    let todos = todo::list(&world.app, &world.session(who).await).await.unwrap();
    let consents = todos.iter().filter_map(|todo| match &todo.subject {
        TodoSubject::Consent(consent, _) if todo.kind == TodoKind::ConsentToGive => Some(consent.kind),
        _ => None,
    });
    consents.collect()
}

/// Has somebody try to consent for each party, and gives those for which they may.
async fn may_give(world: &World, who: &str, opened: &Engagement) -> Vec<ConsentKind> {
    let session = world.session(who).await;
    let mut given = Vec::new();
    for consent in opened.consents.iter() {
        let key = key(100 + consent.kind as u128);
        let command = Command { session: &session, operation: "consentGrant", key: &key, input: String::new() };
        let asked = consent::Move { id: consent.id, expected_version: None, ask: consent::Ask::Grant(None) };
        match consent::make_move(&world.app, &command, asked).await {
            Ok(_) => given.push(consent.kind),
            Err(AppError::Refused(refusals)) => {
                let known = [ErrorCode::Forbidden, ErrorCode::NotFound, ErrorCode::SamePerson];
                assert!(refusals.codes().iter().all(|code| known.contains(code)), "{refusals:?}");
            }
            Err(error) => panic!("{error:?}"),
        }
    }
    given
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delegate_is_asked_for_what_they_may_give_and_for_nothing_else() {
    on_both_urls(|url| async move {
        let world = World::new(&url, Plan { missions: 1, seats: 1, candidates: 2, credits: EFFORT }).await;
        let (talent, stranger) = (world.candidates[0].token.as_str(), world.candidates[1].token.as_str());
        let opened = select_first(&world).await;
        let employer = opened.terms.employer;
        assert_eq!(asked(&world, stranger).await, []);
        assert_eq!(asked(&world, talent).await, [ConsentKind::Talent]);

        // Whoever stands in for the talent at the head of their structure does neither what is asked of the talent in
        // person, nor the structure's part in the talent's own engagement.
        delegate(&world, talent, (Role::Employer, employer), stranger).await;
        assert_eq!(asked(&world, stranger).await, []);
        assert_eq!(asked(&world, talent).await, [ConsentKind::Talent], "nobody consents for themselves as an employer");
        assert_eq!(may_give(&world, stranger, &opened).await, []);

        delegate(&world, talent, (Role::Employer, employer), OWNER).await;

        // Whoever stands in for a line manager as an employer elsewhere does not give the aval, asked of them by name.
        delegate(&world, MANAGER, (Role::Employer, opened.host), stranger).await;
        assert_eq!(asked(&world, stranger).await, []);
        delegate(&world, MANAGER, (Role::LineManager, employer), stranger).await;
        let both = [ConsentKind::LineManager, ConsentKind::Employer];
        assert_eq!(asked(&world, stranger).await, both, "this structure lets its line managers speak for it");
        assert_eq!(asked(&world, MANAGER).await, both, "the holder is asked all the same");
        delegate(&world, OWNER, (Role::MissionOwner, opened.host), stranger).await;
        assert_eq!(asked(&world, stranger).await, [both.as_slice(), &[ConsentKind::Host]].concat());
        assert_eq!(may_give(&world, stranger, &opened).await, both, "one person gives no third");
        assert_eq!(asked(&world, stranger).await, [], "nor are they asked for it any more");
        assert_eq!(asked(&world, OWNER).await, [ConsentKind::Host]);
    })
    .await;
}
