//! What a mission writes and a talent's own text says: its words, words spelt nearly so, and its title in the headline.

use super::terms::{self, TermSweep};
use super::weighted::WeightedTerms;
use super::{Recall, Sweep, TalentSegment};
use crate::index::snapshot::Snapshot;
use crate::rank::board::{Board, PreparedMission, PreparedTalent, TalentTerms};
use crate::schema::TextField;

/// Where skills are asked for, from how much of the words on a talent without any of them is a match all the same.
pub const WORDS_FLOOR: u32 = 30_000;

/// A signal of text: BM25 over terms of the mission, in a field of the talent.
pub(crate) struct Text {
    name: &'static str,
    field: TextField,
    /// The terms that are looked for.
    terms: fn(&PreparedMission) -> &WeightedTerms,
    /// The same terms of every mission of a board.
    on_board: fn(&Board) -> &terms::TermBoard,
    /// The terms of the talent's field.
    of_talent: fn(&PreparedTalent) -> &TalentTerms,
}

/// How much of what a mission writes a talent's own text says, rare words counting more.
pub(crate) const WORDS: Text = Text {
    name: "words",
    field: TextField::Words,
    terms: |mission| &mission.words,
    on_board: |board| &board.words,
    of_talent: |talent| &talent.words,
};

/// The same for words that share many sequences of characters with those of the mission: other forms, misspelt ones.
pub(crate) const CHARACTERS: Text = Text {
    name: "characters",
    field: TextField::Words,
    terms: |mission| &mission.characters,
    on_board: |board| &board.characters,
    of_talent: |talent| &talent.words,
};

/// How much of the mission's title the talent's headline says.
pub(crate) const HEADLINE: Text = Text {
    name: "headline",
    field: TextField::Headline,
    terms: |mission| &mission.title,
    on_board: |board| &board.titles,
    of_talent: |talent| &talent.headline,
};

impl Recall for Text {
    fn name(&self) -> &'static str {
        self.name
    }

    fn floor(&self, mission: &PreparedMission) -> u32 {
        if mission.requirements.is_empty() { 1 } else { WORDS_FLOOR }
    }

    fn sweep<'a>(
        &self,
        mission: &'a PreparedMission,
        segment: &'a TalentSegment,
        snapshot: &'a Snapshot,
    ) -> Box<dyn Sweep + 'a> {
        Box::new(TermSweep::new(&(self.terms)(mission).telling, self.field, segment, snapshot))
    }

    fn of_missions(&self, talent: &PreparedTalent, board: &Board, snapshot: &Snapshot, values: &mut [u32]) {
        let saturation = &snapshot.frozen.of_talents[self.field as usize];
        (self.on_board)(board).add((self.of_talent)(talent), saturation, values);
    }
    fn to_come_at_most(&self, mission: &PreparedMission) -> u32 {
        (self.terms)(mission).common_at_most()
    }

    fn complete(
        &self,
        mission: &PreparedMission,
        segment: &TalentSegment,
        snapshot: &Snapshot,
        docs: &[u32],
        add: &mut dyn FnMut(usize, u32),
    ) {
        terms::look_up(&(self.terms)(mission).common, self.field, segment, snapshot, docs, add);
    }

    fn complete_missions(
        &self,
        talent: &PreparedTalent,
        board: &Board,
        snapshot: &Snapshot,
        missions: &[u32],
        add: &mut dyn FnMut(usize, u32),
    ) {
        let saturation = &snapshot.frozen.of_talents[self.field as usize];
        (self.on_board)(board).look_up((self.of_talent)(talent), saturation, missions, add);
    }
}
