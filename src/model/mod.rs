//! What is true, whoever asks.

pub mod words;
