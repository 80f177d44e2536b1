//! Talents in memory: columns, some ninety bytes a talent, that filters, coverage and facets read.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use talents_core::calendar::{Days, Month};
use talents_core::id::{SkillId, StructureId};
use talents_core::place::{LanguageCode, Remote};

use super::Image;
use super::availability::{Asked, AvailabilityColumns, Span};
use super::column::{Coded, CodedBuilder};
use super::reach::{DocSet, Reach, ReachBuilder};
use super::skills::{SkillTable, SkillTableBuilder};
use crate::document::TalentDocument;
use crate::error::MatchingError;
use crate::place::Departments;

/// The talents of a segment.
#[derive(Debug)]
pub(crate) struct TalentImage {
    flags: Vec<u8>,
    structures: Coded<StructureId>,
    languages: Coded<Option<BTreeSet<LanguageCode>>>,
    availability: AvailabilityColumns,
    last_used: Vec<u16>,
    skills: SkillTable,
    reach: Reach,
}

/// The bits of the flags beside those of remote work.
const DISCOVERABLE: u8 = 4;
const REMOTE: u8 = 3;

/// A talent of a segment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TalentRow<'a> {
    image: &'a TalentImage,
    doc: u32,
}

/// What is gathered before an image is made.
#[derive(Default)]
struct Gathered {
    flags: Vec<u8>,
    structures: CodedBuilder<StructureId>,
    languages: CodedBuilder<Option<BTreeSet<LanguageCode>>>,
    availability: AvailabilityColumns,
    last_used: Vec<u16>,
    skills: SkillTableBuilder,
    reach: ReachBuilder,
}

impl Gathered {
    /// Room for so many talents: a column that grew would have been moved, and may lie in small pages ever after.
    fn with_capacity(talents: usize) -> Self {
        Self {
            flags: Vec::with_capacity(talents),
            structures: CodedBuilder::with_capacity(talents),
            languages: CodedBuilder::with_capacity(talents),
            availability: AvailabilityColumns::with_capacity(talents),
            last_used: Vec::with_capacity(talents),
            skills: SkillTableBuilder::with_capacity(talents),
            reach: ReachBuilder::default(),
        }
    }

    fn add(&mut self, talent: &TalentDocument) {
        self.flags.push(talent.remote as u8 | if talent.discoverable { DISCOVERABLE } else { 0 });
        self.structures.push(&talent.structure);
        self.languages.push(&talent.languages);
        self.availability.push(talent);
        self.last_used.push(last_month(talent));
        let departments = talent.places.as_ref().map(Departments::of_places).unwrap_or_default();
        self.reach.push(talent.discoverable, talent.remote == Remote::Full, departments.numbers());
        self.skills.add(talent.skills.iter().map(|skill| (skill.skill, skill.level.get())));
    }

    fn finish(self) -> TalentImage {
        TalentImage {
            flags: self.flags,
            structures: self.structures.build(),
            languages: self.languages.build(),
            availability: self.availability,
            last_used: self.last_used,
            skills: self.skills.build(),
            reach: self.reach.build(),
        }
    }
}

/// The month that months are counted from.
fn first_month() -> Month {
    Month::of(NaiveDate::from_ymd_opt(1950, 1, 1).unwrap_or_default())
}

/// The last month in which a talent used any of their skills, counted from 1; 0 where they do not say.
fn last_month(talent: &TalentDocument) -> u16 {
    let last = talent.skills.iter().filter_map(|skill| skill.last_used).max();
    last.map_or(0, |month| u16::try_from(first_month().months_until(month) + 1).unwrap_or(0))
}

impl Image for TalentImage {
    type Document = TalentDocument;
    type Row<'a> = TalentRow<'a>;

    fn gather(documents: impl Iterator<Item = Result<TalentDocument, MatchingError>>) -> Result<Self, MatchingError> {
        let mut gathered = Gathered::with_capacity(documents.size_hint().0);
        for document in documents {
            gathered.add(&document?);
        }
        Ok(gathered.finish())
    }

    fn row(&self, doc: u32) -> TalentRow<'_> {
        TalentRow { image: self, doc }
    }

    fn skills(&self) -> &[SkillId] {
        self.skills.skills()
    }

    fn holders(&self, skill: SkillId) -> impl Iterator<Item = u32> {
        self.skills.postings(skill).into_iter().flat_map(super::postings::SkillPostings::docs)
    }

    fn bytes(&self) -> usize {
        self.flags.len()
            + self.structures.bytes()
            + self.languages.bytes()
            + self.availability.bytes()
            + size_of_val(self.last_used.as_slice())
            + self.skills.bytes()
            + self.reach.bytes()
    }
}

impl TalentImage {
    /// An image of one talent, to be seen as those of the index are.
    pub(crate) fn of_one(talent: &TalentDocument) -> Self {
        let mut gathered = Gathered::default();
        gathered.add(talent);
        gathered.finish()
    }

