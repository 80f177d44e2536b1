use talents_core::place::Remote;
use talents_core::skill::Level;
use talents_core::talent::TalentSkill;
use uuid::Uuid;

use super::*;
use crate::document::TalentDocument;
use crate::index::image::Image;

/// More than a block, so that the last one is not whole.
const TALENTS: u32 = 20_000;
/// How many of ten thousand have each skill: in a block some are lists, others everybody's levels.
const HOLDERS: [(&str, u32); 6] =
    [("java", 7_000), ("python", 4_500), ("go", 2_900), ("rust", 800), ("cobol", 100), ("ada", 3)];

/// The level at which a talent has a skill, as if drawn.
fn level(talent: u32, skill: usize) -> Option<Level> {
    let mixed = (u64::from(talent) * 6 + skill as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let has_it = (mixed >> 40) as u32 % 10_000 < HOLDERS[skill].1;
    has_it.then(|| Level::try_new((mixed >> 20) as i64 % 4 + 1).unwrap())
}

fn talent(number: u32) -> TalentDocument {
    let skill = |(place, (slug, _)): (usize, &(&str, u32))| {
        let skill = SkillId::of_slug(slug);
        level(number, place).map(|level| TalentSkill { skill, level, last_used: None, wants_to_develop: false })
    };
    TalentDocument {
        id: Uuid::from_u128(number.into()).into(),
        structure: Uuid::nil().into(),
        ministry: Uuid::nil().into(),
        discoverable: true,
        headline: String::new(),
        biography: String::new(),
        skills: HOLDERS.iter().enumerate().filter_map(skill).collect(),
        languages: None,
        remote: Remote::None,
        places: None,
        times: None,
    }
}

fn requirement(share: u16, least: i64, standing: &[(&str, Relation)]) -> PreparedRequirement {
    let standing: Vec<_> = standing.iter().map(|(slug, relation)| (SkillId::of_slug(slug), *relation)).collect();
    let min_level = Level::try_new(least).unwrap();
    let asked = Requirement { skill: standing[0].0, importance: Importance::Asset, min_level, weight: 1 };
    PreparedRequirement { asked, share, standing }
}

#[test]
fn a_block_sums_up_to_what_each_talent_meets_best_however_many_have_a_skill() {
    use Relation::{Broader, Exact, Narrower, Related, Sibling};
    let image = TalentImage::gather((0..TALENTS).map(|number| Ok(talent(number)))).unwrap();
    let requirements = [
        requirement(20_000, 3, &[("java", Exact), ("rust", Narrower), ("cobol", Sibling)]),
        requirement(12_000, 2, &[("python", Exact), ("go", Related), ("ada", Exact)]),
        requirement(9_000, 4, &[("rust", Exact), ("cobol", Broader), ("ada", Narrower)]),
        requirement(6_000, 1, &[("java", Exact)]),
        requirement(3_000, 2, &[("ada", Exact)]),
    ];
    let (mut sweep, mut buffers) = (CoverageSweep::new(&requirements, &image), UnitBuffers::new());
    for (block, first) in (0..TALENTS).step_by(BLOCK).enumerate() {
        let units = sweep.next_units(block, BLOCK.min((TALENTS - first) as usize), &mut buffers);
        for (doc, units) in (first..).zip(units) {
            let skills: Vec<(SkillId, u8)> = image.row(doc).skills().collect();
            let met = requirements.iter().filter_map(|requirement| requirement.best(&skills));
            assert_eq!(*units, met.map(|met| met.units).sum::<u16>(), "talent {doc}: {skills:?}");
        }
    }
}
