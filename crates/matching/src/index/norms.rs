//! The lengths of a text field as the index keeps them, a byte each, block by block.

use tantivy::directory::OwnedBytes;

use super::image::postings::BLOCK;

/// The lengths of the documents of a block.
pub(crate) type NormBlock = [u8; BLOCK];

/// See the module.
pub(crate) struct Norms {
    /// Those of the whole segment; none where nobody has the field.
    all: Option<OwnedBytes>,
    here: Box<NormBlock>,
}

impl Norms {
    pub(super) fn new(all: Option<OwnedBytes>) -> Self {
        Self { all, here: Box::new([0; BLOCK]) }
    }

    /// Those of a block's documents, of which there are `count`; what is beyond them means nothing.
    pub(crate) fn block(&mut self, block: usize, count: usize) -> &NormBlock {
        let from_here = self.all.as_ref().map_or(&[][..], |all| &all[block * BLOCK..]);
        if let Some(whole) = from_here.first_chunk() {
            return whole;
        }
        let count = count.min(from_here.len());
        self.here[..count].copy_from_slice(&from_here[..count]);
        &self.here
    }
}
