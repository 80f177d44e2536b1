//! Pages of lists in the order of a moment and then of ids: the next page begins after a key, whatever came or went before
//! it, and costs the same however far it is.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

/// The place of an element in such a list. Written `milliseconds:id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Its moment, to the millisecond.
    pub at: DateTime<Utc>,
    /// Its id.
    pub id: Uuid,
}

/// Which elements come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    OldestFirst,
    NewestFirst,
}

/// A list, in its order, after a key, at most `limit` of it.
pub(crate) fn page<E: EntityTrait>(
    list: Select<E>,
    (at, id): (E::Column, E::Column),
    order: Order,
    after: Option<Key>,
    limit: u64,
) -> Select<E> {
    let list = match order {
        Order::OldestFirst => list.order_by_asc(at).order_by_asc(id),
        Order::NewestFirst => list.order_by_desc(at).order_by_desc(id),
    };
    let list = match after {
        Some(key) => list.filter(comes_after((at, id), order, key)),
        None => list,
    };
    list.limit(limit)
}

fn comes_after<C: ColumnTrait>((at, id): (C, C), order: Order, key: Key) -> SimpleExpr {
    let columns = Expr::tuple([at.into_expr(), id.into_expr()]);
    let key = Expr::tuple([Expr::val(key.at), Expr::val(key.id)]);
    match order {
        Order::OldestFirst => columns.gt(key),
        Order::NewestFirst => columns.lt(key),
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.at.timestamp_millis(), self.id)
    }
}

/// The text is not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAKey;

impl FromStr for Key {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let (millis, id) = text.split_once(':').ok_or(NotAKey)?;
        let millis = millis.parse().map_err(|_| NotAKey)?;
        let at = DateTime::from_timestamp_millis(millis).ok_or(NotAKey)?;
        Ok(Self { at, id: Uuid::try_parse(id).map_err(|_| NotAKey)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_as_it_is_written_and_nothing_else_does() {
        let key = Key { at: DateTime::from_timestamp_millis(-1_234).unwrap(), id: Uuid::from_u128(7) };
        assert_eq!(key.to_string().parse(), Ok(key));
        for text in ["", "1", "1:", ":1", "x:00000000-0000-0000-0000-000000000007", "99999999999999999:7"] {
            assert_eq!(text.parse::<Key>(), Err(NotAKey), "{text}");
        }
    }
}
