use std::collections::BTreeSet;

use proptest::prelude::*;
use talents_core::calendar::Days;
use talents_core::mission::Modalities;
use talents_core::place::{DepartmentCode, LanguageCode, Remote};
use talents_core::talent::OPEN_TO;
use uuid::Uuid;

use super::super::tests::{day, talent};
use super::*;
use crate::document::{Places, TalentDocument, Times};
use crate::index::image::Image;
use crate::index::image::talents::TalentImage;

/// A day of few years, so that many fall together; or one far away.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    let near = (0u64..700).prop_map(|number| day("2026-06-01") + chrono::Days::new(number));
    let far = [NaiveDate::MIN, day("0900-01-01"), day("1970-01-01"), day("9000-01-01"), OPEN_TO, NaiveDate::MAX];
    prop_oneof![8 => near, 1 => prop::sample::select(far.to_vec())]
}

fn departments(numbers: &[usize]) -> BTreeSet<DepartmentCode> {
    numbers.iter().filter_map(|number| DepartmentCode::parse(["75", "59", "13", "2A", "974", "33"][*number])).collect()
}

fn languages(bits: u8) -> BTreeSet<LanguageCode> {
    let all = ["fr", "en", "de"].map(|code| LanguageCode::parse(code).unwrap());
    all.into_iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1).map(|(_, code)| code).collect()
}

fn structure(number: u8) -> StructureId {
    Uuid::from_u128(number.into()).into()
}

prop_compose! {
    /// What a mission asks, and until when it takes applications.
    fn any_mission()(
        remote in prop::sample::select(Remote::ALL),
        department in prop::option::of(0usize..6),
        start_from in prop::option::weighted(0.8, any_day()),
        end_by in prop::option::weighted(0.8, any_day()),
        effort in prop::option::of(prop_oneof![8 => 0u32..40_000, 1 => any::<u32>()]),
        spoken in 0u8..8,
        host in prop::option::weighted(0.8, 0u8..4),
        open_until in prop::option::weighted(0.8, any_day()),
    ) -> (Conditions, Option<NaiveDate>) {
        let modalities = Modalities {
            remote: Some(remote),
            department: department.and_then(|number| departments(&[number]).pop_first()),
            start_from,
            end_by,
            effort_minutes: effort,
            languages: if spoken < 4 { BTreeSet::new() } else { languages(spoken) },
            ..Modalities::default()
        };
        (Conditions::new(&modalities, host.map(structure)), open_until)
    }
}

prop_compose! {
    fn any_talent()(
        employer in 0u8..4,
        spoken in prop::option::weighted(0.8, 0u8..8),
        remote in prop::sample::select(Remote::ALL),
        places in prop::option::weighted(0.8, prop::collection::vec(0usize..6, 0..6)),
        minutes in prop::option::weighted(0.8, prop_oneof![6 => 0u32..3_000, 1 => 65_000u32..66_000]),
        windows in prop::collection::vec((any_day(), any_day()), 0..4),
    ) -> TalentDocument {
        let windows = windows.iter().filter_map(|(one, other)| Days::try_new(*one.min(other), *one.max(other)));
        let times = minutes.map(|minutes_per_week| Times { minutes_per_week, windows: windows.collect() });
        let places = places.map(|numbers| Places {
            department: departments(&numbers).pop_last(),
            also_departments: departments(&numbers),
        });
        TalentDocument { structure: structure(employer), languages: spoken.map(languages), remote, places, times, ..talent() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn all_missions_are_judged_as_each_is_alone(
        missions in prop::collection::vec(any_mission(), 1..60),
        talents in prop::collection::vec(any_talent(), 1..8),
        count in 0..STRIDE * 5 / 2,
        as_of in any_day(),
    ) {
        // More than are counted at a time, of which no two strides begin alike.
        let missions = || missions.iter().cycle().take(count);
        let board = ConditionBoard::new(missions().map(|(conditions, open_until)| (conditions, *open_until)));
        let mut marks = vec![7; 3];
        for document in talents {
            let image = TalentImage::of_one(&document);
            let talent = image.row(0);
            board.judge(talent, as_of, &mut marks);
            let alone = |(conditions, open_until): &(Conditions, Option<NaiveDate>)| {
                let is_understood = speaks(talent.languages(), conditions.languages());
                let is_open = as_of <= open_until.unwrap_or(NaiveDate::MIN);
                if is_open { conditions.reasons_of(talent, is_understood).mark() } else { APART }
            };
            prop_assert_eq!(&marks, &missions().map(alone).collect::<Vec<u8>>(), "{:?}", document);
        }
    }
}
