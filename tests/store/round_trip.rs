//! What is written is what is read: mappings, entities and migrations agree.

use talents_core::Change;
use talents_core::event::{Actor, EventDraft, EventKind};
use talents_core::id::{OccupationId, RoleAssignmentId, SkillId, TokenId};
use talents_core::mission::{MissionMove, MissionState, MoveContext, Standing};
use talents_core::person::{Role, RoleAssignment};
use talents_core::programme::{CompensationMode, PROGRAMME, Programme};
use talents_core::skill::{Labels, Occupation, Skill, SkillKind, SkillState};
use talents_core::talent::TalentState;
use talents_store::generation::Generation;
use talents_store::mission::MissionFilter;
use talents_store::talent::NameOrder;
use talents_store::token::Token;
use talents_store::{
    Saved, event, generation, import_checkpoint, mission, occupation, person, programme, role, skill, structure,
    talent, token,
};
use uuid::Uuid;

use super::values::{self, begin, day, now, seed};
use crate::harness::engines::on_both_engines;

#[tokio::test]
async fn a_structure_reads_as_it_was_written_by_every_key() {
    on_both_engines(|store| async move {
        let (above, _) = seed(&store).await;
        let mut below = values::structure(2);
        below.value.profile.parent = Some(above.id);
        below.value.profile.ministry = Some(above.id);
        let mut tx = begin(&store).await;
        structure::save(&mut tx, None, &below).await.unwrap();
        tx.commit().await.unwrap();
        let below = below.value;
        assert_eq!(structure::by_id(&store, below.id).await.unwrap().as_ref(), Some(&below));
        assert_eq!(structure::by_siret(&store, &below.profile.siret).await.unwrap().as_ref(), Some(&below));
        assert_eq!(structure::by_external_ids(&store, &["s2".to_owned()]).await.unwrap(), std::slice::from_ref(&below));
        assert_eq!(structure::ancestors(&store, below.id).await.unwrap(), [above.id]);
        assert_eq!(structure::all(&store).await.unwrap(), [above, below]);
    })
    .await;
}

