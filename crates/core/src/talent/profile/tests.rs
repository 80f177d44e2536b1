use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::testing::{day, skill, told};

const TODAY: &str = "2026-12-01";

pub(crate) fn good_draft() -> TalentDraft {
    TalentDraft {
        status: TalentStatus::Contract,
        branch: Branch::State,
        line_manager_email: "chef@culture.example".to_owned(),
        headline: "Développeuse".to_owned(),
        biography: "Dix ans de services publics numériques.".to_owned(),
        skills: vec![talent_skill(1, 3)],
        languages: vec!["fr".to_owned()],
        availability: AvailabilityDraft {
            remote: Remote::Partial,
            department: Some("35".to_owned()),
            also_departments: vec!["75".to_owned()],
            minutes_per_week: 840,
            windows: vec![WindowDraft { from: Some(day("2027-01-01")), to: None }],
        },
        intent: Intent::Apply,
        discoverable: true,
        hidden_parts: vec![ProfilePart::Biography],
    }
}

fn talent_skill(number: u128, level: i64) -> TalentSkillDraft {
    TalentSkillDraft { skill: skill(number), level, last_used: None, wants_to_develop: false }
}

pub(crate) fn parse(draft: &TalentDraft) -> Result<TalentProfile, Refusals> {
    let own = Email::parse("camille@culture.example").unwrap();
    TalentProfile::parse(draft, &own, &Programme::default(), day(TODAY))
}

#[test]
fn every_problem_of_a_bad_profile_is_told_at_once_with_its_path() {
    let mut draft = good_draft();
    draft.branch = Branch::Hospital;
    draft.line_manager_email = "chef".to_owned();
    draft.headline = String::new();
    draft.skills = vec![
        talent_skill(1, 9),
        TalentSkillDraft { last_used: Some("2027-01".to_owned()), ..talent_skill(1, 4) },
        TalentSkillDraft { last_used: Some("juin".to_owned()), ..talent_skill(2, 0) },
    ];
    draft.languages = vec!["breton".to_owned()];
    draft.availability.department = Some("Rennes".to_owned());
    draft.availability.also_departments = vec!["75".to_owned(), "96".to_owned()];
    draft.availability.minutes_per_week = -1;
    draft.availability.windows = vec![WindowDraft { from: Some(day("2027-02-01")), to: Some(day("2027-01-01")) }];
    let expected = [
        "branch branch-closed",
        "lineManagerEmail malformed-email",
        "headline text-too-short",
        "skills.0.level unknown-level",
        "skills.1.skillId duplicate",
        "skills.1.lastUsed in-the-future",
        "skills.2.level unknown-level",
        "skills.2.lastUsed malformed-month",
        "languages.0 malformed-language",
        "availability.departmentCode unknown-department",
        "availability.alsoDepartments.1 unknown-department",
        "availability.minutesPerWeek out-of-range",
        "availability.to ends-before-start",
    ];
    assert_eq!(told(parse(&draft)), expected);
}

#[test]
fn nobody_is_their_own_line_manager() {
    let draft = TalentDraft { line_manager_email: " Camille@culture.example ".to_owned(), ..good_draft() };
    assert_eq!(told(parse(&draft)), ["lineManagerEmail own-manager"]);
}

prop_compose! {
    fn availability()(
        remote in select(Remote::ALL),
        department in of(select(vec!["1", "2a", "75"])),
        also in subsequence(vec!["2B", "974", " 35"], 0..=3),
        minutes_per_week in 1..=WEEK_MINUTES,
        windows in vec((of(0..700_u64), of(700..1_400_u64)), 0..4),
    ) -> AvailabilityDraft {
        let on = |offset: u64| OPEN_FROM + chrono::Days::new(offset);
        let window = |(from, to): (Option<u64>, Option<u64>)| WindowDraft { from: from.map(on), to: to.map(on) };
        AvailabilityDraft {
            remote,
            department: department.map(str::to_owned),
            also_departments: also.into_iter().map(str::to_owned).collect(),
            minutes_per_week,
            windows: windows.into_iter().map(window).collect(),
        }
    }
}

prop_compose! {
    fn draft()(
        status in select(TalentStatus::ALL),
        line_manager_email in "[A-Z][a-z]{1,8}@[a-z]{1,8}\\.example ?",
        headline in "[A-Za-zé]{3}[a-z é\u{301}]{0,30}",
        biography in "[a-zœ \t\n\u{7}]{0,60}",
        skills in vec((1..=4_i64, of("(199|202)[0-5]-(0[1-9]|1[0-2])"), any::<bool>()), 0..8),
        languages in subsequence(vec!["FR", "en", " de "], 0..=3),
        availability in availability(),
        intent in select(Intent::ALL),
        discoverable in any::<bool>(),
        hidden_parts in subsequence(ProfilePart::ALL, 0..=ProfilePart::ALL.len()),
    ) -> TalentDraft {
        let talent_skill = |(number, (level, last_used, wants_to_develop))| {
            TalentSkillDraft { skill: skill(number), level, last_used, wants_to_develop }
        };
        TalentDraft {
            status,
            branch: Branch::State,
            line_manager_email,
            headline,
            biography,
            skills: (0..).zip(skills).map(talent_skill).collect(),
            languages: languages.into_iter().map(str::to_owned).collect(),
            availability,
            intent,
            discoverable,
            hidden_parts,
        }
    }
}

proptest! {
    #[test]
    fn a_profile_written_out_reads_back_as_it_was(draft in draft()) {
        let profile = parse(&draft).expect("a good draft");
        prop_assert_eq!(parse(&profile.to_draft()), Ok(profile));
    }
}
