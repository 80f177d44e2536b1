//! What the ranking served: written once, found again, counted, forgotten.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use talents_core::id::{MissionId, PersonId, StructureId, TalentId};
use talents_core::mission::Modalities;
use talents_store::ranking_log::{self, MadeWith, Question, ServedFilter, ServedItem, ServedPage, VisibleTalents};
use talents_store::{Store, event};
use uuid::Uuid;

use super::values::{begin, content, day, now};
use crate::harness::engines::on_both_engines;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// A page that was served so many days ago to the person of the same number.
fn page(number: u128, days_ago: i64, question: Question, items: &[u128]) -> ServedPage {
    let item = |item: &u128| ServedItem { id: id(*item), score: 600_000, contributions: vec![400_000, 200_000] };
    ServedPage {
        id: id(number),
        at: now() - TimeDelta::days(days_ago),
        person: PersonId(id(number)),
        question,
        made_with: MadeWith {
            version: "1-abc-3-2026-11-23".to_owned(),
            rules: "1".to_owned(),
            vocabulary: "abc".to_owned(),
            generation: 3,
            as_of: day("2026-11-23"),
            suspended: false,
            position: Some("7:12".parse().unwrap()),
        },
        page_size: 20,
        cursor: Some("xyz".to_owned()),
        total: 2_000,
        signals: vec!["coverage".to_owned(), "words".to_owned()],
        items: items.iter().map(item).collect(),
    }
}

fn for_mission(number: u128) -> Question {
    let visible =
        VisibleTalents { discoverable: true, structures: vec![StructureId(id(1))], talent: Some(TalentId(id(2))) };
    Question::Mission { mission: MissionId(id(number)), version: 4, published_version: Some(2), visible }
}

fn for_preview() -> Question {
    let modalities = Modalities { rhythm: String::new(), ..content().modalities };
    Question::Preview { requirements: content().requirements, modalities, visible: VisibleTalents::default() }
}

fn for_talent(number: u128) -> Question {
    Question::Talent { talent: TalentId(id(number)), version: 1 }
}

async fn insert(store: &Store, pages: &[ServedPage]) {
    let mut tx = begin(store).await;
    ranking_log::insert_many(&mut tx, pages).await.unwrap();
    tx.commit().await.unwrap();
}

async fn listed(store: &Store, filter: ServedFilter) -> Vec<u128> {
    let pages = ranking_log::list(store, &filter, 10).await.unwrap();
    pages.iter().map(|page| page.id.as_u128()).collect()
}

#[tokio::test]
async fn pages_read_as_they_were_written_and_a_second_time_changes_nothing() {
    on_both_engines(|store| async move {
        let bare = MadeWith { position: None, suspended: true, ..page(2, 0, for_preview(), &[]).made_with };
        let pages = [
            page(1, 0, for_mission(50), &[71, 72, 73]),
            ServedPage { made_with: bare, cursor: None, ..page(2, 0, for_preview(), &[]) },
            page(3, 0, for_talent(60), &[50]),
        ];
        insert(&store, &pages).await;
        insert(&store, &pages).await;
        for page in &pages {
            assert_eq!(ranking_log::by_id(&store, page.id).await.unwrap().as_ref(), Some(page));
        }
        assert_eq!(ranking_log::by_id(&store, id(9)).await.unwrap(), None);
        assert_eq!(event::head(&store).await.unwrap(), None, "the log is a trail already");
    })
    .await;
}

#[tokio::test]
async fn pages_are_found_by_what_they_are_about_by_reader_and_by_date() {
    on_both_engines(|store| async move {
        let pages = [
            page(1, 3, for_mission(50), &[71, 72]),
            page(2, 2, for_preview(), &[71]),
            page(3, 1, for_talent(71), &[50]),
            page(4, 0, for_mission(51), &[72]),
        ];
        insert(&store, &pages).await;
        let about = |number| ServedFilter { about: Some(id(number)), ..ServedFilter::default() };
        assert_eq!(listed(&store, ServedFilter::default()).await, [4, 3, 2, 1]);
        assert_eq!(listed(&store, about(71)).await, [3, 2, 1], "as the one who asked, and among those shown");
        assert_eq!(listed(&store, about(50)).await, [3, 1]);
        let by_person = ServedFilter { person: Some(PersonId(id(2))), ..ServedFilter::default() };
        assert_eq!(listed(&store, by_person).await, [2]);
        let recent = ServedFilter { since: Some(now() - TimeDelta::days(1)), ..ServedFilter::default() };
        assert_eq!(listed(&store, recent).await, [4, 3]);
    })
    .await;
}

#[tokio::test]
async fn impressions_count_talents_shown_within_the_period() {
    on_both_engines(|store| async move {
        let pages = [
            page(1, 9, for_mission(50), &[71]),
            page(2, 2, for_preview(), &[71, 72]),
            page(3, 1, for_talent(71), &[50]),
            page(4, 0, for_mission(51), &[72]),
        ];
        insert(&store, &pages).await;
        let shown = ranking_log::impressions(&store, now() - TimeDelta::days(5), now()).await.unwrap();
        let shown: BTreeMap<_, _> = shown.into_iter().collect();
        assert_eq!(shown, [(TalentId(id(71)), 1), (TalentId(id(72)), 1)].into());
    })
    .await;
}

#[tokio::test]
async fn old_pages_are_forgotten_with_their_items_a_few_at_a_time() {
    on_both_engines(|store| async move {
        let pages: Vec<_> = (1..=5).map(|number| page(number, 10 - number as i64, for_mission(50), &[71])).collect();
        insert(&store, &pages).await;
        for expected in [2, 1, 0] {
            let mut tx = begin(&store).await;
            let forgotten = ranking_log::prune(&mut tx, now() - TimeDelta::days(6), 2).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(forgotten, expected);
        }
        assert_eq!(listed(&store, ServedFilter::default()).await, [5, 4]);
        let shown = ranking_log::impressions(&store, now() - TimeDelta::days(30), now()).await.unwrap();
        assert_eq!(shown, [(TalentId(id(71)), 2)]);
    })
    .await;
}
