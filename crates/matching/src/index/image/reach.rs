//! Who may be found for what is done at a place, or all remotely: the first conditions of a mission, and those that keep
//! most people out, kept so that they are looked up and not tested.

use std::borrow::Cow;

use super::postings::BLOCK;

/// A set of a segment's documents, a bit each.
#[derive(Debug, Clone, Default)]
pub(crate) struct DocSet(Vec<u64>);

impl DocSet {
    fn of(documents: usize) -> Self {
        Self(vec![0; documents.div_ceil(64)])
    }

    /// Adds a document beyond all that were added.
    pub(super) fn append(&mut self, doc: usize) {
        self.0.resize(doc / 64 + 1, 0);
        self.insert(doc);
    }

    #[inline]
    fn insert(&mut self, doc: usize) {
        self.0[doc / 64] |= 1 << (doc % 64);
    }

    /// Whether a document is in the set.
    #[inline]
    pub(crate) fn contains(&self, doc: u32) -> bool {
        self.0[doc as usize / 64] >> (doc % 64) & 1 == 1
    }

    /// Adds a bit to the marks of those of consecutive documents who are not in the set; the first one's number is a
    /// multiple of 64.
    pub(crate) fn mark_others(&self, first: u32, bit: u8, marks: &mut [u8]) {
        for (within, marks) in self.0[first as usize / 64..].iter().zip(marks.chunks_mut(64)) {
            for (place, mark) in marks.iter_mut().enumerate() {
                *mark |= u8::from(within >> place & 1 == 0) * bit;
            }
        }
    }

    /// How many documents are in the set.
    pub(crate) fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// The documents of the set, in order.
    pub(crate) fn docs(&self) -> impl Iterator<Item = u32> {
        self.docs_from(0, self.0.len() as u32 * 64)
    }

    /// The documents of the set from one to before another, both of them multiples of 64, or the end of the set.
    pub(crate) fn docs_from(&self, first: u32, end: u32) -> impl Iterator<Item = u32> {
        let strides = self.0.iter().enumerate().take(end.div_ceil(64) as usize).skip(first as usize / 64);
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
        size_of_val(self.0.as_slice())
    }
}

/// The talents who may be found, by what they reach.
#[derive(Debug, Default)]
pub(super) struct Reach {
    found: DocSet,
    remote: DocSet,
    /// The numbers of the départements that anybody reaches, in order.
    departments: Vec<u8>,
    /// Where the places of each of them in each block end, one département after the other.
    ends: Vec<u32>,
    /// The places in their blocks of those who reach a département, in order.
    places: Vec<u16>,
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
        let set = |docs: &[u32]| {
            let mut set = DocSet::of(self.documents);
            for doc in docs {
                set.insert(*doc as usize);
            }
            set
        };
        let mut reach = Reach { found: set(&self.found), remote: set(&self.remote), ..Reach::default() };
        for (department, docs) in self.reached.iter().enumerate().filter(|(_, docs)| !docs.is_empty()) {
            reach.departments.push(department as u8);
            for block in 1..=self.documents.div_ceil(BLOCK) {
                let end = docs.partition_point(|doc| (*doc as usize) < block * BLOCK);
                reach.ends.push((reach.places.len() + end) as u32);
            }
            reach.places.extend(docs.iter().map(|doc| (*doc as usize % BLOCK) as u16));
        }
        reach
    }
}

impl Reach {
    /// Those who may be found, and who reach a département, by its number, or work all remotely, where either is wanted.
    pub(super) fn who(&self, all_remote: bool, department: Option<u8>) -> Cow<'_, DocSet> {
        match department {
            Some(department) => Cow::Owned(self.reaching(department)),
            None if all_remote => Cow::Borrowed(&self.remote),
            None => Cow::Borrowed(&self.found),
        }
    }

    fn reaching(&self, department: u8) -> DocSet {
        let mut set = DocSet(vec![0; self.found.0.len()]);
        let Ok(row) = self.departments.binary_search(&department) else { return set };
        let blocks = self.ends.len() / self.departments.len();
        let ends = &self.ends[row * blocks..(row + 1) * blocks];
        let mut from = if row == 0 { 0 } else { self.ends[row * blocks - 1] };
        for (block, end) in ends.iter().enumerate() {
            for place in &self.places[from as usize..*end as usize] {
                set.insert(block * BLOCK + usize::from(*place));
            }
            from = *end;
        }
        set
    }

    pub(super) fn bytes(&self) -> usize {
        self.found.bytes()
            + self.remote.bytes()
            + self.departments.len()
            + size_of_val(self.ends.as_slice())
            + size_of_val(self.places.as_slice())
    }
}
