//! Files become what the store holds: every kind, good and bad, twice, in part, and in an emergency.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use talents_core::error::ErrorCode;
use talents_core::event::{Actor, Stamp};
use talents_core::mission::MissionState;
use talents_core::talent::TalentState;
use talents_matching::{Engine, Vocabulary};
use talents_server::app::App;
use talents_server::clock::{Clock, FrozenClock};
use talents_server::ids::TimeOrderedIds;
use talents_server::import::{self, Format, Kind, Options, Progress, Report, Source, vocabulary};
use talents_server::messages::Language;
use talents_store::{Store, event, mission, occupation, person, skill, structure, talent};
use tokio::sync::Notify;

use crate::harness::engines::{event_count, on_both_urls};

/// The kinds of the demo's files, in the order in which they name each other.
const DEMO: [(Kind, &str); 5] = [
    (Kind::Structures, "structures.csv"),
    (Kind::People, "people.csv"),
    (Kind::Roles, "roles.csv"),
    (Kind::Talents, "talents.jsonl"),
    (Kind::Missions, "missions.jsonl"),
];

fn demo_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/demo").join(name)
}

/// An application whose vocabulary is our own.
async fn app(url: &str) -> App {
    let store = Store::connect(url).await.unwrap();
    store.migrate().await.unwrap();
    let clock = FrozenClock::at("2026-12-01T08:00:00Z".parse().unwrap());
    let stamp = Stamp { actor: Actor::CommandLine, on_behalf_of: None, at: clock.now() };
    vocabulary::load_own(&store, stamp, Arc::new(TimeOrderedIds)).await.unwrap();
    let words = Vocabulary::build(skill::all(&store).await.unwrap(), occupation::all(&store).await.unwrap());
    let engine = Engine::in_memory(Arc::new(words)).unwrap();
    App::new(store, engine, Arc::new(clock), Arc::new(TimeOrderedIds))
}

async fn app_in(folder: &tempfile::TempDir) -> App {
    app(&format!("sqlite://{}", folder.path().join("talents.db").display())).await
}

async fn import_demo(app: &App, kinds: &[(Kind, &str)]) -> Vec<Report> {
    let mut reports = Vec::new();
    for (kind, name) in kinds {
        reports.push(import::run(app, *kind, &demo_file(name), &Options::default(), &mut |_| {}).await.unwrap());
    }
    reports
}

async fn import_text(app: &App, kind: Kind, format: Format, text: impl AsRef<[u8]>, options: &Options) -> Report {
    import::run_source(app, kind, Source::Bytes(text.as_ref()), format, options, &mut |_| {}).await.unwrap()
}

/// Line, column and code of each problem.
fn problems(report: &Report) -> Vec<(u64, &str, ErrorCode)> {
    report.rejected.iter().map(|problem| (problem.line, problem.column.as_str(), problem.code)).collect()
}

/// The lines of a demo file that hold one of the words.
fn demo_lines(name: &str, words: &[&str]) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(demo_file(name)).unwrap();
    let wanted = text.lines().filter(|line| words.iter().any(|word| line.contains(&format!("\"{word}\""))));
    wanted.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn the_demo_imports_whole_and_twice_is_as_once() {
    on_both_urls(|url| async move {
        let app = app(&url).await;
        for report in import_demo(&app, &DEMO).await {
            assert!(report.is_clean(), "{}", report.text(Language::English));
            assert_eq!(report.created, report.lines);
        }
        let talents = talent::count_by_state(&app.store).await.unwrap();
        assert_eq!(talents[&TalentState::Active], 196);
        assert_eq!(talents[&TalentState::Paused], 11);
        assert_eq!(talents[&TalentState::Withdrawn], 2);
        let missions = mission::page_after(&app.store, None, 100).await.unwrap();
        let in_state = |state| missions.iter().filter(|mission| mission.state == state).count();
        assert_eq!(in_state(MissionState::Published), 42);
        assert_eq!(in_state(MissionState::Expired), 2);
        let expired = missions.iter().find(|mission| mission.state == MissionState::Expired).unwrap();
        assert!(expired.published_at.unwrap().date_naive() < expired.content.application_deadline.unwrap());

        let before = event_count(&url).await;
        for report in import_demo(&app, &DEMO).await {
            assert!(report.is_clean(), "{}", report.text(Language::English));
            assert_eq!(report.unchanged, report.lines);
        }
        assert_eq!(event_count(&url).await, before, "an import of what is there happened to something");
    })
    .await;
}

