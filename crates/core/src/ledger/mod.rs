//! What credits must do: the orders that the moves of engagements and time sheets give.

mod order;

pub use order::CreditOrder;
