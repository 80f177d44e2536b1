//! Columns that are compact because few of their values are unusual.

use std::collections::HashMap;
use std::hash::Hash;

/// A value for each document, two bytes each: its number in a dictionary.
#[derive(Debug, Default)]
pub(crate) struct Coded<T> {
    dictionary: Vec<T>,
    numbers: Vec<u16>,
    /// The numbers that two bytes don't hold, by document.
    large: HashMap<u32, u32>,
}

/// Stands in the column for a number that is in [`Coded::large`].
const LARGE: u16 = u16::MAX;

/// What is gathered before a [`Coded`] column is made.
#[derive(Debug)]
pub(crate) struct CodedBuilder<T> {
    known: HashMap<T, u32>,
    column: Coded<T>,
}

impl<T: Clone + Eq + Hash> Default for CodedBuilder<T> {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl<T: Clone + Eq + Hash> CodedBuilder<T> {
    /// Room for the values of so many documents.
    pub(crate) fn with_capacity(documents: usize) -> Self {
        let numbers = Vec::with_capacity(documents);
        Self { known: HashMap::new(), column: Coded { dictionary: Vec::new(), numbers, large: HashMap::new() } }
    }

    /// Adds the value of the next document.
    pub(crate) fn push(&mut self, value: &T) {
        let Coded { dictionary, numbers, large } = &mut self.column;
        let number = if let Some(number) = self.known.get(value) {
            *number
        } else {
            dictionary.push(value.clone());
            self.known.insert(value.clone(), dictionary.len() as u32 - 1);
            dictionary.len() as u32 - 1
        };
        match u16::try_from(number) {
            Ok(small) if small != LARGE => numbers.push(small),
            _ => {
                large.insert(numbers.len() as u32, number);
                numbers.push(LARGE);
            }
        }
    }

    /// The column of all that was added.
    pub(crate) fn build(mut self) -> Coded<T> {
        self.column.dictionary.shrink_to_fit();
        self.column
    }
}

impl<T> Coded<T> {
    /// The number of a document's value in the dictionary.
    #[inline]
    pub(crate) fn number(&self, doc: u32) -> usize {
        match self.numbers[doc as usize] {
            LARGE => self.large.get(&doc).map_or(0, |number| *number as usize),
            small => usize::from(small),
        }
    }

    /// Adds a bit to the marks of those of consecutive documents that have the value of a number.
    pub(crate) fn mark_those_of(&self, number: usize, first: u32, bit: u8, marks: &mut [u8]) {
        match u16::try_from(number) {
            Ok(small) if small != LARGE => {
                for (mark, number) in marks.iter_mut().zip(&self.numbers[first as usize..]) {
                    *mark |= if *number == small { bit } else { 0 };
                }
            }
            _ => {
                for (mark, doc) in marks.iter_mut().zip(first..) {
                    *mark |= if self.number(doc) == number { bit } else { 0 };
                }
            }
        }
    }

    /// Adds to the marks of all documents the bits that their values have, by number.
    pub(crate) fn mark_by_value(&self, bits_of: &[u8], marks: &mut [u8]) {
        let of_small = &bits_of[..bits_of.len().min(LARGE.into())];
        for (mark, number) in marks.iter_mut().zip(&self.numbers) {
            *mark |= of_small.get(usize::from(*number)).copied().unwrap_or(0);
        }
        for (doc, number) in &self.large {
            marks[*doc as usize] |= bits_of[*number as usize];
        }
    }

    /// The value of a document.
    #[inline]
    pub(crate) fn value(&self, doc: u32) -> &T {
        &self.dictionary[self.number(doc)]
    }

    /// Every value that a document has, by number.
    pub(crate) fn dictionary(&self) -> &[T] {
        &self.dictionary
    }

    /// The bytes that the column takes, but for what the values hold elsewhere.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(self.dictionary.as_slice())
            + size_of_val(self.numbers.as_slice())
            + self.large.capacity() * size_of::<(u32, u32)>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_values_than_two_bytes_number_are_all_kept() {
        let mut builder = CodedBuilder::default();
        let values = || (0..70_000u32).chain([3, 69_999]);
        values().for_each(|value| builder.push(&value));
        let column = builder.build();
        for (doc, value) in values().enumerate() {
            assert_eq!(*column.value(doc as u32), value);
        }
        let bits: Vec<u8> = (0..70_000u32).map(|value| (value % 251) as u8).collect();
        let mut marks = vec![0; values().count()];
        column.mark_by_value(&bits, &mut marks);
        assert!(marks.iter().zip(values()).all(|(mark, value)| u32::from(*mark) == value % 251));
    }
}