#[tokio::test]
async fn every_bad_line_is_named_and_the_good_ones_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let app = app_in(&folder).await;
    let header = "external_id,siret,name,acronym,parent,ministry,branch,trusted,manager_consents_for_employer\n";
    let mut text = header.as_bytes().to_vec();
    text.extend_from_slice(
        b"s-1,1300252650001,Treize chiffres,,,,STATE,false,false\n\
          s-2,13002526500014,Mauvaise cl\xc3\xa9,,,,STATE,false,false\n\
          s-3,13002526500013,\"Guillemet,,,,STATE,false,false\n\
          s-4,13002526500013,Trop,peu\n\
          s-5,13002526500013,Latin\xe9,,,,STATE,false,false\n\
          s-6,13002526500013,Dinum,,s-99,,CLUB,maybe,false\n\
          s-7,13002526500013,Dinum,,,,STATE,true,false\n\
          s-7,19992323600012,Deux fois,,,,STATE,false,false\n\
          s-8,19992323600012,En rond,,s-9,,STATE,false,false\n\
          s-9,19992439000016,En rond,,s-8,,STATE,false,false\n\
          s-10,13002526500013,Pris,,,,STATE,false,false\n",
    );
    let report = import_text(&app, Kind::Structures, Format::Csv, &text, &Options::default()).await;
    let wrong = ErrorCode::BadUserInput;
    let expected = [
        (2, "siret", wrong),
        (3, "siret", wrong),
        (4, "", wrong),
        (5, "", wrong),
        (6, "", wrong),
        (7, "branch", wrong),
        (7, "trusted", wrong),
        (7, "parent", wrong),
        (9, "external_id", wrong),
        (10, "parent", wrong),
        (11, "parent", wrong),
        (12, "siret", ErrorCode::AlreadyExists),
    ];
    assert_eq!(problems(&report), expected);
    assert_eq!((report.lines, report.created), (11, 1));
    assert_eq!(structure::all(&app.store).await.unwrap().len(), 1);
}

