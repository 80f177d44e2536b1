//! The GraphQL server of *talents* and its command line.
//!
//! | module | what it holds |
//! |---|---|
//! | [`app`] | the use cases: load, ask access, pure transition, save; no GraphQL and no SQL in them |
//! | [`graphql`] | the schema: wrapper types, inputs, queries and mutations, one file per aggregate |
//! | [`http`] | routes, limits, health, the GraphQL endpoint, GraphiQL |
//! | [`import`] | files of structures, people, roles, talents, missions and skills |
//! | [`export`] | tables for spreadsheets: statements of credits, as CSV and ODS |
//! | [`jobs`] | what happens by itself: deadlines, and the index that follows the events |
//! | [`demo`] | a fictitious scheme to try things on |
//! | [`cli`] | the commands of the binary `talents` |
//! | [`recommend`] | recommendations for everybody, as files |
//! | [`messages`] | every word for people, in French and in English |

pub mod app;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod export;
pub mod graphql;
pub mod http;
pub mod ids;
pub mod import;
pub mod jobs;
pub mod messages;
pub mod recommend;
