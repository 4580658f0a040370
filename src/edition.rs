//! What one audience may see on one day, and the addresses of it. Nothing of a later wing sees more.

pub(crate) mod gate;
pub(crate) mod publication;
pub(crate) mod relate;
pub(crate) mod route;
