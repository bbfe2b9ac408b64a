//! Text to truth: sources become a `Site`, and every fault on the way is told with its place.
