//! Clients keep many operations in one document and name the one to run. The library would check the variables that
//! came with it against those of all the others too, so what does not run is taken out first.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, FragmentDefinition, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Name, Positioned, Request};

/// The same request with the operation to run alone, and the fragments that it reaches.
///
/// A document that does not parse, has one operation, or names none of its own, stays as it is: the execution says what
/// is wrong with it.
pub fn select_operation(mut request: Request) -> Request {
    let Some(name) = request.operation_name.clone() else { return request };
    let Ok(document) = request.parsed_query() else { return request };
    if let Some(selected) = selected(document, &name) {
        request.set_parsed_query(selected);
    }
    request
}

fn selected(document: &ExecutableDocument, name: &str) -> Option<ExecutableDocument> {
    let DocumentOperations::Multiple(operations) = &document.operations else { return None };
    let (name, operation) = operations.get_key_value(name).filter(|_| operations.len() > 1)?;
    let reached = reached_fragments(operation, &document.fragments);
    let fragments = document.fragments.iter().filter(|(name, _)| reached.contains(*name));
    Some(ExecutableDocument {
        operations: DocumentOperations::Multiple(HashMap::from([(name.clone(), operation.clone())])),
        fragments: fragments.map(|(name, fragment)| (name.clone(), fragment.clone())).collect(),
    })
}

type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// The fragments that an operation spreads, or that these spread in turn; each is looked at once.
fn reached_fragments(operation: &Positioned<OperationDefinition>, fragments: &Fragments) -> HashSet<Name> {
    let mut reached = HashSet::new();
    let mut waiting = vec![&operation.node.selection_set.node];
    while let Some(set) = waiting.pop() {
        for item in &set.items {
            let within: Option<&SelectionSet> = match &item.node {
                Selection::Field(field) => Some(&field.node.selection_set.node),
                Selection::InlineFragment(fragment) => Some(&fragment.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    let first_time = reached.insert(name.clone());
                    fragments.get(name).filter(|_| first_time).map(|found| &found.node.selection_set.node)
                }
            };
            waiting.extend(within);
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operation_that_is_named_stays_with_the_fragments_that_it_reaches() {
        let document = "query A { a { ...F } } query B { b { ...H } } \
                        fragment F on T { f { ...G } } fragment G on T { g ...F } fragment H on T { h }";
        let mut request = select_operation(Request::new(document).operation_name("A"));
        let kept = request.parsed_query().unwrap();
        let mut fragments: Vec<_> = kept.fragments.keys().map(ToString::to_string).collect();
        fragments.sort();
        assert_eq!((kept.operations.iter().count(), fragments.as_slice()), (1, &["F".to_owned(), "G".to_owned()][..]));
    }

    #[test]
    fn a_document_that_names_none_of_its_operations_stays() {
        let mut request = select_operation(Request::new("query A { a } query B { b }").operation_name("C"));
        assert_eq!(request.parsed_query().unwrap().operations.iter().count(), 2);
    }
}
