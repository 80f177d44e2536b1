//! The columns of a kind of file: one table each, for CSV and JSON Lines alike.

/// How the value of a column is built.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// One value.
    Value,
    /// Several values; in CSV `fr|en`.
    List,
    /// Several objects with those keys; in CSV `kubernetes:3|docker:2`.
    Items(&'static [&'static str]),
}

/// A column of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// The object that it is a key of in JSON Lines; CSV is flat.
    pub(super) group: Option<&'static str>,
    /// Its name.
    pub(super) name: &'static str,
    /// Whether a file must have it.
    pub(super) mandatory: bool,
    /// How its value is built.
    pub(super) shape: Shape,
}

impl Column {
    /// A column that a file must have.
    pub(super) const fn mandatory(name: &'static str) -> Self {
        Self { group: None, name, mandatory: true, shape: Shape::Value }
    }

    /// A column that a file may have.
    pub(super) const fn optional(name: &'static str) -> Self {
        Self { mandatory: false, ..Self::mandatory(name) }
    }

    /// The column with several values.
    pub(super) const fn list(self) -> Self {
        Self { shape: Shape::List, ..self }
    }

    /// The column with several objects of those keys.
    pub(super) const fn items(self, keys: &'static [&'static str]) -> Self {
        Self { shape: Shape::Items(keys), ..self }
    }

    /// The column as a key of an object in JSON Lines.
    pub(super) const fn inside(self, group: &'static str) -> Self {
        Self { group: Some(group), ..self }
    }
}

/// The names of the columns, for messages.
pub(super) fn header_names(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
}
