//! What the ranking serves is accounted for: logged once a page, replayed, reported, and suspended when it must be.

use serde_json::{Value, json};
use talents_core::event::{Actor, EventKind, ObjectKind};
use talents_core::programme::PROGRAMME;
use talents_server::app::ranking_log::flush;
use talents_server::app::ranking_report::{Figure, report};
use talents_server::app::replay::{Cause, Difference, Replay, replay};
use talents_server::graphql::parse_id;
use talents_store::event;
use talents_store::ranking_log::{self, Question, ServedFilter, ServedPage};
use uuid::Uuid;

use crate::harness::app::{TestApp, codes, key};

const PREVIEW: &str = "query($skill: ID!, $first: Int, $after: String) { matchTalents(requirements: \
    [{ skillId: $skill, minLevel: 2 }], modalities: { rhythm: \"2 jours par semaine\" }, first: $first, after: $after) \
    { rankingVersion totalCount edges { cursor score node { id } explanation { signals { name contribution } } } \
    pageInfo { hasNextPage endCursor } } }";

async fn preview(app: &TestApp, first: u32, after: &Value) -> Value {
    let variables = json!({ "skill": TestApp::skill("kubernetes"), "first": first, "after": after });
    app.data("mission_owner", PREVIEW, variables).await["matchTalents"].clone()
}

/// What is logged, the last served first.
async fn logged(app: &TestApp) -> Vec<ServedPage> {
    flush(&app.app).await.unwrap();
    ranking_log::list(&app.app.store, &ServedFilter::default(), 100).await.unwrap()
}

async fn replayed(app: &TestApp, page: &ServedPage) -> Replay {
    replay(&app.app, page.id).await.unwrap()
}

fn uuid(id: &Value) -> Uuid {
    parse_id::<talents_core::id::TalentId>(id.as_str().unwrap()).unwrap().0
}

fn ids(connection: &Value) -> Vec<Uuid> {
    connection["edges"].as_array().unwrap().iter().map(|edge| uuid(&edge["node"]["id"])).collect()
}

async fn suspend(app: &TestApp, number: u128, version: u64) -> Value {
    let query = "mutation($input: RankingSuspendInput!) { rankingSuspend(input: $input) \
                 { programme { version rankingSuspension { since reason } } userErrors { code message path } } }";
    let input =
        json!({ "idempotencyKey": key(number), "expectedVersion": version, "reason": "Un écart est à l’étude." });
    app.ask("operator", query, json!({ "input": input })).await
}

async fn resume(app: &TestApp, number: u128, version: u64) -> Value {
    let query = "mutation($input: RankingResumeInput!) { rankingResume(input: $input) \
                 { programme { version rankingSuspension { reason } } userErrors { code message path } } }";
    let input = json!({ "idempotencyKey": key(number), "expectedVersion": version });
    app.ask("operator", query, json!({ "input": input })).await
}

