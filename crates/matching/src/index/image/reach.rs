//! Who may be found for what is done at a place, or all remotely: the first conditions of a mission, and those that keep
//! most people out, kept so that they are looked up and not tested.

use std::borrow::Cow;

use super::postings::BLOCK;

/// A set of a segment's documents, a bit each.
#[derive(Debug, Clone, Default)]
pub(crate) struct DocSet {
    bits: Vec<u64>,
    count: usize,
}

/// The bits of every byte, each on a byte of its own, the lowest first.
const BITS_APART: [u64; 256] = {
    let mut apart = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut place = 0;
        while place < 8 {
            apart[byte] |= (byte as u64 >> place & 1) << (8 * place);
            place += 1;
        }
        byte += 1;
    }
    apart
};

impl DocSet {
    fn of(documents: usize) -> Self {
        Self { bits: vec![0; documents.div_ceil(64)], count: 0 }
    }

    fn with(documents: usize, docs: &[u32]) -> Self {
        let mut set = Self::of(documents);
        for doc in docs {
            set.add(*doc as usize);
        }
        set
    }

    /// Adds a document beyond all that were added.
    pub(crate) fn append(&mut self, doc: usize) {
        self.bits.resize(doc / 64 + 1, 0);
        self.add(doc);
    }

    /// Adds a document that is not in the set.
    #[inline]
    fn add(&mut self, doc: usize) {
        self.bits[doc / 64] |= 1 << (doc % 64);
        self.count += 1;
    }

    /// Whether a document is in the set.
    #[inline]
    pub(crate) fn contains(&self, doc: u32) -> bool {
        self.bits[doc as usize / 64] >> (doc % 64) & 1 == 1
    }

    /// Adds a bit to the marks of those of consecutive documents who are not in the set; the first one's number is a
    /// multiple of 64.
    pub(crate) fn mark_others(&self, first: u32, bit: u8, marks: &mut [u8]) {
        let strides = self.bits[first as usize / 64..].iter().flat_map(|stride| stride.to_le_bytes());
        for (within, marks) in strides.zip(marks.chunks_mut(8)) {
            let others = BITS_APART[usize::from(!within)] * u64::from(bit);
            if let Ok(eight) = <&mut [u8; 8]>::try_from(&mut *marks) {
                *eight = (u64::from_le_bytes(*eight) | others).to_le_bytes();
            } else {
                marks.iter_mut().zip(others.to_le_bytes()).for_each(|(mark, other)| *mark |= other);
            }
        }
    }

    /// How many documents are in the set.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The documents of the set, in order.
    pub(crate) fn docs(&self) -> impl Iterator<Item = u32> {
        self.docs_from(0, self.bits.len() as u32 * 64)
    }

    /// The set from a multiple of 64 on: each number tells of 64 documents, a bit each, the first the lowest.
    pub(crate) fn strides_from(&self, first: u32) -> impl Iterator<Item = u64> {
        self.bits[first as usize / 64..].iter().copied()
    }

    /// The documents of the set from one to before another, both of them multiples of 64, or the end of the set.
    pub(crate) fn docs_from(&self, first: u32, end: u32) -> impl Iterator<Item = u32> {
        let strides = self.bits.iter().enumerate().take(end.div_ceil(64) as usize).skip(first as usize / 64);
        let of_stride = |(stride, bits): (usize, &u64)| {
            let mut left = *bits;
            std::iter::from_fn(move || {
                let place = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(stride as u32 * 64 + place)
            })
        };
        strides.filter(|(_, bits)| **bits != 0).flat_map(of_stride)
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(self.bits.as_slice())
    }
}

/// A département that one document in so many reaches is kept as a set, which needs not be made when it is asked for:
/// four times as large as its list at the most.
const DOCUMENTS_PER_REACHING: usize = 64;

/// The talents who may be found, by what they reach.
#[derive(Debug, Default)]
pub(super) struct Reach {
    found: DocSet,
    remote: DocSet,
    /// Those who reach a département, by its number.
    departments: Vec<Reaching>,
}

/// Those who reach a département.
#[derive(Debug)]
enum Reaching {
    Many(DocSet),
    /// Their places in their blocks, in order, and where those of each block end.
    Few {
        ends: Vec<u32>,
        places: Vec<u16>,
    },
}

/// What is gathered of a talent who may be found: whether they work all remotely, and each département that they reach.
#[derive(Debug, Default)]
pub(super) struct ReachBuilder {
    documents: usize,
    found: Vec<u32>,
    remote: Vec<u32>,
    reached: Vec<Vec<u32>>,
}

impl ReachBuilder {
    /// Adds the next document.
    pub(super) fn push(&mut self, may_be_found: bool, all_remote: bool, departments: impl Iterator<Item = u8>) {
        let doc = self.documents as u32;
        self.documents += 1;
        if !may_be_found {
            return;
        }
        self.found.push(doc);
        if all_remote {
            self.remote.push(doc);
        }
        for department in departments.map(usize::from) {
            if self.reached.len() <= department {
                self.reached.resize_with(department + 1, Vec::new);
            }
            self.reached[department].push(doc);
        }
    }

    /// The lists of all that was added.
    pub(super) fn build(self) -> Reach {
        let set = |docs: &[u32]| DocSet::with(self.documents, docs);
        let reaching = |docs: &Vec<u32>| {
            if docs.is_empty() {
                // Most of them, in the image of one talent: nothing to allocate.
                return Reaching::Few { ends: Vec::new(), places: Vec::new() };
            }
            if docs.len() * DOCUMENTS_PER_REACHING >= self.documents {
                return Reaching::Many(set(docs));
            }
            let end = |block: usize| docs.partition_point(|doc| (*doc as usize) < block * BLOCK) as u32;
            let ends = (1..=self.documents.div_ceil(BLOCK)).map(end).collect();
            Reaching::Few { ends, places: docs.iter().map(|doc| (*doc as usize % BLOCK) as u16).collect() }
        };
        Reach {
            found: set(&self.found),
            remote: set(&self.remote),
            departments: self.reached.iter().map(reaching).collect(),
        }
    }
}

impl Reach {
    /// Those who may be found, and who reach a département, by its number, or work all remotely, where either is wanted.
    pub(super) fn who(&self, all_remote: bool, department: Option<u8>) -> Cow<'_, DocSet> {
        match department {
            Some(department) => self.reaching(department),
            None if all_remote => Cow::Borrowed(&self.remote),
            None => Cow::Borrowed(&self.found),
        }
    }

    fn reaching(&self, department: u8) -> Cow<'_, DocSet> {
        let documents = self.found.bits.len() * 64;
        match self.departments.get(usize::from(department)) {
            None => Cow::Owned(DocSet::of(documents)),
            Some(Reaching::Many(set)) => Cow::Borrowed(set),
            Some(Reaching::Few { ends, places }) => {
                let mut set = DocSet::of(documents);
                let mut from = 0;
                for (block, end) in ends.iter().enumerate() {
                    for place in &places[from..*end as usize] {
                        set.add(block * BLOCK + usize::from(*place));
                    }
                    from = *end as usize;
                }
                Cow::Owned(set)
            }
        }
    }

    pub(super) fn bytes(&self) -> usize {
        let reaching = |reaching: &Reaching| match reaching {
            Reaching::Many(set) => set.bytes(),
            Reaching::Few { ends, places } => size_of_val(ends.as_slice()) + size_of_val(places.as_slice()),
        };
        self.found.bytes() + self.remote.bytes() + self.departments.iter().map(reaching).sum::<usize>()
    }
}
