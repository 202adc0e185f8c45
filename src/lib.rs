//! CPN Desk: the home of customer part numbers.
