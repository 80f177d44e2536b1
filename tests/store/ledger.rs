//! The ledger on both engines: what is moved adds up, the floor holds when many ask at once, a retry has one effect, the
//! database keeps what was written, and the check finds what was altered all the same.

mod tampering;

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use talents_core::audit::Chain;
use talents_core::calendar::{Days, Month};
use talents_core::error::Problem;
use talents_core::event::{Actor, Stamp};
use talents_core::id::{AccountId, EngagementId, PersonId, StructureId, TimeSheetId, TransferId};
use talents_core::ledger::{AccountOwner, AdjustmentReason, Command, CreditOrder, Policy, Posting, TransferKind};
use talents_core::programme::CompensationMode;
use talents_store::ledger::{self, LedgerError};
use talents_store::{Store, Transaction, event, structure};
use uuid::Uuid;

use super::values::{self, day, ids};
use crate::harness::engines::on_both_engines;

const HOST: u32 = 1;
const EMPLOYER: u32 = 2;
const THIRD: u32 = 3;

const COMPENSATION: Policy = Policy { mode: CompensationMode::Compensation, default_floor: 0, tolerance_percent: 10 };

fn structure_id(number: u32) -> StructureId {
    StructureId(Uuid::from_u128(number.into()))
}

fn account_of(number: u32) -> AccountId {
    AccountId::of(AccountOwner::Structure(structure_id(number)))
}

fn id(number: u32) -> TransferId {
    TransferId(Uuid::from_u128(0x1_0000 + u128::from(number)))
}

fn new_id() -> TransferId {
    static NEXT: AtomicU32 = AtomicU32::new(1 << 20);
    id(NEXT.fetch_add(1, Ordering::Relaxed))
}

fn reserve(of: u32, debit: u32, credit: u32, minutes: u32) -> Command {
    let engagement = EngagementId(Uuid::from_u128(of.into()));
    let (debit, credit) = (structure_id(debit), structure_id(credit));
    Command::Order(CreditOrder::Reserve { engagement, debit, credit, minutes })
}

fn capture(of: u32, by: u32, minutes: u32) -> Command {
    let (engagement, time_sheet) = (EngagementId(Uuid::from_u128(of.into())), TimeSheetId(Uuid::from_u128(by.into())));
    Command::Order(CreditOrder::Capture { engagement, time_sheet, minutes })
}

fn release(of: u32) -> Command {
    Command::Order(CreditOrder::Release { engagement: EngagementId(Uuid::from_u128(of.into())) })
}

fn reverse(by: u32) -> Command {
    Command::Order(CreditOrder::Reverse { time_sheet: TimeSheetId(Uuid::from_u128(by.into())) })
}

fn endow(number: u32, minutes: i64) -> Command {
    Command::Endow { structure: structure_id(number), minutes }
}

fn adjust(minutes: i64) -> Command {
    Command::ProposeAdjustment { structure: structure_id(HOST), minutes, reason: AdjustmentReason::Agreement }
}

async fn begin_as(store: &Store, person: u32, at: DateTime<Utc>) -> Transaction {
    let actor = Actor::Person(PersonId(Uuid::from_u128(person.into())));
    store.begin(Stamp { actor, on_behalf_of: None, at }, ids()).await.unwrap()
}

/// Asks for one thing in a transaction of its own.
async fn ask_at(store: &Store, at: DateTime<Utc>, id: TransferId, command: Command) -> Result<Posting, LedgerError> {
    let mut tx = begin_as(store, 1, at).await;
    let mut done = ledger::apply(&mut tx, &COMPENSATION, &[(id, command)]).await?;
    tx.commit().await?;
    Ok(done.remove(0))
}

async fn ask(store: &Store, command: Command) -> Result<Posting, LedgerError> {
    ask_at(store, values::now(), new_id(), command).await
}

fn problem(result: Result<Posting, LedgerError>) -> Problem {
    match result {
        Err(LedgerError::Refused(refusals)) => refusals.0[0].problem.clone(),
        other => panic!("{other:?}"),
    }
}

/// Three structures, the host with so many minutes.
async fn seed(store: &Store, minutes: i64) {
    let mut tx = values::begin(store).await;
    for number in [HOST, EMPLOYER, THIRD] {
        structure::save(&mut tx, None, &values::structure(number)).await.unwrap();
    }
    tx.commit().await.unwrap();
    ask(store, endow(HOST, minutes)).await.unwrap();
}