#[tokio::test]
async fn a_person_and_their_roles_read_as_they_were_written() {
    on_both_engines(|store| async move {
        let (host, someone) = seed(&store).await;
        let delegate = values::person(2, "Ali", "Ba");
        let granted = RoleAssignment {
            id: RoleAssignmentId(Uuid::from_u128(7)),
            external_id: Some("r1".to_owned()),
            person: someone.id,
            role: Role::MissionOwner,
            structure: host.id,
            from: day("2026-01-01"),
            to: None,
            delegate: Some(delegate.id),
            confirmed: true,
        };
        let mut tx = begin(&store).await;
        person::save(&mut tx, &delegate).await.unwrap();
        assert_eq!(role::save(&mut tx, &granted).await.unwrap(), Saved::Created);
        assert_eq!(role::save(&mut tx, &granted).await.unwrap(), Saved::Unchanged);
        tx.commit().await.unwrap();
        for holder in [someone.id, delegate.id] {
            assert_eq!(role::of_person(&store, holder).await.unwrap(), std::slice::from_ref(&granted));
        }
        assert_eq!(role::of_structure(&store, host.id).await.unwrap(), std::slice::from_ref(&granted));
        assert_eq!(role::by_external_ids(&store, &["r1".to_owned()]).await.unwrap(), std::slice::from_ref(&granted));
        let mut tx = begin(&store).await;
        let ended = role::revoke(&mut tx, granted.id, day("2026-11-22")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(role::by_id(&store, granted.id).await.unwrap(), ended);
        assert_eq!(ended.unwrap().to, Some(day("2026-11-22")));
        assert_eq!(person::by_email(&store, &someone.email).await.unwrap(), Some(someone.clone()));
        assert_eq!(person::by_external_ids(&store, &["p1".to_owned()]).await.unwrap(), [someone]);
    })
    .await;
}

#[tokio::test]
async fn a_token_is_found_by_its_hash_and_stays_revoked() {
    on_both_engines(|store| async move {
        let (_, someone) = seed(&store).await;
        let made = Token {
            id: TokenId(Uuid::from_u128(8)),
            person: someone.id,
            label: "premier opérateur".to_owned(),
            created_at: now(),
            expires_at: Some(now()),
            revoked_at: None,
        };
        let mut tx = begin(&store).await;
        token::insert(&mut tx, &made, "abc").await.unwrap();
        assert_eq!(token::by_hash(&tx, "abc").await.unwrap(), Some(made.clone()));
        let revoked = token::revoke(&mut tx, made.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(revoked, Some(Token { revoked_at: Some(now()), ..made }));
        assert_eq!(token::all(&store).await.unwrap(), [revoked.unwrap()]);
        assert_eq!(token::by_hash(&store, "abd").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn skills_and_occupations_read_as_they_were_written_and_again_changes_nothing() {
    on_both_engines(|store| async move {
        let labels = |text: &str| Labels { preferred: text.to_owned(), others: vec!["K8s".to_owned()] };
        let kubernetes = Skill {
            id: SkillId::of_slug("kubernetes"),
            slug: Some("kubernetes".to_owned()),
            kind: SkillKind::Tool,
            state: SkillState::Active,
            merged_into: None,
            french: labels("Kubernetes (orchestration)"),
            english: labels("Kubernetes"),
            abbreviations: vec!["k8s".to_owned()],
            broader: vec![SkillId::of_slug("conteneurs")],
            related: vec![SkillId::of_slug("docker")],
            uris: vec!["http://data.europa.eu/esco/skill/1".to_owned()],
        };
        let merged = Skill {
            id: SkillId::of_slug("kube"),
            slug: None,
            state: SkillState::Merged,
            merged_into: Some(kubernetes.id),
            ..kubernetes.clone()
        };
        let engineer = Occupation {
            id: OccupationId::of_uri("http://data.europa.eu/esco/occupation/1"),
            uri: "http://data.europa.eu/esco/occupation/1".to_owned(),
            french: labels("ingénieure systèmes"),
            english: labels("system engineer"),
            description_fr: "Fait marcher les systèmes.".to_owned(),
            description_en: "Runs systems.".to_owned(),
            essential: vec![kubernetes.id],
            optional: vec![merged.id],
        };
        for expected in [Saved::Created, Saved::Unchanged] {
            let mut tx = begin(&store).await;
            let saved = skill::upsert_many(&mut tx, &[kubernetes.clone(), merged.clone()]).await.unwrap();
            assert_eq!(saved, [expected, expected]);
            let saved = occupation::upsert_many(&mut tx, std::slice::from_ref(&engineer)).await.unwrap();
            assert_eq!(saved, [expected]);
            tx.commit().await.unwrap();
        }
        let mut found = skill::by_ids(&store, &[kubernetes.id, merged.id]).await.unwrap();
        found.sort_by_key(|skill| skill.merged_into.is_some());
        assert_eq!(found, [kubernetes.clone(), merged]);
        assert_eq!(occupation::all(&store).await.unwrap(), [engineer]);
        assert_eq!(event::of_object(&store, kubernetes.id).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_talent_reads_as_it_was_written_by_every_key() {
    on_both_engines(|store| async move {
        let (employer, someone) = seed(&store).await;
        let registered = values::talent(1, &someone, &employer);
        values::save_talent(&store, &registered).await;
        let talent = registered.value;
        assert_eq!(talent::by_id(&store, talent.id).await.unwrap().as_ref(), Some(&talent));
        assert_eq!(talent::by_person(&store, someone.id).await.unwrap().as_ref(), Some(&talent));
        assert_eq!(talent::by_external_ids(&store, &["t1".to_owned()]).await.unwrap(), std::slice::from_ref(&talent));
        assert_eq!(talent::count_by_state(&store).await.unwrap(), [(TalentState::Active, 1)].into());
        assert_eq!(talent::page_after(&store, None, 10).await.unwrap(), std::slice::from_ref(&talent));
        assert_eq!(talent::page_after(&store, Some(talent.id), 10).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn talents_are_listed_by_folded_names_page_by_page() {
    on_both_engines(|store| async move {
        let (employer, ebene) = seed(&store).await;
        let people = [
            ebene,
            values::person(2, "Anne", "Le Goff"),
            values::person(3, "Zacharie", "Le"),
            values::person(4, "Yann", "abgrall"),
        ];
        let mut tx = begin(&store).await;
        person::save_many(&mut tx, &people).await.unwrap();
        let changes: Vec<_> = (1..).zip(&people).map(|(number, one)| values::talent(number, one, &employer)).collect();
        let changes: Vec<_> = changes.iter().map(|change| (None, change)).collect();
        talent::save_many(&mut tx, &changes).await.unwrap();
        tx.commit().await.unwrap();
        let (mut names, mut after) = (Vec::new(), None);
        loop {
            let page = talent::ids_by_name(&store, NameOrder::Full, after.take(), 3).await.unwrap();
            names.extend(page.iter().map(|(_, key)| key.replace('\u{1f}', ", ")));
            let Some((id, key)) = page.into_iter().last() else { break };
            after = Some((key, id));
        }
        assert_eq!(names, ["abgrall, yann", "ebene, zoe", "le, zacharie", "le goff, anne"]);
        let by_initials = talent::ids_by_name(&store, NameOrder::Initials, None, 10).await.unwrap();
        let initials: Vec<_> = by_initials.iter().map(|(_, key)| key.as_str()).collect();
        assert_eq!(initials, ["a. l.", "y. a.", "z. e.", "z. l."]);
    })
    .await;
}

#[tokio::test]
async fn a_mission_and_its_published_versions_read_as_they_were_written() {
    on_both_engines(|store| async move {
        let (host, owner) = seed(&store).await;
        let created = values::mission(1, &host, &owner);
        values::save_mission(&store, &created).await;
        let context = MoveContext { now: now(), host: &host, standing: Standing::default() };
        let published = created.value.apply(MissionMove::Publish, &context).unwrap();
        let mut three_seats = published.value.content.clone();
        three_seats.seats = 3;
        let revised = published.value.apply(MissionMove::Revise(Box::new(three_seats)), &context).unwrap();
        let mut tx = begin(&store).await;
        mission::save(&mut tx, Some(&created.value), &published).await.unwrap();
        mission::save(&mut tx, Some(&published.value), &revised).await.unwrap();
        tx.commit().await.unwrap();
        let mission = revised.value;
        assert_eq!(mission::by_id(&store, mission.id).await.unwrap().as_ref(), Some(&mission));
        assert_eq!(mission::by_external_ids(&store, &["m1".to_owned()]).await.unwrap(), std::slice::from_ref(&mission));
        let versions = mission::versions(&store, mission.id).await.unwrap();
        assert_eq!(
            versions.iter().map(|version| (version.number, version.content.seats)).collect::<Vec<_>>(),
            [(1, 2), (2, 3)]
        );
        assert_eq!(mission::past_deadline(&store, day("2026-12-20"), 10).await.unwrap(), []);
        assert_eq!(mission::past_deadline(&store, day("2026-12-21"), 10).await.unwrap(), [mission]);
    })
    .await;
}

#[tokio::test]
async fn to_do_lists_hold_the_states_and_hosts_asked_for_page_by_page() {
    on_both_engines(|store| async move {
        let (ministry, owner) = seed(&store).await;
        let mut below = values::structure(2);
        below.value.profile.ministry = Some(ministry.id);
        let elsewhere = values::structure(3);
        let mut tx = begin(&store).await;
        structure::save_many(&mut tx, &[(None, &below), (None, &elsewhere)]).await.unwrap();
        let hosts = [&ministry, &below.value, &elsewhere.value, &ministry];
        let drafts: Vec<_> = (1..).zip(hosts).map(|(number, host)| values::mission(number, host, &owner)).collect();
        mission::save_many(&mut tx, &drafts.iter().map(|draft| (None, draft)).collect::<Vec<_>>()).await.unwrap();
        tx.commit().await.unwrap();
        let filter = MissionFilter {
            states: vec![MissionState::Draft],
            ministries: Some(vec![ministry.id]),
            ..MissionFilter::default()
        };
        let first = mission::in_states(&store, &filter, None, 2).await.unwrap();
        let after = first.last().map(|mission| (mission.created_at, mission.id));
        let rest = mission::in_states(&store, &filter, after, 2).await.unwrap();
        let found: Vec<_> = first.iter().chain(&rest).filter_map(|mission| mission.external_id.as_deref()).collect();
        assert_eq!(found, ["m1", "m2", "m4"]);
        let submitted = MissionFilter { states: vec![MissionState::Submitted], ..filter };
        assert_eq!(mission::in_states(&store, &submitted, None, 2).await.unwrap(), []);
        let hosted = MissionFilter { hosts: Some(vec![elsewhere.value.id]), ..MissionFilter::default() };
        assert_eq!(mission::in_states(&store, &hosted, None, 2).await.unwrap(), [drafts[2].value.clone()]);
    })
    .await;
}

#[tokio::test]
async fn the_programme_generations_and_checkpoints_read_as_they_were_written() {
    on_both_engines(|store| async move {
        let before = programme::load(&store).await.unwrap();
        assert_eq!(before, Programme::default(), "as the migrations leave it");
        let after = Programme { version: 2, compensation_mode: CompensationMode::Compensation, ..before.clone() };
        let mut tx = begin(&store).await;
        let changed = EventDraft::new(EventKind::ProgrammeChanged, PROGRAMME, 2);
        programme::save(&mut tx, &before, &Change { value: after.clone(), events: vec![changed] }).await.unwrap();
        let position = Some("0:12".parse().unwrap());
        let cut = Generation { number: 1, at: now(), position, statistics: vec![0, 255, 7] };
        generation::save(&mut tx, &cut).await.unwrap();
        import_checkpoint::set(&mut tx, "talents", "d1", 500).await.unwrap();
        import_checkpoint::set(&mut tx, "talents", "d1", 1_000).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(programme::load(&store).await.unwrap(), after);
        assert_eq!(generation::latest(&store).await.unwrap().as_ref(), Some(&cut));
        assert_eq!(generation::by_number(&store, 1).await.unwrap(), Some(cut));
        assert_eq!(generation::by_number(&store, 2).await.unwrap(), None);
        assert_eq!(import_checkpoint::get(&store, "talents", "d1").await.unwrap(), Some(1_000));
        let changes = event::of_object(&store, PROGRAMME).await.unwrap();
        assert_eq!(changes.iter().map(|change| change.actor).collect::<Vec<_>>(), [Actor::CommandLine]);
        let mut tx = begin(&store).await;
        import_checkpoint::clear(&mut tx, "talents", "d1").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(import_checkpoint::get(&store, "talents", "d1").await.unwrap(), None);
    })
    .await;
}