    /// Those who may be found, and who work all remotely where that is wanted, or reach a département, by its number.
    pub(crate) fn who(&self, all_remote: bool, department: Option<u8>) -> Cow<'_, DocSet> {
        self.reach.who(all_remote, department)
    }

    /// Adds to the marks of consecutive talents what their times say against a mission: see [`super::availability`].
    pub(crate) fn judge_times(&self, first: u32, asked: Asked, reasons: [u8; 2], marks: &mut [u8]) {
        let first = first as usize;
        self.availability.times.judge(first..first + marks.len(), asked, reasons, marks);
    }

    /// Those of whose times [`Self::judge_times`] tells nothing.
    pub(crate) fn with_more_windows(&self) -> &DocSet {
        self.availability.times.more()
    }

    /// Who has which skill.
    pub(crate) fn table(&self) -> &SkillTable {
        &self.skills
    }

    /// The structures that employ the talents, and whose number is whose.
    pub(crate) fn structures(&self) -> &Coded<StructureId> {
        &self.structures
    }

    /// The sets of languages that the talents speak, and whose number is whose; `None` where they are hidden.
    pub(crate) fn languages(&self) -> &Coded<Option<BTreeSet<LanguageCode>>> {
        &self.languages
    }
}

impl<'a> TalentRow<'a> {
    /// Their number in the segment.
    pub(crate) fn doc(self) -> u32 {
        self.doc
    }

    /// The structure that employs them.
    #[inline]
    pub(crate) fn structure(self) -> StructureId {
        *self.image.structures.value(self.doc)
    }

    /// The number of that structure in the image.
    #[inline]
    pub(crate) fn structure_number(self) -> usize {
        self.image.structures.number(self.doc)
    }

    /// The languages that they speak; `None` when hidden.
    pub(crate) fn languages(self) -> Option<&'a BTreeSet<LanguageCode>> {
        self.image.languages.value(self.doc).as_ref()
    }

    /// The number of the set of their languages in the image.
    #[inline]
    pub(crate) fn languages_number(self) -> usize {
        self.image.languages.number(self.doc)
    }

    /// Whether those who look for talents may find this one.
    #[inline]
    pub(crate) fn is_discoverable(self) -> bool {
        self.image.flags[self.doc as usize] & DISCOVERABLE != 0
    }

    /// The most remote work that suits.
    #[inline]
    pub(crate) fn remote(self) -> Remote {
        match self.image.flags[self.doc as usize] & REMOTE {
            0 => Remote::None,
            1 => Remote::Partial,
            _ => Remote::Full,
        }
    }

    /// A number made of one from each column that conditions look at: whoever has it has them all at hand.
    #[inline]
    pub(crate) fn read_ahead(self) -> usize {
        let times = &self.image.availability.times;
        self.languages_number() ^ self.structure_number() ^ times.read_ahead(self.doc)
    }

    /// Whether they live in a département, by its number, or would travel to it; never where they hide it.
    #[inline]
    pub(crate) fn reaches(self, department: u8) -> bool {
        self.image.availability.places.reaches(self.doc, department)
    }

    /// Whether that département is where they live, by its number.
    pub(crate) fn is_home(self, department: u8) -> bool {
        self.image.availability.places.is_home(self.doc, department)
    }

    /// Calls `found` with the number of every département that they reach; none where they hide them.
    pub(crate) fn for_each_department(self, found: impl FnMut(u8)) {
        self.image.availability.places.for_each(self.doc, found);
    }

    /// Minutes per week; `None` when hidden.
    #[inline]
    pub(crate) fn minutes_per_week(self) -> Option<u32> {
        self.image.availability.times.minutes_per_week(self.doc)
    }

    /// How many days of a span they are free.
    #[inline]
    pub(crate) fn free_days(self, span: Span) -> i64 {
        self.image.availability.times.free_days(self.doc, span)
    }

    /// The windows, in order and apart from each other; empty for any time, and when hidden.
    pub(crate) fn windows(self) -> Vec<Days> {
        self.image.availability.times.windows(self.doc)
    }

    /// How many months ago they last used any of their skills, on a day; `None` where they do not say.
    pub(crate) fn months_since_use(self, as_of: NaiveDate) -> Option<u32> {
        let last = self.image.last_used[self.doc as usize].checked_sub(1)?;
        let now = first_month().months_until(Month::of(as_of));
        Some(u32::try_from(now - i32::from(last)).unwrap_or(0))
    }

    /// The skills, with their levels.
    pub(crate) fn skills(self) -> impl Iterator<Item = (SkillId, u8)> + 'a {
        self.image.skills.own(self.doc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remote_work_has_the_numbers_that_the_flags_hold() {
        assert_eq!(Remote::ALL.iter().map(|remote| *remote as u8).collect::<Vec<_>>(), [0, 1, 2]);
    }
}
