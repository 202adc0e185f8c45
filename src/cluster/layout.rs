//! What lies where in a data directory, and the address of the server's socket.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::{Path, PathBuf};

use nix::libc::O_NOFOLLOW;
use nix::unistd::Uid;

use super::account::Account;
use super::error::{AboutFile as _, ClusterError};

/// The role that owns the cluster.
pub(super) const OWNER: &str = "cpn_desk_owner";
/// The port a private cluster believes to have; over a socket it is but a part of the socket's name.
pub(super) const PORT: u16 = 5432;
/// Unix sockets' names end at 104 bytes on macOS and 108 on Linux; one less for the terminating zero.
const SOCKET_PATH_LIMIT: usize = 103;
/// Beyond this size the server's log is set aside at the next start.
const LOG_LIMIT: u64 = 8 << 20;

/// The cluster's own directory (PGDATA) in a data directory.
pub(super) fn pgdata(data_dir: &Path) -> PathBuf {
    data_dir.join("postgres")
}

/// The major version that made a cluster, if there is one.
pub(super) fn made_by(pgdata: &Path) -> Option<String> {
    let version = fs::read_to_string(pgdata.join("PG_VERSION")).ok()?;
    Some(version.trim().to_owned())
}

/// The places of one data directory.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// The data directory, absolute and free of links.
    pub(super) data_dir: PathBuf,
    /// The cluster's own directory.
    pub(super) pgdata: PathBuf,
    /// The server's log.
    pub(super) log: PathBuf,
    /// The directory of the server's socket.
    pub(super) socket_dir: PathBuf,
}

impl Layout {
    /// The places of an existing data directory, whose path is absolute and free of links.
    pub(super) fn of(data_dir: PathBuf) -> Self {
        let inside = data_dir.join("run");
        let socket_dir = if socket(&inside).as_os_str().len() > SOCKET_PATH_LIMIT {
            short_socket_dir(&data_dir)
        } else {
            inside
        };
        Self {
            pgdata: pgdata(&data_dir),
            log: data_dir.join("postgres.log"),
            socket_dir,
            data_dir,
        }
    }

    /// The server's socket.
    pub(super) fn socket(&self) -> PathBuf {
        socket(&self.socket_dir)
    }

    /// Whether the socket had to move out of the data directory.
    pub(super) fn socket_is_outside(&self) -> bool {
        !self.socket_dir.starts_with(&self.data_dir)
    }

    /// Makes the socket's directory, and sees to it that only `account` can enter it.
    pub(super) fn make_socket_dir(&self, account: &Account) -> Result<(), ClusterError> {
        make_private_dir(&self.socket_dir, account)?;
        let found = fs::symlink_metadata(&self.socket_dir).about("look at", &self.socket_dir)?;
        if !found.is_dir() || found.uid() != account.uid || found.mode() & 0o077 != 0 {
            return Err(ClusterError::SocketDirectoryTaken {
                directory: self.socket_dir.clone(),
            });
        }
        Ok(())
    }

    /// Opens the server's log for appending; one that grew large is set aside, replacing the one before.
    pub(super) fn open_log(&self, account: &Account) -> Result<File, ClusterError> {
        if fs::symlink_metadata(&self.log).is_ok_and(|found| found.len() > LOG_LIMIT) {
            let aside = self.log.with_extension("log.1");
            fs::rename(&self.log, &aside).about("set aside", &self.log)?;
        }
        open_own(&self.log, account)
    }
}

/// Makes the data directory if it is missing and returns its absolute path, free of links.
///
/// Root's lets other users pass, but not look: the server's account must reach its own directory inside.
pub(super) fn make_data_dir(data_dir: &Path) -> Result<PathBuf, ClusterError> {
    if !data_dir.is_dir() {
        let mode = if Uid::effective().is_root() {
            0o711
        } else {
            0o700
        };
        DirBuilder::new()
            .recursive(true)
            .mode(mode)
            .create(data_dir)
            .about("make the data directory", data_dir)?;
        // Again, as the process's mask may have taken bits away.
        fs::set_permissions(data_dir, fs::Permissions::from_mode(mode))
            .about("set the mode of", data_dir)?;
    }
    fs::canonicalize(data_dir).about("enter", data_dir)
}

