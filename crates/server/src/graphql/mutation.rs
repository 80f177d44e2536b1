//! What the mutations of every aggregate share.

use async_graphql::Context;

use super::state::state;
use crate::app::Command;

/// The command that a mutation runs: its input, as the client sent it, is what a retry must repeat.
pub(super) fn command<'a>(ctx: &Context<'a>, operation: &'static str, key: &'a str) -> Command<'a> {
    let arguments = ctx.field().arguments().unwrap_or_default();
    let input = arguments.iter().map(|(name, value)| format!("{name}:{value}")).collect::<Vec<_>>().join(",");
    Command { session: &state(ctx).session, operation, key, input }
}

/// Declares the input of a mutation: an idempotency key, and what is asked.
macro_rules! input {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(InputObject)]
        pub struct $name {
            /// A UUID of the client's choice: sent twice, the mutation has one effect.
            idempotency_key: String,
            $($(#[$field_meta])* $field: $type),*
        }
    };
}

pub(super) use input;
