//! CPN Desk: the home of customer part numbers.

#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "the program that opens the cluster comes with the commands"
    )
)]
#[expect(
    unused_imports,
    reason = "the program that opens the cluster comes with the commands"
)]
mod cluster;