/// Makes a directory for `account` alone; an existing one is left as it is.
pub(super) fn make_private_dir(directory: &Path, account: &Account) -> Result<(), ClusterError> {
    match DirBuilder::new().mode(0o700).create(directory) {
        Ok(()) => account.own(directory),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error).about("make", directory),
    }
}

/// Opens a file of the data directory for reading and appending; made for `account` alone if it is missing.
///
/// Never through a link: the directory may belong to a less privileged user than this process.
pub(super) fn open_own(path: &Path, account: &Account) -> Result<File, ClusterError> {
    let mut options = OpenOptions::new();
    options
        .read(true)
        .append(true)
        .mode(0o600)
        .custom_flags(O_NOFOLLOW);
    match options.clone().create_new(true).open(path) {
        Ok(file) => {
            if account.is_other() {
                std::os::unix::fs::fchown(&file, Some(account.uid), Some(account.gid))
                    .about("change the owner of", path)?;
            }
            Ok(file)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            options.open(path).about("open", path)
        }
        Err(error) => Err(error).about("make", path),
    }
}

/// The address of a database of the cluster, for everything that takes PostgreSQL's URLs.
pub(super) fn url(socket_dir: &Path, database: &str) -> String {
    let host = percent_encoded(socket_dir.as_os_str().as_bytes());
    let database = percent_encoded(database.as_bytes());
    format!("postgres://{OWNER}@{host}:{PORT}/{database}")
}

fn percent_encoded(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::with_capacity(bytes.len() * 2);
    for &byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _infallible = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

fn socket(directory: &Path) -> PathBuf {
    directory.join(format!(".s.PGSQL.{PORT}"))
}

/// The directory of the socket when the data directory's path is too long for one.
///
/// Not the process's own idea of a temporary directory: each process of the data directory must arrive at the same.
fn short_socket_dir(data_dir: &Path) -> PathBuf {
    let mut name = OsString::from("cpn-desk-");
    name.push(format!("{:016x}", fnv1a(data_dir.as_os_str().as_bytes())));
    Path::new("/tmp").join(name)
}

/// FNV-1a: unlike the standard library's hashes it is the same in every build of this program.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_stays_inside_while_its_path_fits() {
        let fits = PathBuf::from(format!("/{}", "d".repeat(84)));
        let long = PathBuf::from(format!("/{}", "d".repeat(85)));
        assert_eq!(Layout::of(fits.clone()).socket().as_os_str().len(), 103);
        assert_eq!(Layout::of(fits.clone()).socket_dir, fits.join("run"));
        let outside = Layout::of(long.clone());
        assert!(outside.socket_is_outside());
        assert!(outside.socket().as_os_str().len() <= SOCKET_PATH_LIMIT);
        assert_eq!(outside.socket_dir, Layout::of(long).socket_dir);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn urls_survive_odd_directories() {
        let url = url(Path::new("/srv/büro, 100%/run"), "cpn_desk");
        assert_eq!(
            url,
            "postgres://cpn_desk_owner@%2Fsrv%2Fb%C3%BCro%2C%20100%25%2Frun:5432/cpn_desk"
        );
        let config: tokio_postgres::Config = url.parse().unwrap();
        assert_eq!(
            config.get_hosts(),
            [tokio_postgres::config::Host::Unix(
                "/srv/büro, 100%/run".into()
            )]
        );
    }

    #[test]
    fn a_large_log_is_set_aside() {
        let directory = tempfile::tempdir().unwrap();
        let layout = Layout::of(directory.path().to_path_buf());
        let account = Account::choose(directory.path(), &layout.pgdata).unwrap();
        let log = layout.open_log(&account).unwrap();
        log.set_len(LOG_LIMIT + 1).unwrap();
        let fresh = layout.open_log(&account).unwrap();
        assert_eq!(fresh.metadata().unwrap().len(), 0);
        assert!(directory.path().join("postgres.log.1").exists());
    }

    #[test]
    fn a_link_in_place_of_a_file_is_not_followed() {
        let directory = tempfile::tempdir().unwrap();
        let account = Account::choose(directory.path(), directory.path()).unwrap();
        let target = directory.path().join("target");
        fs::write(&target, "").unwrap();
        let link = directory.path().join("link");
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(open_own(&link, &account).is_err());
    }
}
