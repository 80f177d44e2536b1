use super::outline::Spread;
use super::weight::Weight;
use super::*;

const SEARCH: &str = r#"
    # Une recherche { ( [
    query Search($filter: MissionFilter = {remote: [FULL], effortMinutesMax: 8400}, $first: Int!) @cached(for: 5) {
      missions(query: "kubernets } \" {", filter: $filter, first: $first) {
        ...Page @include(if: true)
        ... on MissionConnection { total: totalCount edges { node { id ... { title } } } }
      }
      second: missions(query: """ [ { \""" ( """) { ...Page }
    }
    fragment Page on MissionConnection { pageInfo { ...Info } }
    fragment Info on PageInfo { hasNextPage endCursor }
"#;

/// Fragments of which each spreads the next one twice.
fn doubling(fragments: usize) -> String {
    let next = |n: usize| format!("fragment F{n} on Query {{ ...F{0} ...F{0} }} ", n + 1);
    let chain: String = (0..fragments).map(next).collect();
    format!("{{ ...F0 }} {chain} fragment F{fragments} on Query {{ __typename }}")
}

fn repeated(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

#[test]
fn ordinary_documents_pass() {
    for document in [SEARCH, "", "{ viewer { id } }", "mutation M { missionSubmit(input: {id: \"a\"}) { x } }"] {
        assert_eq!(check(document), Ok(()), "{document}");
    }
}

#[test]
fn the_outline_counts_aliases_fields_of_the_root_and_depth() {
    let document = "{ a ...A b: c @d(e: [{f: 1}]) { g h: i ... on J { k } } ... on Query { l } } fragment A on Q { m }";
    let mut outline = Outline::default();
    for token in Tokens::of(document) {
        outline.read(token.unwrap()).unwrap();
    }
    let [operation, fragment] = &outline.definitions[..] else { panic!("two definitions") };
    let Weight { depth, aliases, root_fields, .. } = operation.own;
    assert_eq!((depth, aliases, root_fields), (4, 2, 3));
    assert_eq!((fragment.name, fragment.own.root_fields), (Some("A"), 1));
    assert!(matches!(operation.spreads[..], [Spread { fragment: "A", depth: 1, on_root: true }]));
}

#[test]
fn fields_that_fragments_bring_to_the_root_are_counted() {
    assert_eq!(check(&doubling(5)), Ok(()));
    assert_eq!(check(&doubling(60)), Err(GuardProblem::TooManyRootFields));
}

#[test]
fn tokens_that_fragments_bring_anywhere_are_counted() {
    let next = |n: usize| format!("fragment F{n} on M {{ a {{ ...F{0} ...F{0} }} }} ", n + 1);
    let document = format!("{{ m {{ ...F0 }} }} {} fragment F20 on M {{ id }}", repeated(20, next));
    assert_eq!(check(&document), Err(GuardProblem::TooMuchExpanded));
}

#[test]
fn a_fragment_that_spreads_itself_is_refused_and_so_is_one_called_on() {
    let cycle = "{ ...A } fragment A on Q { a { ...B } } fragment B on Q { ...A }";
    assert_eq!(check(cycle), Err(GuardProblem::FragmentCycle("A".to_owned())));
    assert_eq!(check("{ a } fragment B on Q { ...B }"), Err(GuardProblem::FragmentCycle("B".to_owned())));
    assert_eq!(check("{ ...on#\n a } fragment on on Q { a }"), Err(GuardProblem::FragmentCalledOn));
}

#[test]
fn a_long_chain_of_fragments_is_as_deep_as_what_it_stands_for() {
    let next = |n: usize| format!("fragment F{n} on Q {{ ...F{} }} ", n + 1);
    let prev = |n: usize| next(900 - n);
    assert_eq!(check(&format!("{{ ...F0 }} {}", repeated(900, next))), Err(GuardProblem::TooDeep));
    assert_eq!(check(&format!("{{ ...F0 }} {}", repeated(900, prev))), Err(GuardProblem::TooDeep));
}

#[test]
fn brackets_nest_only_so_deep_but_count_for_nothing_in_texts_and_comments() {
    let (many, few) = ("[".repeat(2_000), "[".repeat(DEPTH_MAX - 2));
    assert_eq!(check(&format!("{{ a(b: {many}")), Err(GuardProblem::TooDeep));
    assert_eq!(check(&format!("{{ a(b: {few}")), Ok(()));
    assert_eq!(check(&format!("{{ a(b: [{few}")), Err(GuardProblem::TooDeep));
    assert_eq!(check(&"{ a ".repeat(2_000)), Err(GuardProblem::TooDeep));
    assert_eq!(check(&format!("{{ a(b: \"{many}\", c: \"\"\"{many}\"\"\") }} # {many}")), Ok(()));
    assert_eq!(check(&format!("{{ a(b: [\"\"\" \" {many}")), Err(GuardProblem::UnclosedText));
}

#[test]
fn each_count_has_its_bound() {
    let long = format!("# {}", "é".repeat(BYTES_MAX / 2));
    assert_eq!(check(&long), Err(GuardProblem::TooLong));
    assert_eq!(check(&format!("{{ a {{ {} }} }}", "b ".repeat(TOKENS_MAX))), Err(GuardProblem::TooManyTokens));
    assert_eq!(check(&"{ a } ".repeat(OPERATIONS_MAX)), Ok(()));
    assert_eq!(check(&"{ a } ".repeat(OPERATIONS_MAX + 1)), Err(GuardProblem::TooManyOperations));
    let fields = "b ".repeat(ROOT_FIELDS_MAX - 1);
    assert_eq!(check(&format!("{{ ...F {fields} }} fragment F on Q {{ a }}")), Ok(()));
    let too_many = format!("{{ ...F {fields} }} fragment F on Q {{ a c }}");
    assert_eq!(check(&too_many), Err(GuardProblem::TooManyRootFields));
    let aliases = repeated(ALIASES_MAX + 1, |n| format!("a{n}: b "));
    assert_eq!(check(&format!("{{ a {{ {aliases} }} }}")), Err(GuardProblem::TooManyAliases));
}