#[tokio::test]
async fn wrong_values_of_talents_and_missions_are_named_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let app = app_in(&folder).await;
    import_demo(&app, &DEMO[..3]).await;
    let mut level = demo_lines("talents.jsonl", &["tal-001"]).remove(0);
    level["skills"][1]["level"] = 9.into();
    let mut unknown = demo_lines("talents.jsonl", &["tal-002"]).remove(0);
    unknown["skills"][0]["skill"] = "kubernets".into();
    unknown["structure"] = "str-nulle-part".into();
    unknown["availability"]["department_code"] = "20".into();
    let text = format!("{level}\n{unknown}\n");
    let report = import_text(&app, Kind::Talents, Format::JsonLines, &text, &Options::default()).await;
    let wrong = ErrorCode::BadUserInput;
    let expected = [
        (1, "skills.2.level", wrong),
        (2, "skills.1.skill", wrong),
        (2, "structure", wrong),
        (2, "availability.department_code", wrong),
    ];
    assert_eq!(problems(&report), expected);
    assert!(report.rejected[1].message.contains("Kubernetes"), "{}", report.rejected[1].message);

    let mut reversed = demo_lines("missions.jsonl", &["mis-001"]).remove(0);
    reversed["modalities"]["end_by"] = "2026-12-24".into();
    let mut incomplete = demo_lines("missions.jsonl", &["mis-002"]).remove(0);
    incomplete["deliverables"] = "".into();
    let text = format!("{reversed}\n{incomplete}\n");
    for language in Language::ALL {
        let options = Options { language, ..Options::default() };
        let report = import_text(&app, Kind::Missions, Format::JsonLines, &text, &options).await;
        let expected = [(1, "modalities.end_by", wrong), (2, "deliverables", ErrorCode::Incomplete)];
        assert_eq!(problems(&report), expected);
        let line = if language.is_french() { "Ligne 1, colonne" } else { "Line 1, column" };
        assert!(report.text(language).starts_with(line), "{}", report.text(language));
    }
    assert!(mission::page_after(&app.store, None, 1).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_report_repeats_no_address() {
    let folder = tempfile::tempdir().unwrap();
    let app = app_in(&folder).await;
    let text = "external_id,email,given_name,family_name\n\
                p-1,ana.diaz@culture.example,Ana,Diaz\n\
                p-2,ana.diaz@culture.example,Ana,Diaz\n\
                p-3,ana.diaz,Ana,Diaz\n";
    let report = import_text(&app, Kind::People, Format::Csv, text, &Options::default()).await;
    let expected = [(3, "email", ErrorCode::AlreadyExists), (4, "email", ErrorCode::BadUserInput)];
    assert_eq!(problems(&report), expected);
    assert!(!report.text(Language::French).contains("ana.diaz"), "{}", report.text(Language::French));
}

#[tokio::test]
async fn a_dry_run_reports_the_same_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let app = app_in(&folder).await;
    let head = event::head(&app.store).await.unwrap();
    let options = Options { dry_run: true, ..Options::default() };
    let tried = import::run(&app, Kind::Structures, &demo_file("structures.csv"), &options, &mut |_| {}).await.unwrap();
    assert_eq!(event::head(&app.store).await.unwrap(), head);
    assert!(!tried.kept);
    let done = import_demo(&app, &DEMO[..1]).await.remove(0);
    assert_eq!((tried.lines, tried.created, tried.rejected), (done.lines, done.created, done.rejected));
}

