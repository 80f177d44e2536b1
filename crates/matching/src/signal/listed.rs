//! Coverage told list by list: whoever is on the list of a skill is told whole from their own list of skills.

use super::coverage::PreparedRequirement;
use crate::index::image::postings::{Posting, SkillPostings, level_index};
use crate::index::image::reach::DocSet;
use crate::index::image::skills::{SkillTable, number};
use crate::index::image::talents::TalentImage;

/// The place of a skill that is not wanted.
const NOWHERE: u16 = u16::MAX;

/// Where in a number the place of a talent is told: above what any posting takes, and with room for a whole batch.
const PLACE_AT: u32 = u32::BITS - Batch::SIZE.ilog2();

/// A talent, and their coverage in units.
pub(crate) type Told = (u32, u16);

/// The lists of a segment that a mission's requirements lead to.
pub(crate) struct Listed<'a> {
    table: &'a SkillTable,
    /// The skills that may stand for a requirement, and their places here by number.
    wanted: Vec<Wanted<'a>>,
    places: Vec<u16>,
    /// Whether a skill is wanted, by its number, a bit each: most are not, and that is soon told.
    is_wanted: Vec<u64>,
    /// Of each requirement, the places of the skills that may stand for it.
    of_requirement: Vec<Vec<usize>>,
    /// What meets each requirement, of the talents at hand, one talent after the other.
    met: Vec<u16>,
    /// The wanted skills of the talents at hand, as [`SkillTable::own_postings`] tells them, with the place of the talent
    /// among them from [`PLACE_AT`] on; room for more beyond.
    held: Vec<u32>,
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
            places: vec![NOWHERE; table.skills().len()],
            is_wanted: vec![0; table.skills().len().div_ceil(64)],
            of_requirement: vec![Vec::new(); requirements.len()],
            met: vec![0; requirements.len() * Batch::SIZE],
            held: Vec::new(),
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
        let place = &mut self.places[number as usize];
        if *place == NOWHERE {
            *place = self.wanted.len() as u16;
            let postings = self.table.postings_of(number);
            self.wanted.push(Wanted { postings, brings: Vec::new(), is_read: false });
            self.is_wanted[number as usize / 64] |= 1 << (number % 64);
        }
        let place = usize::from(*place);
        self.wanted[place].brings.push((asked, units));
        self.of_requirement[asked].push(place);
    }

    /// How many postings the lists of a requirement have that were not read.
    pub(crate) fn postings(&self, asked: usize) -> usize {
        let unread = self.of_requirement[asked].iter().map(|place| &self.wanted[*place]).filter(|skill| !skill.is_read);
        unread.map(|skill| skill.postings.len()).sum()
    }

    /// How many postings read one by one take as long as the lists of a requirement summed up block by block.
    pub(crate) fn summing_cost(&self, asked: usize) -> usize {
        self.of_requirement[asked].iter().map(|place| self.wanted[*place].postings.summing_cost()).sum()
    }

    /// Reads the lists of a requirement. Of the talents on them, calls `found`, some at a time, with those who were on no
    /// list before, who are `within` a set, and who may get `least` units by what the list brings to the requirement and the `left`
    /// units of all that was not read. `found` answers the units that count from then on.
    pub(crate) fn read(
        &mut self,
        asked: usize,
        [left, mut least]: [u32; 2],
        within: &DocSet,
        mut found: impl FnMut(&[Told]) -> u32,
    ) {
        for nth in 0..self.of_requirement[asked].len() {
            let place = self.of_requirement[asked][nth];
            if self.wanted[place].is_read {
                continue;
            }
            // A list that is still to be read may bring more to the requirement than this one does.
            let later = self.of_requirement[asked][nth + 1..].iter().map(|place| self.wanted[*place].units(asked)[3]);
            let later = later.max().unwrap_or(0);
            let most = self.wanted[place].units(asked).map(|units| u32::from(units.max(later)) + left);
            let mut batch = Batch::default();
            let postings = self.wanted[place].postings;
            postings.for_each_of(within, most.map(|most| most >= least), |docs| {
                if !batch.has_room_for(docs) {
                    least = self.tell(batch.take(), &mut found);
                }
                batch.extend(docs);
                most.map(|most| most >= least)
            });
            least = self.tell(batch.take(), &mut found);
            self.wanted[place].is_read = true;
        }
    }

    /// Calls `found`, some at a time, with those of some talents who were on no list before.
    pub(crate) fn tell_all(&mut self, docs: impl Iterator<Item = u32>, mut found: impl FnMut(&[Told]) -> u32) {
        let mut batch = Batch::default();
        docs.for_each(|doc| {
            if !batch.has_room_for(&[doc]) {
                self.tell(batch.take(), &mut found);
            }
            batch.extend(&[doc]);
        });
        self.tell(batch.take(), &mut found);
    }

    /// Tells some talents whole, those who were on a list that was read left out.
    fn tell(&mut self, docs: &[u32], found: &mut impl FnMut(&[Told]) -> u32) -> u32 {
        let held = self.look_up(docs);
        let asked_for = self.of_requirement.len();
        self.met.fill(0);
        let mut is_new = [true; Batch::SIZE];
        for held in &self.held[..held] {
            let (at, posting) = ((held >> PLACE_AT) as usize, held & ((1 << PLACE_AT) - 1));
            let skill = &self.wanted[usize::from(self.places[number(posting) as usize])];
            is_new[at] &= !skill.is_read;
            for (asked, units) in &skill.brings {
                let met = &mut self.met[at * asked_for + *asked];
                *met = (*met).max(units[level_index(posting as Posting)]);
            }
        }
        let (mut told, mut count) = ([(0, 0); Batch::SIZE], 0);
        for ((doc, is_new), met) in docs.iter().zip(is_new).zip(self.met.chunks(asked_for)) {
            told[count] = (*doc, met.iter().sum());
            count += usize::from(is_new);
        }
        found(&told[..count])
    }

    /// Looks up which wanted skills some talents have; tells how many.
    fn look_up(&mut self, docs: &[u32]) -> usize {
        self.table.read_ahead(docs);
        let is_wanted = self.is_wanted.as_slice();
        let mut count = 0;
        for (at, doc) in (0..).zip(docs) {
            let room = count + self.table.own_count(*doc);
            if self.held.len() < room {
                self.held.resize(room, 0);
            }
            let held = &mut self.held[..room];
            count = self.table.own_postings(*doc).fold(count, |count, posting| {
                // Written in any case and counted in some: a branch would be guessed wrong too often.
                held[count] = at << PLACE_AT | posting;
                let number = number(posting);
                count + (is_wanted[number as usize / 64] >> (number % 64) & 1) as usize
            });
        }
        count
    }
}

/// Talents who are told together, so that the memory of one is fetched while another's is waited for.
struct Batch {
    docs: [u32; Batch::SIZE],
    count: usize,
}

impl Default for Batch {
    fn default() -> Self {
        Self { docs: [0; Self::SIZE], count: 0 }
    }
}

impl Batch {
    const SIZE: usize = 64;

    /// Whether a few talents more can be added.
    fn has_room_for(&self, docs: &[u32]) -> bool {
        self.count + docs.len() <= Self::SIZE
    }

    /// Adds a few talents, for whom there is room.
    fn extend(&mut self, docs: &[u32]) {
        self.docs[self.count..][..docs.len()].copy_from_slice(docs);
        self.count += docs.len();
    }

    /// Those of the batch, which is empty then.
    fn take(&mut self) -> &[u32] {
        let count = std::mem::take(&mut self.count);
        &self.docs[..count]
    }
}
