//! The ledger: the credits of structures, in whole minutes, by double entry.
//!
//! [`Books`] answers a [`Command`] with a [`Posting`]: movements out of one account into another, the lines that they
//! leave in the journals of both, and the accounts as they then are. Nothing is ever changed or taken away: a mistake is
//! put right by its opposite. The books may hold the whole ledger, as in a test, or only what a command
//! [needs](Command::needs), as in the store; [`Auditor`] proves from the raw rows that they are right.
//!
//! | rule | where it holds |
//! |---|---|
//! | C1 what goes out of one account comes into another | a [`Transfer`] has both, and one amount |
//! | C2 a balance is the sum of its entries | [`Account`] changes by writing an [`Entry`] alone |
//! | C3 accounts belong to structures and the scheme | [`AccountOwner`] has no person |
//! | C4 READY reserves | [`CreditOrder::Reserve`] |
//! | C5 a validated sheet is captured once | [`CreditOrder::Capture`] |
//! | C6 nothing is left after the end | [`CreditOrder::Release`] |
//! | C7 the floor | [`Account::available`], asked by reservations, overruns and adjustments |
//! | C8 erasing a person leaves the ledger whole | movements hold ids and codes alone |

mod account;
mod audit;
mod books;
mod closing;
mod command;
mod life;
mod order;
mod plan;
mod reservation;
mod statement;
mod transfer;

pub use account::{Account, AccountOwner, OwnerKind, Policy};
pub use audit::{Auditor, Fault, FaultKind, Place};
pub use books::{Books, Posting};
pub use closing::{Closing, LEDGER, close_month};
pub use command::{Command, Needs};
pub use life::{EngagementFacts, SheetFacts};
pub use order::CreditOrder;
pub use reservation::Reservation;
pub use statement::{Statement, StatementLine};
pub use transfer::{AdjustmentReason, Asked, Entry, MINUTES_MAX, Minutes, PARTS_MAX, Phase, Transfer, TransferKind};
