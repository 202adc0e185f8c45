//! Where PostgreSQL's programs are on this machine.
//!
//! Distributions keep them off the `PATH`, a directory for each major version, several side by side after an upgrade.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use super::error::{ClusterError, MINIMUM_MAJOR};
use super::layout;

/// Directories whose children are versions, and what lies between a version and its programs.
const VERSIONED: [(&str, &str, &str); 4] = [
    // Debian, Ubuntu
    ("/usr/lib/postgresql", "", "bin"),
    // Fedora, RHEL and SUSE with PostgreSQL's own packages
    ("/usr", "pgsql-", "bin"),
    // Homebrew on Apple silicon and on Intel
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
];

/// A directory with `initdb` and `postgres`, and their version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programs {
    bin: PathBuf,
    major: u32,
}

impl Programs {
    /// Finds the programs: in the `configured` directory and nowhere else, or by `pg_config`, in the distributions'
    /// directories (highest version first) and on the `PATH`.
    ///
    /// If `data_dir` already holds a cluster, programs of its major version come before all others: installing a newer
    /// PostgreSQL beside the old one must not lock a person out of their data.
    pub fn find(configured: Option<&Path>, data_dir: &Path) -> Result<Self, ClusterError> {
        let made_by = layout::made_by(&layout::pgdata(data_dir)).and_then(|made| made.parse().ok());
        match configured {
            Some(directory) => Self::choose([directory.to_path_buf()], made_by)?.ok_or_else(|| {
                ClusterError::NotPrograms {
                    directory: directory.to_path_buf(),
                }
            }),
            None => Self::choose(candidates(), made_by)?.ok_or(ClusterError::NoPrograms),
        }
    }

    /// The directory of the programs.
    pub fn bin(&self) -> &Path {
        &self.bin
    }

    /// Their major version.
    pub fn major(&self) -> u32 {
        self.major
    }

    /// The path of one of the programs.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }

    /// The first of the `directories` with programs of version `wanted`, else the first that is new enough.
    fn choose(
        directories: impl IntoIterator<Item = PathBuf>,
        wanted: Option<u32>,
    ) -> Result<Option<Self>, ClusterError> {
        let mut best: Option<Self> = None;
        let mut too_old = None;
        for found in directories.into_iter().filter_map(Self::at) {
            if found.major < MINIMUM_MAJOR {
                too_old.get_or_insert(found);
            } else if wanted.is_none_or(|wanted| wanted == found.major) {
                return Ok(Some(found));
            } else {
                best.get_or_insert(found);
            }
        }
        match (best, too_old) {
            (None, Some(old)) => Err(ClusterError::TooOld {
                major: old.major,
                directory: old.bin,
            }),
            (best, _) => Ok(best),
        }
    }

    fn at(bin: PathBuf) -> Option<Self> {
        // Absolute, as the programs are run from another working directory.
        let bin = fs::canonicalize(&bin).unwrap_or(bin);
        if !bin.join("initdb").is_file() {
            return None;
        }
        let major = major_of(&output_of(
            Command::new(bin.join("postgres")).arg("--version"),
        )?)?;
        Some(Self { bin, major })
    }
}

/// All places to look, best first, each visited only when those before did not do.
fn candidates() -> impl Iterator<Item = PathBuf> {
    let from_pg_config = std::iter::once_with(|| {
        output_of(Command::new("pg_config").arg("--bindir"))
            .map(|bin| PathBuf::from(bin.trim_end()))
    });
    #[expect(
        clippy::disallowed_methods,
        reason = "PATH is the system's setting, not one of ours"
    )]
    let from_path = env::var_os("PATH").unwrap_or_default();
    let from_path: Vec<PathBuf> = env::split_paths(&from_path).collect();
    from_pg_config
        .flatten()
        .chain(versioned(&VERSIONED))
        .chain(from_path)
}

/// The programs' directories below the `places`, highest version first.
fn versioned(places: &[(&str, &str, &str)]) -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    for (parent, prefix, rest) in places {
        for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let version = name.to_str().and_then(|name| name.strip_prefix(prefix));
            if let Some(major) = version.and_then(leading_number) {
                found.push((major, entry.path().join(rest)));
            }
        }
    }
    found.sort_by(|one, other| other.cmp(one));
    found.into_iter().map(|(_, bin)| bin).collect()
}

/// The major version in what `postgres --version` prints, such as `postgres (PostgreSQL) 15.18 (Debian 15.18-1)`.
fn major_of(version: &str) -> Option<u32> {
    let (_, version) = version.split_once("(PostgreSQL) ")?;
    leading_number(version)
}

fn leading_number(text: &str) -> Option<u32> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    if output.status.success() {
        String::from_utf8(output.stdout).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn fake(parent: &Path, name: &str, version: &str) -> PathBuf {
        let bin = parent.join(name).join("bin");
        fs::create_dir_all(&bin).unwrap();
        fs::write(bin.join("initdb"), "").unwrap();
        let postgres = bin.join("postgres");
        fs::write(
            &postgres,
            format!("#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n"),
        )
        .unwrap();
        fs::set_permissions(&postgres, fs::Permissions::from_mode(0o755)).unwrap();
        fs::canonicalize(bin).unwrap()
    }

    #[test]
    fn major_is_read_from_all_shapes_of_version() {
        assert_eq!(
            major_of("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(major_of("postgres (PostgreSQL) 19beta1\n"), Some(19));
        assert_eq!(major_of("postgres (PostgreSQL) 9.6.24\n"), Some(9));
        assert_eq!(major_of("something else"), None);
    }

    #[test]
    fn versions_are_ordered_as_numbers() {
        let parent = tempfile::tempdir().unwrap();
        let place = parent.path().to_str().unwrap();
        for version in ["9.6", "16", "100", "17", "share"] {
            fs::create_dir(parent.path().join(version)).unwrap();
        }
        let found = versioned(&[(place, "", "bin")]);
        let expected: Vec<PathBuf> = ["100", "17", "16", "9.6"]
            .map(|version| parent.path().join(version).join("bin"))
            .into();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_existing_cluster_picks_its_own_version() {
        let parent = tempfile::tempdir().unwrap();
        let newer = fake(parent.path(), "17", "17.2");
        let older = fake(parent.path(), "15", "15.9");
        let both = || [newer.clone(), older.clone()];
        let chosen = |wanted| Programs::choose(both(), wanted).unwrap().unwrap();
        assert_eq!((chosen(None).bin(), chosen(None).major()), (&*newer, 17));
        assert_eq!(
            (chosen(Some(15)).bin(), chosen(Some(15)).major()),
            (&*older, 15)
        );
        assert_eq!(
            chosen(Some(16)).bin(),
            newer,
            "no 16 here, the error comes later and names it"
        );
    }

    #[test]
    fn old_and_missing_programs_are_told_apart() {
        let parent = tempfile::tempdir().unwrap();
        let old = fake(parent.path(), "13", "13.4");
        assert!(matches!(
            Programs::choose([old], None),
            Err(ClusterError::TooOld { major: 13, .. })
        ));
        assert!(
            Programs::choose([parent.path().join("none")], None)
                .unwrap()
                .is_none()
        );
        let error = Programs::find(Some(parent.path()), parent.path()).unwrap_err();
        assert!(error.to_string().contains(parent.path().to_str().unwrap()));
    }

    #[test]
    fn no_postgresql_is_one_sentence_with_the_way_out() {
        let said = ClusterError::NoPrograms.to_string();
        for part in ["apt install", "dnf install", "brew install", "DATABASE_URL"] {
            assert!(said.contains(part), "{said}");
        }
        assert!(!said.contains('\n'));
    }
}
