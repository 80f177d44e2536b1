//! The postings of a term, read from block of documents to block of documents.

use tantivy::postings::BlockSegmentPostings;

/// Where the reading of a term's postings has come to.
pub(crate) struct PostingsCursor {
    postings: BlockSegmentPostings,
    at: usize,
}

impl PostingsCursor {
    pub(crate) fn new(postings: BlockSegmentPostings) -> Self {
        Self { postings, at: 0 }
    }

    /// Calls `found` with each document before `end` that was not read yet, and the term's frequency there.
    #[inline]
    pub(crate) fn read_before(&mut self, end: u32, mut found: impl FnMut(u32, u32)) {
        self.read_runs_before(end, |docs, frequencies| {
            docs.iter().zip(frequencies).for_each(|(doc, frequency)| found(*doc, *frequency));
        });
    }

    /// The same, some documents at a time, with their frequencies.
    #[inline]
    pub(crate) fn read_runs_before(&mut self, end: u32, mut found: impl FnMut(&[u32], &[u32])) {
        self.advance_before(end, |postings, from, to| found(&postings.docs()[from..to], &postings.freqs()[from..to]));
    }

    /// Calls `found` with each document before `end` that was not read yet.
    #[inline]
    pub(crate) fn read_docs_before(&mut self, end: u32, mut found: impl FnMut(u32)) {
        self.advance_before(end, |postings, from, to| postings.docs()[from..to].iter().for_each(|doc| found(*doc)));
    }

    fn advance_before(&mut self, end: u32, mut read: impl FnMut(&BlockSegmentPostings, usize, usize)) {
        loop {
            let docs = self.postings.docs();
            let to = match docs.last() {
                None => return,
                Some(last) if *last < end => docs.len(),
                Some(_) => self.at + docs[self.at..].partition_point(|doc| *doc < end),
            };
            let is_last = to < docs.len();
            read(&self.postings, self.at, to);
            self.at = to;
            if is_last {
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}