async fn pause_own_talent(app: &TestApp) {
    let query = "mutation($input: TalentPauseInput!) { talentPause(input: $input) { userErrors { code } } }";
    let input = json!({ "idempotencyKey": key(900), "expectedVersion": 1 });
    let answer = app.ask("talent", query, json!({ "input": input })).await;
    assert_eq!(codes(&answer), Vec::<String>::new(), "{answer}");
    app.catch_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_page_that_is_served_is_logged_once_with_ids_and_numbers_alone() {
    let app = TestApp::demo().await;
    let first = preview(&app, 3, &Value::Null).await;
    let second = preview(&app, 3, &first["pageInfo"]["endCursor"]).await;
    let pages = logged(&app).await;
    assert_eq!(pages.len(), 2);
    let page = |cursor: &Value| pages.iter().find(|page| page.cursor.as_deref() == cursor.as_str()).unwrap();
    for (served, cursor) in [(&first, &Value::Null), (&second, &first["pageInfo"]["endCursor"])] {
        let page = page(cursor);
        assert_eq!(page.items.iter().map(|item| item.id).collect::<Vec<_>>(), ids(served));
        assert_eq!(json!(page.made_with.version), served["rankingVersion"]);
        assert_eq!((page.page_size, json!(page.total)), (3, served["totalCount"].clone()));
        assert!(page.items.iter().all(|item| item.score == item.contributions.iter().sum::<u32>()));
        let Question::Preview { requirements, modalities, visible } = &page.question else { panic!("{page:?}") };
        assert_eq!((requirements.len(), modalities.rhythm.as_str(), visible.discoverable), (1, "", true));
    }
    assert!(!serde_json::to_string(&pages[0].question).unwrap().contains("jours"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mission_and_a_talent_are_logged_with_the_version_that_was_ranked() {
    let app = TestApp::demo().await;
    let mission = app.mission("kubernetes recouvrement").await;
    let matches = "query($id: ID!) { mission(id: $id) { talentMatches(first: 5) { edges { node { id } } } } }";
    let for_mission = app.data("mission_owner", matches, json!({ "id": mission })).await;
    let own = "{ viewer { talent { id missionMatches(first: 5) { edges { node { id } } } } } }";
    let for_talent = app.data("talent", own, json!({})).await;
    let refused = app.ask("observer", matches, json!({ "id": mission })).await;
    assert_eq!(codes(&refused), ["FORBIDDEN"]);
    let pages = logged(&app).await;
    assert_eq!(pages.len(), 2, "what is refused serves nothing");
    let of_kind = |kind: &str| pages.iter().find(|page| page.question.kind() == kind).unwrap();
    let page = of_kind("MISSION");
    assert_eq!(
        page.items.iter().map(|item| item.id).collect::<Vec<_>>(),
        ids(&for_mission["mission"]["talentMatches"])
    );
    let Question::Mission { published_version, .. } = page.question else { panic!("{page:?}") };
    assert_eq!(published_version, Some(1));
    let own_talent = uuid(&for_talent["viewer"]["talent"]["id"]);
    assert_eq!(of_kind("TALENT").question.subject(), Some(own_talent));
    for page in &pages {
        assert_eq!(replayed(&app, page).await.differences, []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_is_identical_under_a_later_generation_and_on_a_later_day() {
    let app = TestApp::demo().await;
    let first = preview(&app, 4, &Value::Null).await;
    preview(&app, 4, &first["pageInfo"]["endCursor"]).await;
    let pages = logged(&app).await;
    talents_server::app::generation::cut(&app.app).await.unwrap();
    app.at("2026-12-09T08:00:00Z").await;
    let before = app.app.snapshot().statistics().generation;
    for page in &pages {
        let replay = replayed(&app, page).await;
        assert_eq!((replay.differences, replay.causes), (Vec::new(), Vec::new()));
        assert!(replay.made_with.generation < before, "the statistics of then, not those of now");
    }
    assert_eq!(app.app.snapshot().statistics().generation, before, "and the engine has its own again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_asks_for_the_mission_as_it_was_published_then() {
    let app = TestApp::demo().await;
    let mission = app.mission("kubernetes recouvrement").await;
    let matches = "query($id: ID!) { mission(id: $id) { version talentMatches(first: 5) { edges { node { id } } } } }";
    let before = app.data("mission_owner", matches, json!({ "id": mission })).await["mission"].clone();
    let pages = logged(&app).await;
    let revise = "mutation($input: MissionReviseInput!) { missionRevise(input: $input) \
                  { mission { publishedVersion } userErrors { code message path } } }";
    let requirements = json!([{ "skillId": TestApp::skill("python"), "importance": "ESSENTIAL" }]);
    let input = json!({ "idempotencyKey": key(800), "missionId": mission, "expectedVersion": before["version"],
        "requirements": requirements });
    let revised = app.data("mission_owner", revise, json!({ "input": input })).await;
    assert_eq!(revised["missionRevise"]["mission"]["publishedVersion"], 2, "{revised}");
    app.catch_up().await;
    let after = app.data("mission_owner", matches, json!({ "id": mission })).await["mission"].clone();
    assert_ne!(ids(&after["talentMatches"]), ids(&before["talentMatches"]));
    assert_eq!(replayed(&app, &pages[0]).await.differences, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_names_the_talent_who_changed_since() {
    let app = TestApp::demo().await;
    let own = app.persona("talent")["talentId"].clone();
    let all = preview(&app, 100, &Value::Null).await;
    assert!(ids(&all).contains(&uuid(&own)), "the persona is among those shown");
    let pages = logged(&app).await;
    pause_own_talent(&app).await;
    let replay = replayed(&app, &pages[0]).await;
    let place = ids(&all).iter().position(|id| *id == uuid(&own)).unwrap() + 1;
    assert_eq!(replay.differences[0].clone(), Difference::Gone { id: uuid(&own), place });
    let events = vec![EventKind::TalentPaused];
    assert_eq!(replay.causes, [Cause::Changed { kind: ObjectKind::Talent, object: uuid(&own), events }]);
    assert_ne!(replay.made_with.position, replay.served.made_with.position);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_counts_impressions_and_hides_small_groups() {
    let app = TestApp::demo().await;
    for _ in 0..3 {
        preview(&app, 10, &Value::Null).await;
    }
    logged(&app).await;
    let found = report(&app.app, None, None).await.unwrap();
    let of_all = &found.concentration;
    assert_eq!(of_all.impressions, Figure::Is(30));
    let (Figure::Is(talents), Figure::Is(never)) = (of_all.talents, of_all.never_shown) else { panic!("{of_all:?}") };
    assert_eq!(talents - never, 10);
    let Figure::Is(gini) = of_all.gini else { panic!("{of_all:?}") };
    assert_eq!(gini, 10_000 * never / talents, "ten talents, equally shown");
    for line in &found.structures {
        for figure in [line.shown, line.discoverable] {
            assert!(!matches!(figure, Figure::Is(1..=4)), "{line:?}");
        }
    }
    let day = "2026-11-30".parse().unwrap();
    let before = report(&app.app, None, Some(day)).await.unwrap();
    assert_eq!(before.concentration.impressions, Figure::Is(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_served_is_forgotten_after_the_days_that_are_set() {
    let app = TestApp::demo().await;
    preview(&app, 3, &Value::Null).await;
    assert_eq!(logged(&app).await.len(), 1);
    app.at("2027-12-01T07:59:00Z").await;
    preview(&app, 3, &Value::Null).await;
    assert_eq!(logged(&app).await.len(), 2);
    app.at("2027-12-01T08:01:00Z").await;
    assert_eq!(logged(&app).await.len(), 1, "365 days where nothing else is set");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_ranking_keeps_who_matches_and_loses_order_and_scores() {
    let app = TestApp::demo().await;
    let ranked = preview(&app, 100, &Value::Null).await;
    let answer = suspend(&app, 1, 1).await;
    let programme = &answer["data"]["rankingSuspend"]["programme"];
    assert_eq!(
        (&programme["version"], &programme["rankingSuspension"]["since"]),
        (&json!(2), &json!("2026-12-01T08:00:00.000Z"))
    );
    let neutral = preview(&app, 100, &Value::Null).await;
    assert!(neutral["rankingVersion"].as_str().unwrap().starts_with("suspended"));
    assert_eq!(neutral["totalCount"], ranked["totalCount"]);
    let (mut before, mut after) = (ids(&ranked), ids(&neutral));
    assert_ne!(before, after);
    before.sort_unstable();
    after.sort_unstable();
    assert_eq!(before, after, "the same people");
    for edge in neutral["edges"].as_array().unwrap() {
        assert_eq!((&edge["score"], &edge["explanation"]["signals"]), (&json!(0.0), &json!([])));
    }
    let page = preview(&app, 2, &neutral["edges"][1]["cursor"]).await;
    assert_eq!(ids(&page), ids(&neutral)[2..4]);
    for page in logged(&app).await {
        assert_eq!(replayed(&app, &page).await.differences, [], "{:?}", page.made_with);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspension_has_its_author_and_ends_and_old_cursors_expire() {
    let app = TestApp::demo().await;
    let ranked = preview(&app, 2, &Value::Null).await;
    suspend(&app, 1, 1).await;
    let again = suspend(&app, 2, 2).await;
    assert_eq!(codes(&again), ["INVALID_TRANSITION"]);
    let message = again["data"]["rankingSuspend"]["userErrors"][0]["message"].as_str().unwrap();
    assert!(message.contains("suspendu"), "{message}");
    let go_on = async |cursor: &Value| {
        let variables = json!({ "skill": TestApp::skill("kubernetes"), "first": 2, "after": cursor });
        codes(&app.ask("mission_owner", PREVIEW, variables).await)
    };
    assert_eq!(go_on(&ranked["pageInfo"]["endCursor"]).await, ["CURSOR_EXPIRED"]);
    assert_eq!(go_on(&json!("nonsense")).await, ["BAD_USER_INPUT"]);
    let neutral = preview(&app, 2, &Value::Null).await;
    let resumed = resume(&app, 3, 2).await;
    assert_eq!(resumed["data"]["rankingResume"]["programme"]["rankingSuspension"], Value::Null, "{resumed}");
    assert_eq!(go_on(&neutral["pageInfo"]["endCursor"]).await, ["CURSOR_EXPIRED"]);
    assert_eq!(preview(&app, 2, &Value::Null).await, ranked);
    assert_eq!(codes(&resume(&app, 4, 3).await), ["INVALID_TRANSITION"]);
    let events = event::of_object(&app.app.store, PROGRAMME).await.unwrap();
    let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::RankingSuspended, EventKind::RankingResumed]);
    assert!(events.iter().all(|event| matches!(event.actor, Actor::Person(_)) && event.details.is_empty()));
}