/// What an account is worth: balance, reserved.
async fn worth(store: &Store, number: u32) -> (i64, i64) {
    let account = ledger::account(store, AccountOwner::Structure(structure_id(number))).await.unwrap();
    account.map_or((0, 0), |account| (account.balance, account.reserved))
}

async fn assert_sound(store: &Store) {
    assert_eq!(ledger::check_books(store).await.unwrap(), []);
}

#[tokio::test]
async fn an_engagement_is_reserved_captured_reversed_and_released() {
    on_both_engines(|store| async move {
        seed(&store, 1_000).await;
        ask(&store, reserve(1, HOST, EMPLOYER, 900)).await.unwrap();
        ask(&store, capture(1, 1, 400)).await.unwrap();
        assert_eq!((worth(&store, HOST).await, worth(&store, EMPLOYER).await), ((600, 500), (400, 0)));
        ask(&store, reverse(1)).await.unwrap();
        assert_eq!((worth(&store, HOST).await, worth(&store, EMPLOYER).await), ((1_000, 900), (0, 0)));
        ask(&store, capture(1, 2, 950)).await.unwrap();
        assert_eq!(problem(ask(&store, capture(1, 2, 10)).await), Problem::AlreadyCaptured {});
        ask(&store, release(1)).await.unwrap();
        assert_eq!(worth(&store, HOST).await, (50, 0));
        let refused = problem(ask(&store, reserve(2, HOST, EMPLOYER, 51)).await);
        assert_eq!(refused, Problem::InsufficientCredits { asked: 51, available: 50 });
        let held = ledger::reservation(&store, EngagementId(Uuid::from_u128(1))).await.unwrap().unwrap();
        assert_eq!((held.captured, held.overrun, held.live, held.released), (900, 50, None, true));
        assert_sound(&store).await;
    })
    .await;
}

