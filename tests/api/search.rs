//! People find what they look for, however they write it, and nothing that they may not see.

use serde_json::{Value, json};

use crate::harness::app::TestApp;

async fn titles(app: &TestApp, query: &str) -> Vec<String> {
    let text = "query($query: String!) { missions(query: $query, first: 20) { edges { node { title } } } }";
    let data = app.data("", text, json!({ "query": query })).await;
    let edges = data["missions"]["edges"].as_array().unwrap().clone();
    edges.iter().map(|edge| edge["node"]["title"].as_str().unwrap().to_lowercase()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typo_a_synonym_an_accent_and_a_feminine_form_find_the_same() {
    let app = TestApp::demo().await;
    for query in ["kubernets", "k8s", "Kubernetes", "KUBERNETES"] {
        let found = titles(&app, query).await;
        assert!(found.iter().take(3).all(|title| title.contains("kubernetes")), "{query}: {found:?}");
    }
    for query in ["developpeuse", "développeuse", "développeur", "developpeurs"] {
        let found = titles(&app, query).await;
        assert!(found.iter().any(|title| title.contains("développeur")), "{query}: {found:?}");
    }
    assert!(titles(&app, "xqzwvk").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn skills_complete_by_prefix_synonym_and_typo() {
    let app = TestApp::demo().await;
    let query = "query($query: String!) { skills(query: $query, first: 3) { edges { matchedLabel node { label } } } }";
    let expected = [("postgre", "PostgreSQL"), ("k8s", "Kubernetes"), ("kubernets", "Kubernetes")];
    for (typed, label) in expected {
        let data = app.data("", query, json!({ "query": typed })).await;
        assert_eq!(data["skills"]["edges"][0]["node"]["label"], label, "{typed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_reader_finds_no_draft() {
    let app = TestApp::demo().await;
    let query = "{ missions(filter: { states: [DRAFT, SUBMITTED, REJECTED, SUSPENDED, CANCELLED] }, first: 5) \
                 { totalCount facets { field values { value count } } } }";
    let anonymous = app.data("", query, json!({})).await;
    assert_eq!(anonymous["missions"]["totalCount"], 0);
    let facets = anonymous["missions"]["facets"].as_array().unwrap();
    let states = facets.iter().find(|facet| facet["field"] == "STATE").unwrap();
    assert!(states["values"].as_array().unwrap().iter().all(|value| value["value"] != "DRAFT"));
    let operator = app.data("operator", query, json!({})).await;
    assert!(operator["missions"]["totalCount"].as_u64().unwrap() >= 10);
}

async fn walk(app: &TestApp, persona: &str, field: &str, arguments: &str) -> (u64, Vec<String>) {
    let query = format!(
        "query($after: String) {{ list: {field}(first: 7, after: $after {arguments}) \
         {{ totalCount edges {{ node {{ id }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    let (mut ids, mut after) = (Vec::new(), Value::Null);
    loop {
        let data = app.data(persona, &query, json!({ "after": after })).await;
        let list = &data["list"];
        ids.extend(list["edges"].as_array().unwrap().iter().map(|edge| edge["node"]["id"].to_string()));
        if list["pageInfo"]["hasNextPage"] == false {
            return (list["totalCount"].as_u64().unwrap(), ids);
        }
        after = list["pageInfo"]["endCursor"].clone();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_walked_to_the_end_give_each_result_once() {
    let app = TestApp::demo().await;
    let lists = [
        ("", "missions", ""),
        ("", "missions", "orderBy: STARTS_SOONEST"),
        ("", "missions", "orderBy: EFFORT"),
        ("", "missions", "orderBy: NEWEST"),
        ("", "missions", "query: \"données\""),
        ("mission_owner", "talents", ""),
        ("operator", "talents", "orderBy: NAME"),
        ("mission_owner", "talents", "orderBy: AVAILABLE_SOONEST"),
        ("mission_owner", "talents", "query: \"données python\""),
    ];
    for (persona, field, arguments) in lists {
        let (total, ids) = walk(&app, persona, field, arguments).await;
        let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
        assert!(total > 7, "{field} {arguments}: {total}");
        assert_eq!((distinct.len() as u64, ids.len() as u64), (total, total), "{field} {arguments}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_gives_the_page_that_one_came_from() {
    let app = TestApp::demo().await;
    let query = "query($first: Int, $after: String, $last: Int, $before: String) { \
                 missions(first: $first, after: $after, last: $last, before: $before, orderBy: NEWEST) \
                 { edges { node { id } } pageInfo { startCursor endCursor hasPreviousPage } } }";
    let first = app.data("", query, json!({ "first": 5 })).await;
    let second = app.data("", query, json!({ "first": 5, "after": first["missions"]["pageInfo"]["endCursor"] })).await;
    let before = &second["missions"]["pageInfo"]["startCursor"];
    let back = app.data("", query, json!({ "last": 5, "before": before })).await;
    assert_eq!(back["missions"]["edges"], first["missions"]["edges"]);
    assert_eq!(first["missions"]["pageInfo"]["hasPreviousPage"], false);
    assert_eq!(second["missions"]["pageInfo"]["hasPreviousPage"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_facet_counts_what_choosing_its_value_gives() {
    let app = TestApp::demo().await;
    let query = "query($filter: MissionFilter) { missions(filter: $filter, first: 1) \
                 { totalCount facets { field values { value count } } } }";
    let all = app.data("", query, json!({ "filter": { "remote": ["FULL"] } })).await;
    let facets = all["missions"]["facets"].as_array().unwrap();
    let remote = facets.iter().find(|facet| facet["field"] == "REMOTE").unwrap();
    for value in remote["values"].as_array().unwrap() {
        let chosen = app.data("", query, json!({ "filter": { "remote": [value["value"]] } })).await;
        assert_eq!(chosen["missions"]["totalCount"], value["count"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recruiter_sees_initials_and_the_talent_their_name() {
    let app = TestApp::demo().await;
    let talent = app.persona("talent");
    let query = "query($id: ID!) { talent(id: $id) { displayName status } }";
    let id = &talent["talentId"];
    let recruiter = app.ask("mission_owner", query, json!({ "id": id })).await;
    assert_eq!(recruiter["data"]["talent"]["displayName"], "N. L.");
    assert_eq!(recruiter["data"]["talent"]["status"], Value::Null);
    assert_eq!(recruiter["errors"][0]["extensions"]["code"], "FORBIDDEN");
    let own = app.data("talent", query, json!({ "id": id })).await;
    assert_eq!(own["talent"]["displayName"], talent["name"]);
}

/// Titles, urgencies and whether they take applications, of the missions in the default order, all pages.
async fn browse(app: &TestApp, filter: Value) -> Vec<(String, usize, bool)> {
    let query = "query($filter: MissionFilter, $after: String) { missions(filter: $filter, first: 20, after: $after) \
                 { edges { node { title urgency takesApplications } } pageInfo { hasNextPage endCursor } } }";
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let data = app.data("", query, json!({ "filter": filter, "after": after })).await;
        for edge in data["missions"]["edges"].as_array().unwrap() {
            let node = &edge["node"];
            let urgency = ["NORMAL", "HIGH", "CRITICAL"].iter().position(|it| node["urgency"] == *it).unwrap();
            let title = node["title"].as_str().unwrap().to_owned();
            found.push((title, urgency, node["takesApplications"].as_bool().unwrap()));
        }
        if data["missions"]["pageInfo"]["hasNextPage"] == false {
            return found;
        }
        after = data["missions"]["pageInfo"]["endCursor"].clone();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_browses_meets_the_missions_to_which_one_can_apply_first_the_most_pressing_before_the_others() {
    let app = TestApp::demo().await;
    let all = browse(&app, Value::Null).await;
    let rank = |(_, urgency, open): &(String, usize, bool)| (!open, 3 - urgency);
    assert!(all.is_sorted_by_key(rank), "{all:?}");
    let [open, closed] = [true, false].map(|wanted| all.iter().filter(|it| it.2 == wanted).count());
    assert!(open > 0 && closed > 0, "{open} and {closed}: the test shows nothing");

    let query = "query($filter: MissionFilter) { missions(filter: $filter, first: 1) \
                 { totalCount facets { field values { value label count } } } }";
    for (wanted, count, label) in
        [(true, open, "Prend des candidatures"), (false, closed, "Ne prend pas de candidatures")]
    {
        let filter = json!({ "takesApplications": wanted });
        assert_eq!(browse(&app, filter.clone()).await.len(), count);
        let data = app.data("", query, json!({ "filter": filter })).await;
        assert_eq!(data["missions"]["totalCount"], count);
        let facets = data["missions"]["facets"].as_array().unwrap();
        let facet = facets.iter().find(|facet| facet["field"] == "TAKES_APPLICATIONS").unwrap();
        let value = json!({ "value": wanted.to_string(), "label": label, "count": count });
        assert!(facet["values"].as_array().unwrap().contains(&value), "{facet}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_that_passes_closes_a_mission_the_day_after_whatever_the_index_was_told() {
    let app = TestApp::demo().await;
    let query = "{ missions(filter: { takesApplications: true }, first: 100) \
                 { edges { node { id applicationDeadline } } pageInfo { hasNextPage } } }";
    let open = app.data("", query, json!({})).await["missions"].clone();
    assert_eq!(open["pageInfo"]["hasNextPage"], false);
    let edges = open["edges"].as_array().unwrap().clone();
    let deadline = edges.iter().map(|edge| edge["node"]["applicationDeadline"].as_str().unwrap()).min().unwrap();
    let last: Vec<_> = edges.iter().filter(|edge| edge["node"]["applicationDeadline"] == deadline).collect();
    let day: chrono::NaiveDate = deadline.parse().unwrap();
    let count = async || {
        let query = "{ missions(filter: { takesApplications: true }, first: 1) { totalCount } }";
        app.data("", query, json!({})).await["missions"]["totalCount"].as_u64().unwrap()
    };
    // Nobody but the clock moves: no job runs, and no event reaches the index.
    for (at, left) in [(day, edges.len()), (day.succ_opt().unwrap(), edges.len() - last.len())] {
        assert!(app.clock.advance_to(format!("{at}T09:00:00Z").parse().unwrap()));
        assert_eq!(count().await, left as u64, "on {at}");
    }
}
