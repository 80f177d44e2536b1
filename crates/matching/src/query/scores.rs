//! The scores of a block's documents, of which most answer nothing: those that do are kept as a set of bits, and nobody
//! else is looked at.

use crate::index::image::postings::BLOCK;

/// See the module. A document's place is its number within the block.
pub(super) struct Scores {
    /// The best answer to the word at hand, and who has one.
    best: Vec<u32>,
    answering: Places,
    /// The sum of the best answers to the words so far, how many words were answered, and by whom.
    total: Vec<u32>,
    answered: Vec<u8>,
    found: Places,
}

impl Scores {
    pub(super) fn new() -> Self {
        Self {
            best: vec![0; BLOCK],
            answering: Places::default(),
            total: vec![0; BLOCK],
            answered: vec![0; BLOCK],
            found: Places::default(),
        }
    }

    /// Raises the score of a document for the word at hand to what an answer gives, where that is more.
    #[inline]
    pub(super) fn raise(&mut self, place: u32, score: u32) {
        let best = &mut self.best[place as usize];
        *best = (*best).max(score);
        self.answering.add(place);
    }

    /// Adds the best answers to a word, and makes room for the next word.
    pub(super) fn take_word(&mut self) {
        let Self { best, answering, total, answered, found } = self;
        answering.drain(|place| {
            let at = place as usize;
            total[at] = total[at].saturating_add(best[at]);
            answered[at] += u8::from(best[at] > 0);
            best[at] = 0;
            found.add(place);
        });
    }

    /// Calls `found` with the places that answered enough words and with their scores, in order, and makes room for the
    /// next block.
    pub(super) fn take_block(&mut self, needed: u8, mut found: impl FnMut(u32, u32)) {
        let Self { total, answered, .. } = self;
        self.found.drain(|place| {
            let at = place as usize;
            if answered[at] >= needed {
                found(place, total[at]);
            }
            (total[at], answered[at]) = (0, 0);
        });
    }
}

/// A set of places.
struct Places([u64; BLOCK / 64]);

impl Default for Places {
    fn default() -> Self {
        Self([0; BLOCK / 64])
    }
}

impl Places {
    #[inline]
    fn add(&mut self, place: u32) {
        self.0[place as usize / 64] |= 1 << (place % 64);
    }

    /// Calls `each` with the places of the set, in order, and empties it.
    #[inline]
    fn drain(&mut self, mut each: impl FnMut(u32)) {
        for (stride, bits) in (0..).zip(&mut self.0) {
            let mut left = std::mem::take(bits);
            while left != 0 {
                each(stride * 64 + left.trailing_zeros());
                left &= left - 1;
            }
        }
    }
}
