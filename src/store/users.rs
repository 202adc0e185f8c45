//! People, what they may reach, and their sessions' owner.
