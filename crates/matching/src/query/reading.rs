//! The reading of what answers a word, through the documents of a segment.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;

use super::scores::Scores;
use crate::index::cursor::PostingsCursor;

/// Where the reading of an answer in a segment has come to.
pub(super) enum Reading<'a> {
    /// A term; what it scores by its frequency, from 1, and by the norm of the text.
    Term { cursor: Box<PostingsCursor>, norms: FieldNormReader, by_frequency: Box<[[u32; 256]; 3]> },
    /// A skill; what having it scores.
    Skill { holders: Box<dyn Iterator<Item = u32> + 'a>, read_ahead: Option<u32>, score: u32 },
}

impl<'a> Reading<'a> {
    /// Reads a term, which scores so much by its frequency and by the norm of the text.
    pub(super) fn of_term(
        postings: BlockSegmentPostings,
        norms: FieldNormReader,
        score: impl Fn(u32, u8) -> u32,
    ) -> Self {
        let by_norm = |frequency| std::array::from_fn(|norm| score(frequency, norm as u8));
        let by_frequency = Box::new([1, 2, 3].map(by_norm));
        Self::Term { cursor: Box::new(PostingsCursor::new(postings)), norms, by_frequency }
    }

    /// Reads who has a skill, which scores so much.
    pub(super) fn of_skill(holders: impl Iterator<Item = u32> + 'a, score: u32) -> Self {
        Self::Skill { holders: Box::new(holders), read_ahead: None, score }
    }

    /// Raises the scores of the next documents, so many from the first, to what the answer gives them.
    pub(super) fn raise(&mut self, first: u32, count: u32, scores: &mut Scores) {
        let end = first + count;
        match self {
            Self::Term { cursor, norms, by_frequency } => cursor.read_before(end, |doc, frequency| {
                // More than three times is no better an answer than three times.
                let by_norm = &by_frequency[(frequency.clamp(1, 3) - 1) as usize];
                scores.raise(doc - first, by_norm[usize::from(norms.fieldnorm_id(doc))]);
            }),
            Self::Skill { holders, read_ahead, score } => {
                while let Some(doc) = read_ahead.take().or_else(|| holders.next()) {
                    if doc >= end {
                        *read_ahead = Some(doc);
                        return;
                    }
                    scores.raise(doc - first, *score);
                }
            }
        }
    }
}