#[tokio::test]
async fn an_adjustment_waits_for_a_second_person_and_can_be_undone() {
    on_both_engines(|store| async move {
        seed(&store, 100).await;
        let (proposed, posted) = (id(1), id(2));
        ask_at(&store, values::now(), proposed, adjust(-30)).await.unwrap();
        let post = Command::PostAdjustment { pending: proposed };
        assert_eq!(problem(ask(&store, post).await), Problem::SecondPersonNeeded {});
        let mut tx = begin_as(&store, 2, values::now()).await;
        ledger::apply(&mut tx, &COMPENSATION, &[(posted, post)]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(worth(&store, HOST).await, (70, 0));
        ask(&store, Command::Undo { transfer: posted }).await.unwrap();
        assert_eq!(problem(ask(&store, Command::Undo { transfer: posted }).await), Problem::AlreadyReversed {});
        assert_eq!(worth(&store, HOST).await, (100, 0));
        let events = event::of_object(&store, proposed).await.unwrap();
        assert_eq!((events.len(), Chain::of(&events).faults()), (2, vec![]), "proposed, then posted");
        assert_sound(&store).await;
    })
    .await;
}

#[tokio::test]
async fn the_same_again_answers_the_same_and_another_thing_under_its_id_is_refused() {
    on_both_engines(|store| async move {
        seed(&store, 1_000).await;
        ask(&store, reserve(1, HOST, EMPLOYER, 900)).await.unwrap();
        let first = ask_at(&store, values::now(), id(7), capture(1, 1, 950)).await.unwrap();
        assert_eq!(first.transfers.len(), 2);
        let again = ask_at(&store, values::now() + TimeDelta::days(2), id(7), capture(1, 1, 950)).await.unwrap();
        assert_eq!((again.transfers, again.event), (first.transfers, None));
        let other = problem(ask_at(&store, values::now(), id(7), capture(1, 1, 949)).await);
        assert_eq!(other, Problem::TransferIdTaken { id: id(7).to_string() });
        assert_eq!(worth(&store, EMPLOYER).await, (950, 0));
        assert_sound(&store).await;
    })
    .await;
}

#[tokio::test]
async fn several_commands_are_done_together_or_not_at_all() {
    on_both_engines(|store| async move {
        seed(&store, 100).await;
        let both = |second| [(id(1), reserve(1, HOST, EMPLOYER, 60)), (id(2), reserve(2, HOST, THIRD, second))];
        let mut tx = begin_as(&store, 1, values::now()).await;
        let refused = ledger::apply(&mut tx, &COMPENSATION, &both(41)).await.unwrap_err();
        assert!(matches!(refused, LedgerError::Refused(_)), "{refused:?}");
        tx.commit().await.unwrap();
        assert_eq!(worth(&store, HOST).await, (100, 0));
        let mut tx = begin_as(&store, 1, values::now()).await;
        ledger::apply(&mut tx, &COMPENSATION, &both(40)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(worth(&store, HOST).await, (100, 100));
        let mut tx = begin_as(&store, 1, values::now()).await;
        ledger::apply(&mut tx, &COMPENSATION, &[(id(3), release(1)), (id(4), release(2))]).await.unwrap();
        drop(tx);
        assert_eq!(worth(&store, HOST).await, (100, 100), "a transaction that is dropped leaves nothing");
        assert_sound(&store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_64_at_once_exactly_as_many_win_as_there_are_credits_for() {
    on_both_engines(|store| async move {
        seed(&store, 1_050).await;
        let race = (0..64).map(|number| {
            let store = store.clone();
            let credit = if number % 2 == 0 { EMPLOYER } else { THIRD };
            tokio::spawn(async move { ask(&store, reserve(number, HOST, credit, 100)).await })
        });
        let mut won = 0;
        for asked in race.collect::<Vec<_>>() {
            match asked.await.unwrap() {
                Ok(_) => won += 1,
                other => {
                    assert_eq!(problem(other), Problem::InsufficientCredits { asked: 100, available: 50 });
                }
            }
        }
        assert_eq!((won, worth(&store, HOST).await), (10, (1_050, 1_000)));
        assert_sound(&store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_lending_to_each_other_at_once_never_wait_in_a_circle() {
    on_both_engines(|store| async move {
        seed(&store, 10_000).await;
        for number in [EMPLOYER, THIRD] {
            ask(&store, endow(number, 10_000)).await.unwrap();
        }
        let lending = (0..30_u32).map(|number| {
            let store = store.clone();
            let (host, employer) = (1 + number % 3, 1 + (number + 1 + number / 3 % 2) % 3);
            tokio::spawn(async move {
                ask(&store, reserve(number, host, employer, 50)).await.unwrap();
                ask(&store, capture(number, 2 * number, 20)).await.unwrap();
                ask(&store, capture(number, 2 * number + 1, 10)).await.unwrap();
                ask(&store, release(number)).await.unwrap();
            })
        });
        for done in lending.collect::<Vec<_>>() {
            done.await.unwrap();
        }
        let worths = [worth(&store, HOST).await, worth(&store, EMPLOYER).await, worth(&store, THIRD).await];
        assert_eq!(worths.map(|(balance, _)| balance).iter().sum::<i64>(), 30_000);
        assert!(worths.iter().all(|(_, reserved)| *reserved == 0), "{worths:?}");
        assert_sound(&store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_sent_many_times_at_once_has_one_effect_and_one_answer() {
    on_both_engines(|store| async move {
        seed(&store, 1_000).await;
        let sent = (0..16).map(|_| {
            let store = store.clone();
            tokio::spawn(async move { ask_at(&store, values::now(), id(9), reserve(1, HOST, EMPLOYER, 100)).await })
        });
        for answer in sent.collect::<Vec<_>>() {
            assert_eq!(answer.await.unwrap().unwrap().transfers[0].id, id(9));
        }
        assert_eq!(worth(&store, HOST).await, (1_000, 100));
        assert_eq!(event::of_object(&store, id(9)).await.unwrap().len(), 1);
        assert_sound(&store).await;
    })
    .await;
}

#[tokio::test]
async fn a_statement_of_any_days_adds_up_page_by_page() {
    on_both_engines(|store| async move {
        let start: DateTime<Utc> = "2026-10-01T08:00:00Z".parse().unwrap();
        seed_at(&store, start).await;
        for number in 0..40_u32 {
            let at = start + TimeDelta::days((number * 2).into());
            ask_at(&store, at, new_id(), reserve(number, HOST, EMPLOYER, 100)).await.unwrap();
            ask_at(&store, at, new_id(), capture(number, number, 60)).await.unwrap();
        }
        for (from, to, entries) in
            [("2026-10-01", "2026-10-31", 17), ("2026-11-01", "2026-11-30", 15), ("2025-01-01", "2025-12-31", 0)]
        {
            let days = Days::try_new(day(from), day(to)).unwrap();
            let statement = ledger::statement(&store, account_of(HOST), days).await.unwrap();
            let (mut lines, mut after) = (Vec::new(), None);
            loop {
                let page = ledger::statement_lines(&store, &statement, after, 7).await.unwrap();
                let Some(last) = page.last() else { break };
                after = Some(last.seq);
                lines.extend(page);
            }
            assert_eq!(lines.len(), entries, "{from}");
            let mut balance = statement.opening;
            for line in &lines {
                balance += line.minutes;
                assert_eq!(line.balance_after, balance);
                assert!(line.transfer.kind == TransferKind::Endowment || line.counterparty == account_of(EMPLOYER));
            }
            assert_eq!(statement.closing, balance);
        }
        let october = Days::try_new(day("2026-10-01"), day("2026-10-31")).unwrap();
        let statement = ledger::statement(&store, account_of(HOST), october).await.unwrap();
        assert_eq!((statement.opening, statement.closing, statement.reserved), (0, 100_000 - 16 * 60, 16 * 40));
        assert_sound(&store).await;
    })
    .await;
}

async fn seed_at(store: &Store, at: DateTime<Utc>) {
    let mut tx = values::begin(store).await;
    for number in [HOST, EMPLOYER, THIRD] {
        structure::save(&mut tx, None, &values::structure(number)).await.unwrap();
    }
    tx.commit().await.unwrap();
    ask_at(store, at, new_id(), endow(HOST, 100_000)).await.unwrap();
}

#[tokio::test]
async fn a_closed_month_takes_nothing_more_and_keeps_what_it_came_to() {
    on_both_engines(|store| async move {
        let november: DateTime<Utc> = "2026-11-20T08:00:00Z".parse().unwrap();
        seed_at(&store, november).await;
        let close = async |at: &str, month: &str| {
            let mut tx = begin_as(&store, 1, at.parse().unwrap()).await;
            ledger::close(&mut tx, Month::parse(month).unwrap()).await?;
            Ok::<_, LedgerError>(tx.commit().await?)
        };
        assert!(close("2026-11-30T08:00:00Z", "2026-11").await.is_err(), "it is not over");
        close("2026-12-01T08:00:00Z", "2026-11").await.unwrap();
        assert!(close("2026-12-01T08:00:00Z", "2026-11").await.is_err(), "once is enough");
        assert_eq!(ledger::closed_through(&store).await.unwrap(), Month::parse("2026-11"));
        let late = problem(ask_at(&store, november, new_id(), endow(HOST, 1)).await);
        assert_eq!(late, Problem::MonthClosed { month: "2026-11".to_owned() });
        let december = "2026-12-02T08:00:00Z".parse().unwrap();
        ask_at(&store, december, new_id(), endow(HOST, 1)).await.unwrap();
        assert_sound(&store).await;
    })
    .await;
}

#[tokio::test]
async fn an_account_of_nobody_is_refused_and_a_floor_is_its_own() {
    on_both_engines(|store| async move {
        seed(&store, 100).await;
        let nobody = ask(&store, endow(99, 10)).await.unwrap_err();
        assert!(matches!(nobody, LedgerError::Store(talents_store::StoreError::ForeignKey(_))), "{nobody:?}");
        let owner = AccountOwner::Structure(structure_id(HOST));
        let mut tx = values::begin(&store).await;
        let account = ledger::lock_account(&mut tx, owner).await.unwrap();
        ledger::set_floor(&mut tx, &account, Some(-50)).await.unwrap();
        tx.commit().await.unwrap();
        ask(&store, reserve(1, HOST, EMPLOYER, 150)).await.unwrap();
        let kept = ledger::account(&store, owner).await.unwrap().unwrap();
        assert_eq!((kept.available(&COMPENSATION), kept.version), (0, 2));
        assert_eq!(event::of_object(&store, kept.id).await.unwrap().len(), 1);
        assert_sound(&store).await;
    })
    .await;
}
