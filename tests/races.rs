//! Sixty-four at once for the last seats and for the last credits: as many win as may, the others are told why not, and a
//! request that is sent twice at the same moment has one effect and one answer.

use std::sync::Arc;

use talents_core::engagement::{ConsentKind, Engagement, EngagementState, PlanDraft};
use talents_core::error::ErrorCode;
use talents_core::id::EngagementId;
use talents_server::app::{AppError, Command, application, consent};
use talents_store::engagement;
use tokio::sync::Barrier;

use crate::harness::app::key;
use crate::harness::engines::on_both_urls;
use crate::harness::world::{Candidate, EFFORT, EMPLOYER, MANAGER, OWNER, Plan, World};

/// How many race.
const CLIENTS: u32 = 64;
/// How many may win.
const WINNERS: usize = 5;

/// What a client is told: the engagement, or why not.
pub(crate) type Answer = Result<EngagementId, Vec<ErrorCode>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn for_the_last_seats_as_many_win_as_there_are() {
    on_both_urls(|url| async move {
        let plan = Plan { missions: 1, seats: WINNERS as u16, candidates: CLIENTS, credits: EFFORT };
        let world = Arc::new(World::new(&url, plan).await);
        let answers = race(&world, |world, racer| async move { select(&world, &racer).await }).await;
        assert_answers(&answers, ErrorCode::SeatsTaken);
        let opened = engagement::of_mission(&world.app.store, world.missions[0]).await.unwrap();
        assert_eq!(opened.len(), WINNERS, "each was opened once");
        assert!(opened.iter().all(|opened| answers.contains(&Ok(opened.id))));
        world.assert_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn for_the_last_credits_as_many_win_as_they_pay_for() {
    on_both_urls(|url| async move {
        let credits = EFFORT * WINNERS as i64 + EFFORT / 2;
        let world = Arc::new(World::new(&url, Plan { missions: CLIENTS, seats: 1, candidates: 1, credits }).await);
        for (number, candidate) in (1..).zip(&world.candidates) {
            let opened = select(&world, &Racer { number, candidate: candidate.clone() }).await.unwrap();
            let speakers = [
                (ConsentKind::Talent, candidate.token.as_str()),
                (ConsentKind::LineManager, MANAGER),
                (ConsentKind::Employer, EMPLOYER),
            ];
            for (kind, token) in speakers {
                grant(&world, opened, kind, token, number).await.unwrap();
            }
        }
        let answers = race(&world, |world, racer| async move { host_consent(&world, &racer).await }).await;
        assert_answers(&answers, ErrorCode::InsufficientCredits);
        for answer in &answers {
            let Ok(won) = answer else { continue };
            let ready = engagement::by_id(&world.app.store, *won).await.unwrap().unwrap();
            assert_eq!(ready.state(), EngagementState::Ready);
        }
        let account = world.account().await;
        assert_eq!((account.balance, account.reserved), (credits, EFFORT * WINNERS as i64));
        world.assert_sound().await;
    })
    .await;
}

/// One who races, with a number of their own.
#[derive(Debug, Clone)]
pub(crate) struct Racer {
    pub(crate) number: u128,
    pub(crate) candidate: Candidate,
}

/// Lets all the candidates go at the same moment, each with the same request twice, and gives what they are told.
async fn race<F, Fut>(world: &Arc<World>, ask: F) -> Vec<Answer>
where
    F: Fn(Arc<World>, Racer) -> Fut + Copy + Send + 'static,
    Fut: Future<Output = Answer> + Send + 'static,
{
    let start = Arc::new(Barrier::new(world.candidates.len()));
    let racers = (1..).zip(&world.candidates).map(|(number, candidate)| {
        let (world, start) = (Arc::clone(world), Arc::clone(&start));
        let racer = Racer { number, candidate: candidate.clone() };
        tokio::spawn(async move {
            start.wait().await;
            // In one task, so that they are one behind the other wherever they wait: as two, the second would come when
            // the first is long done.
            let (once, again) = tokio::join!(ask(Arc::clone(&world), racer.clone()), ask(world, racer));
            assert_eq!(once, again, "the same request, the same answer");
            once
        })
    });
    let racers: Vec<_> = racers.collect();
    let mut answers = Vec::new();
    for racer in racers {
        answers.push(racer.await.unwrap());
    }
    answers
}

fn assert_answers(answers: &[Answer], loser: ErrorCode) {
    let won = answers.iter().filter(|answer| answer.is_ok()).count();
    let lost = answers.iter().filter(|answer| **answer == Err(vec![loser])).count();
    assert_eq!((won, lost), (WINNERS, CLIENTS as usize - WINNERS), "{answers:?}");
}

/// The host selects a candidate.
pub(crate) async fn select(world: &World, racer: &Racer) -> Answer {
    let session = world.session(OWNER).await;
    let key = key(racer.number);
    let input = format!("{:?}", racer.candidate);
    let command = Command { session: &session, operation: "applicationSelect", key: &key, input };
    let asked =
        application::Select { id: racer.candidate.application, expected_version: None, plan: PlanDraft::default() };
    told(application::select(&world.app, &command, asked).await.map(|(_, opened)| opened.unwrap().id))
}

/// The host selects the first candidate of a world.
pub(crate) async fn select_first(world: &World) -> Engagement {
    let candidate = world.candidates[0].clone();
    let id = select(world, &Racer { number: 1, candidate }).await.unwrap();
    engagement::by_id(&world.app.store, id).await.unwrap().unwrap()
}

/// The host consents to the engagement of a candidate whom it has selected.
async fn host_consent(world: &World, racer: &Racer) -> Answer {
    let opened = engagement::of_application(&world.app.store, racer.candidate.application).await.unwrap().unwrap();
    grant(world, opened.id, ConsentKind::Host, OWNER, racer.number).await
}

/// A party consents.
pub(crate) async fn grant(world: &World, id: EngagementId, kind: ConsentKind, token: &str, number: u128) -> Answer {
    let session = world.session(token).await;
    let opened: Engagement = engagement::by_id(&world.app.store, id).await.unwrap().unwrap();
    let consent = opened.consents.get(kind).id;
    let key = key((number << 32) + kind as u128);
    let command = Command { session: &session, operation: "consentGrant", key: &key, input: consent.to_string() };
    let asked = consent::Move { id: consent, expected_version: None, ask: consent::Ask::Grant(None) };
    told(consent::make_move(&world.app, &command, asked).await.map(|(_, engagement)| engagement.id))
}

fn told(answer: Result<EngagementId, AppError>) -> Answer {
    answer.map_err(|error| match error {
        AppError::Refused(refusals) => refusals.codes(),
        AppError::Busy | AppError::Fault(_) => panic!("{error:?}"),
    })
}