#[tokio::test]
async fn all_or_nothing_keeps_nothing_where_one_line_is_bad() {
    let folder = tempfile::tempdir().unwrap();
    let app = app_in(&folder).await;
    let options = Options { all_or_nothing: true, ..Options::default() };
    let good = "external_id,email,given_name,family_name\np-1,ana@culture.example,Ana,Diaz\n";
    let bad = format!("{good}p-2,léo,Léo,Petit\n");
    let report = import_text(&app, Kind::People, Format::Csv, &bad, &options).await;
    assert_eq!((report.kept, report.created, report.rejected.len()), (false, 1, 1));
    assert!(person::by_external_ids(&app.store, &["p-1".to_owned()]).await.unwrap().is_empty());
    let report = import_text(&app, Kind::People, Format::Csv, good, &options).await;
    assert!(report.kept);
    assert_eq!(person::by_external_ids(&app.store, &["p-1".to_owned()]).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_interrupted_import_goes_on_where_it_was() {
    on_both_urls(|url| async move {
        let app = app(&url).await;
        let mut text = "external_id,email,given_name,family_name\n".to_owned();
        for number in 1..=3_500 {
            writeln!(text, "p-{number},p{number}@culture.example,Ana,Diaz").unwrap();
        }
        text.push_str("p-1,encore.p1@culture.example,Ana,Diaz\n");
        let stop = Notify::new();
        let mut watch = |progress: Progress| {
            if progress.records >= 2_000 {
                stop.notify_one();
            }
        };
        let (source, options) = (Source::Bytes(text.as_bytes()), Options::default());
        tokio::select! {
            biased;
            () = stop.notified() => {}
            _ = import::run_source(&app, Kind::People, source, Format::Csv, &options, &mut watch) => {}
        }
        let report = import_text(&app, Kind::People, Format::Csv, &text, &options).await;
        let resumed = report.resumed_after.expect("the import was interrupted");
        assert!([1_001, 2_001, 3_001].contains(&resumed), "{resumed}");
        // A commit that was under way when the import was dropped may land after the checkpoint was read: its lines are
        // then read again, and change nothing.
        assert_eq!(report.created + report.unchanged, 3_501 - resumed);
        let twice = [(3_502, "external_id", ErrorCode::BadUserInput)];
        assert_eq!(problems(&report), twice, "an external id from before the interruption counts");
        let names: Vec<String> = (1..=3_500).map(|number| format!("p-{number}")).collect();
        assert_eq!(person::by_external_ids(&app.store, &names).await.unwrap().len(), 3_500, "nobody is lost");
        let report = import_text(&app, Kind::People, Format::Csv, &text, &options).await;
        assert_eq!((report.resumed_after, report.unchanged), (None, 3_500));
    })
    .await;
}

#[tokio::test]
async fn what_differs_is_an_update_through_the_moves_of_the_core() {
    let folder = tempfile::tempdir().unwrap();
    let app = app_in(&folder).await;
    import_demo(&app, &DEMO).await;
    let mut published = demo_lines("missions.jsonl", &["mis-001"]).remove(0);
    published["title"] = "Migrer vers Kubernetes".into();
    let mut moved = demo_lines("missions.jsonl", &["mis-002"]).remove(0);
    moved["host"] = "str-pm".into();
    let text = format!("{published}\n{moved}\n");
    let report = import_text(&app, Kind::Missions, Format::JsonLines, &text, &Options::default()).await;
    assert_eq!(report.updated, 1);
    assert_eq!(problems(&report), [(2, "host", ErrorCode::BadUserInput)]);
    let revised = mission::by_external_ids(&app.store, &["mis-001".to_owned()]).await.unwrap().remove(0);
    assert_eq!((revised.published_version, revised.content.title.as_str()), (Some(2), "Migrer vers Kubernetes"));
    assert_eq!(mission::versions(&app.store, revised.id).await.unwrap().len(), 2);

    let mut paused = demo_lines("talents.jsonl", &["tal-001"]).remove(0);
    paused["state"] = "PAUSED".into();
    let report = import_text(&app, Kind::Talents, Format::JsonLines, paused.to_string(), &Options::default()).await;
    assert_eq!(report.updated, 1, "{}", report.text(Language::English));
    let found = talent::by_external_ids(&app.store, &["tal-001".to_owned()]).await.unwrap().remove(0);
    assert_eq!(found.state, TalentState::Paused);
}

#[tokio::test]
async fn csv_says_what_json_lines_say() {
    let folder = tempfile::tempdir().unwrap();
    let app = app_in(&folder).await;
    import_demo(&app, &DEMO[..3]).await;
    let talent = "external_id;person;structure;line_manager_email;status;headline;skills;languages;remote;\
                  department_code;also_departments;minutes_per_week;from;to;intent;discoverable\n\
                  t-1;per-062;str-mte-dnum;chef@ministere.example;CONTRACT;Développeuse;rust:3:2026-06|java:2;fr|en;\
                  FULL;35;44|75;840;2027-01-04;2027-12-31;APPLY;true\n";
    let same = r#"{"external_id":"t-1","person":"per-062","structure":"str-mte-dnum","line_manager_email":"chef@ministere.example","status":"CONTRACT","headline":"Développeuse","skills":[{"skill":"rust","level":3,"last_used":"2026-06"},{"skill":"java","level":2}],"languages":["fr","en"],"availability":{"remote":"FULL","department_code":"35","also_departments":["44","75"],"minutes_per_week":840,"from":"2027-01-04","to":"2027-12-31"},"intent":"APPLY","discoverable":true}"#;
    let report = import_text(&app, Kind::Talents, Format::Csv, talent, &Options::default()).await;
    assert_eq!(report.created, 1, "{}", report.text(Language::English));
    let report = import_text(&app, Kind::Talents, Format::JsonLines, same, &Options::default()).await;
    assert_eq!(report.unchanged, 1, "{}", report.text(Language::English));

    let mission = "external_id,host,owner,title,remote,effort_minutes,requirements\n\
                   m-1,str-dgfip,per-027,Un outil en Rust,FULL,4200,rust:ESSENTIAL:3:5|java:ASSET:2\n";
    let same = r#"{"external_id":"m-1","host":"str-dgfip","owner":"per-027","title":"Un outil en Rust","modalities":{"remote":"FULL","effort_minutes":4200},"requirements":[{"skill":"rust","importance":"ESSENTIAL","min_level":3,"weight":5},{"skill":"java","importance":"ASSET","min_level":2,"weight":3}]}"#;
    let report = import_text(&app, Kind::Missions, Format::Csv, mission, &Options::default()).await;
    assert_eq!(report.created, 1, "{}", report.text(Language::English));
    let report = import_text(&app, Kind::Missions, Format::JsonLines, same, &Options::default()).await;
    assert_eq!(report.unchanged, 1, "{}", report.text(Language::English));
}

#[tokio::test]
async fn a_taxonomy_lends_our_skills_its_labels_and_adds_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let app = app_in(&folder).await;
    let ours = skill::all(&app.store).await.unwrap();
    let known = ours.iter().find(|skill| !skill.uris.is_empty()).unwrap();
    let uri = &known.uris[0];
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    let columns = "conceptType,conceptUri,skillType,preferredLabel,altLabels,hiddenLabels,status,description\n";
    let new = "http://data.europa.eu/esco/skill/new";
    write(
        "skills_fr.csv",
        format!(
            "{columns}K,{new},knowledge,langage neuf,\"neuf\nnouveau\",,released,\nK,{uri},knowledge,Nom d’ESCO,,,released,\n"
        ),
    );
    write("skills_en.csv", format!("{columns}K,{new},knowledge,new language,,,released,\n"));
    write("broaderRelationsSkillPillar.csv", format!("conceptUri,broaderUri\n{new},{uri}\n"));
    write("occupations_fr.csv", format!("{columns}O,urn:o,,métier neuf,,,released,Ce qu’on y fait\n"));
    write("occupationSkillRelations.csv", format!("occupationUri,relationType,skillUri\nurn:o,essential,{uri}\n"));

    let report = import::run(&app, Kind::Skills, folder.path(), &Options::default(), &mut |_| {}).await.unwrap();
    assert_eq!((report.created, report.updated), (2, 1), "{}", report.text(Language::English));
    let skills = skill::all(&app.store).await.unwrap();
    assert_eq!(skills.len(), ours.len() + 1);
    let enriched = skills.iter().find(|skill| skill.id == known.id).unwrap();
    assert_eq!(enriched.french.preferred, known.french.preferred);
    assert!(enriched.french.others.contains(&"Nom d’ESCO".to_owned()));
    let added = skills.iter().find(|skill| skill.uris == [new]).unwrap();
    assert_eq!((added.broader.as_slice(), added.label()), ([known.id].as_slice(), "langage neuf"));
    assert_eq!(occupation::all(&app.store).await.unwrap()[0].essential, [known.id]);

    let again = import::run(&app, Kind::Skills, folder.path(), &Options::default(), &mut |_| {}).await.unwrap();
    assert_eq!(again.unchanged, 3);
    let stamp = app.stamp(Actor::CommandLine);
    let reloaded = vocabulary::load_own(&app.store, stamp, Arc::new(TimeOrderedIds)).await.unwrap();
    assert_eq!(reloaded, 0, "our own table takes back what the taxonomy lent");
}
