//! Coverage told list by list: whoever is on the list of a skill is told whole from their own list of skills.

use std::collections::BTreeMap;

use super::coverage::PreparedRequirement;
use crate::index::image::postings::SkillPostings;
use crate::index::image::skills::SkillTable;
use crate::index::image::talents::TalentImage;

/// A talent, and their coverage in units.
pub(crate) type Told = (u32, u16);

/// The lists of a segment that a mission's requirements lead to.
pub(crate) struct Listed<'a> {
    table: &'a SkillTable,
    /// The skills that may stand for a requirement, and their places by number.
    wanted: Vec<Wanted<'a>>,
    places: BTreeMap<u32, usize>,
    /// Whether a skill is wanted, by its number, a bit each: most are not, and that is soon told.
    is_wanted: Vec<u64>,
    /// Of each requirement, the places of the skills that may stand for it.
    of_requirement: Vec<Vec<usize>>,
    /// What meets each requirement, of the talent at hand.
    met: Vec<u16>,
}

/// A skill that may stand for requirements.
struct Wanted<'a> {
    postings: SkillPostings<'a>,
    /// What it brings to which requirement, by level, in units.
    brings: Vec<(usize, [u16; 4])>,
    /// Whether its list was read: all who have the skill have been told.
    is_read: bool,
}

impl Wanted<'_> {
    /// What it brings to a requirement, by level, in units.
    fn units(&self, asked: usize) -> [u16; 4] {
        self.brings.iter().find(|(brought_to, _)| *brought_to == asked).map_or([0; 4], |(_, units)| *units)
    }
}

impl<'a> Listed<'a> {
    pub(crate) fn new(requirements: &[PreparedRequirement], image: &'a TalentImage) -> Self {
        let table = image.table();
        let mut listed = Self {
            table,
            wanted: Vec::new(),
            places: BTreeMap::new(),
            is_wanted: vec![0; table.skills().len().div_ceil(64)],
            of_requirement: vec![Vec::new(); requirements.len()],
            met: vec![0; requirements.len()],
        };
        for (asked, requirement) in requirements.iter().enumerate() {
            for (skill, relation) in &requirement.standing {
                if let Some(number) = table.number(*skill) {
                    listed.want(number, asked, requirement.units(*relation));
                }
            }
        }
        listed
    }

    fn want(&mut self, number: u32, asked: usize, units: [u16; 4]) {
        let place = *self.places.entry(number).or_insert(self.wanted.len());
        if place == self.wanted.len() {
            let postings = self.table.postings_of(number);
            self.wanted.push(Wanted { postings, brings: Vec::new(), is_read: false });
            self.is_wanted[number as usize / 64] |= 1 << (number % 64);
        }
        self.wanted[place].brings.push((asked, units));
        self.of_requirement[asked].push(place);
    }

    /// How many postings the lists of a requirement have that were not read.
    pub(crate) fn postings(&self, asked: usize) -> usize {
        let unread = self.of_requirement[asked].iter().map(|place| &self.wanted[*place]).filter(|skill| !skill.is_read);
        unread.map(|skill| skill.postings.len()).sum()
    }

    /// Reads the lists of a requirement. Of the talents on them, calls `found`, some at a time, with those who were on no
    /// list before, whom `admits`, and for whom what the list brings to the requirement `may_do`.
    pub(crate) fn read(
        &mut self,
        asked: usize,
        may_do: impl Fn(u16) -> bool,
        admits: impl Fn(u32) -> bool,
        mut found: impl FnMut(&[Told]),
    ) {
        for nth in 0..self.of_requirement[asked].len() {
            let place = self.of_requirement[asked][nth];
            if self.wanted[place].is_read {
                continue;
            }
            // A list that is still to be read may bring more to the requirement than this one does.
            let later = self.of_requirement[asked][nth + 1..].iter().map(|place| self.wanted[*place].units(asked)[3]);
            let later = later.max().unwrap_or(0);
            let is_enough = self.wanted[place].units(asked).map(|units| may_do(units.max(later)));
            let mut batch = Batch::default();
            self.wanted[place].postings.for_each(|doc, level| {
                if batch.push(doc, is_enough[level] && admits(doc)) {
                    self.tell(batch.take(), &mut found);
                }
            });
            self.tell(batch.take(), &mut found);
            self.wanted[place].is_read = true;
        }
    }

    /// Calls `found`, some at a time, with those of some talents who were on no list before.
    pub(crate) fn tell_all(&mut self, docs: impl Iterator<Item = u32>, mut found: impl FnMut(&[Told])) {
        let mut batch = Batch::default();
        docs.for_each(|doc| {
            if batch.push(doc, true) {
                self.tell(batch.take(), &mut found);
            }
        });
        self.tell(batch.take(), &mut found);
    }

    fn tell(&mut self, docs: &[u32], found: &mut impl FnMut(&[Told])) {
        self.table.read_ahead(docs);
        let mut told = [(0, 0); Batch::SIZE];
        let mut count = 0;
        for doc in docs {
            if let Some(units) = self.units_of_new(*doc) {
                told[count] = (*doc, units);
                count += 1;
            }
        }
        found(&told[..count]);
    }

    /// The coverage of a talent, in units; `None` where they were on a list that was read.
    fn units_of_new(&mut self, doc: u32) -> Option<u16> {
        self.met.fill(0);
        self.table.own_numbers(doc).try_for_each(|(number, level)| {
            if self.is_wanted[number as usize / 64] >> (number % 64) & 1 == 0 {
                return Some(());
            }
            let skill = &self.wanted[self.places[&number]];
            for (asked, units) in &skill.brings {
                let met = &mut self.met[*asked];
                *met = (*met).max(units[usize::from(level) - 1]);
            }
            (!skill.is_read).then_some(())
        })?;
        Some(self.met.iter().sum())
    }
}

/// Talents who are told together, so that the memory of one is fetched while another's is waited for.
#[derive(Default)]
struct Batch {
    docs: [u32; Batch::SIZE],
    count: usize,
}

impl Batch {
    const SIZE: usize = 32;

    /// Adds a talent, where they are admitted; tells whether the batch is full, and is to be taken.
    #[inline]
    fn push(&mut self, doc: u32, is_admitted: bool) -> bool {
        // Written in any case and counted in some: a branch would be guessed wrong too often.
        self.docs[self.count % Self::SIZE] = doc;
        self.count += usize::from(is_admitted);
        self.count == Self::SIZE
    }

    /// Those of the batch, which is empty then.
    fn take(&mut self) -> &[u32] {
        let count = std::mem::take(&mut self.count);
        &self.docs[..count]
    }
}
