//! How the private server is set up: what is safe for the only copy of a person's data, or what is fast for tests.

use std::fs;
use std::process::Command;

/// What a cluster is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settings {
    /// Data to keep: everything said to be saved is on the disk.
    Durable,
    /// Data nobody misses: never waits for the disk, and a crash of the machine may destroy it.
    Throwaway,
}

const MIB: u64 = 1 << 20;

impl Settings {
    /// The text of the server's configuration file that is this program's own.
    pub(super) fn configuration(self) -> String {
        let own = match self {
            Self::Durable => durable(shared_buffers(memory())),
            Self::Throwaway => THROWAWAY.to_owned(),
        };
        format!("{COMMON}{own}")
    }
}

/// The file says so itself: it is written anew at each start.
const COMMON: &str = "\
# Written by cpn-desk at each start. Settings of your own go to the end of postgresql.conf or into ALTER SYSTEM.
work_mem = 32MB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_destination = 'stderr'
logging_collector = off
log_line_prefix = '%m [%p] %d '
log_checkpoints = off
checkpoint_timeout = 15min
checkpoint_completion_target = 0.9
max_wal_size = 4GB
";

const THROWAWAY: &str = "\
max_connections = 300
shared_buffers = 128MB
maintenance_work_mem = 64MB
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
";

fn durable(shared_buffers: u64) -> String {
    let shared_buffers = shared_buffers / MIB;
    format!(
        "\
max_connections = 100
shared_buffers = {shared_buffers}MB
maintenance_work_mem = 256MB
fsync = on
synchronous_commit = on
full_page_writes = on
wal_compression = on
"
    )
}

/// A quarter of the memory, within bounds; in bytes.
fn shared_buffers(memory: Option<u64>) -> u64 {
    (memory.unwrap_or(0) / 4).clamp(128 * MIB, 2048 * MIB)
}

/// The memory this program may count on, in bytes: the machine's, or the container's if that is less.
fn memory() -> Option<u64> {
    if cfg!(target_os = "linux") {
        let machine = meminfo_total(&fs::read_to_string("/proc/meminfo").ok()?)?;
        let limit = [
            "/sys/fs/cgroup/memory.max",
            "/sys/fs/cgroup/memory/memory.limit_in_bytes",
        ]
        .iter()
        .find_map(|file| fs::read_to_string(file).ok()?.trim().parse().ok());
        Some(limit.map_or(machine, |limit: u64| limit.min(machine)))
    } else {
        let said = Command::new("sysctl")
            .args(["-n", "hw.memsize"])
            .output()
            .ok()?;
        String::from_utf8(said.stdout).ok()?.trim().parse().ok()
    }
}

fn meminfo_total(meminfo: &str) -> Option<u64> {
    let total = meminfo
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kibibytes: u64 = total.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buffers_are_a_quarter_within_bounds() {
        assert_eq!(shared_buffers(None), 128 * MIB);
        assert_eq!(shared_buffers(Some(256 * MIB)), 128 * MIB);
        assert_eq!(shared_buffers(Some(4096 * MIB)), 1024 * MIB);
        assert_eq!(shared_buffers(Some(1 << 40)), 2048 * MIB);
        assert!(durable(512 * MIB).contains("shared_buffers = 512MB\n"));
    }

    #[test]
    fn memory_is_read_in_bytes() {
        let meminfo = "MemTotal:       24660140 kB\nMemFree:        1 kB\n";
        assert_eq!(meminfo_total(meminfo), Some(24_660_140 * 1024));
        assert_eq!(meminfo_total(""), None);
        assert!(memory().is_some_and(|bytes| bytes > 64 * MIB));
    }

    #[test]
    fn only_throwaway_data_skips_the_disk() {
        assert!(Settings::Durable.configuration().contains("\nfsync = on\n"));
        assert!(
            Settings::Throwaway
                .configuration()
                .contains("\nfsync = off\n")
        );
    }
}
