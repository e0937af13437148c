//! Where things are, how other programs are run, and how a step knows that it has nothing to do.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// The name of the library, the binary and the files in `pkg/`.
pub const NAME: &str = "kipp";

/// For the public, or for the person at the keyboard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Small and compressed.
    Release,
    /// Quick to build: nothing is shrunk.
    Dev,
}

/// The directories of one build.
#[derive(Clone, Debug)]
pub struct Place {
    /// For whom it is.
    pub mode: Mode,
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target directory.
    pub target: PathBuf,
}

impl Place {
    /// The checkout that this program was compiled in.
    pub fn find(mode: Mode) -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.parent().unwrap_or(here).to_owned();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => root.join(dir),
            None => root.join("target"),
        };
        Self { mode, root, target }
    }

    /// Cargo's name for the profile's directory, as for the server.
    pub fn profile_dir(&self) -> &'static str {
        match self.mode {
            Mode::Release => "release",
            Mode::Dev => "debug",
        }
    }

    /// What the server serves. Development has its own, so that it never spoils a release.
    pub fn site(&self) -> PathBuf {
        self.target.join(match self.mode {
            Mode::Release => "site",
            Mode::Dev => "site-dev",
        })
    }

    /// Where Leptos looks for the hashes in the file names: beside the executable.
    pub fn hash_file(&self) -> PathBuf {
        self.target.join(self.profile_dir()).join("hash.txt")
    }

    /// The server.
    pub fn server(&self) -> PathBuf {
        self.target.join(self.profile_dir()).join(NAME).with_extension(env::consts::EXE_EXTENSION)
    }

    /// The wasm build's own target directory, so that it and the server's can run side by side.
    pub fn front(&self) -> PathBuf {
        self.target.join("front")
    }

    /// Where the files of `pkg/` are made before they are moved into the site.
    pub fn stage(&self) -> PathBuf {
        self.front().join(format!("stage-{}", self.profile_dir()))
    }

    /// A tool that `npm ci` in `end2end/` installs.
    pub fn node_tool(&self, name: &str) -> Option<PathBuf> {
        let path = self.root.join("end2end/node_modules/.bin").join(name);
        path.exists().then_some(path)
    }

    /// Cargo itself, the one that runs this program.
    pub fn cargo(&self) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .current_dir(&self.root)
            .arg("--config=term.progress.when='never'")
            .env_remove("CARGO_MANIFEST_DIR")
            .stdin(Stdio::null());
        cargo
    }
}

/// Runs a program to its end; its failure is ours.
pub fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("cannot start {name}"))?;
    if !status.success() {
        bail!("{name} failed ({status})");
    }
    Ok(())
}

/// Prints one line about a step and how long it took.
pub fn timed<T>(what: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let value = step().with_context(|| format!("{what} failed"))?;
    println!("  {what}: {:.1} s", start.elapsed().as_secs_f32());
    Ok(value)
}

/// A short name for some bytes: enough for a file name, the same on every machine.
pub fn hash_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// The hash of this program: a new recipe makes every stamp stale.
pub fn recipe() -> Result<String> {
    Ok(hash_of(&fs::read(env::current_exe()?)?))
}

/// Every file below a directory with its hash, in order of name; none if there is no directory.
pub fn tree(dir: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let mut found = BTreeMap::new();
    for file in files(dir)? {
        found.insert(file.strip_prefix(dir)?.to_owned(), hash_of(&fs::read(&file)?));
    }
    Ok(found)
}

/// Every file below a directory, in no order; hidden ones are left out.
pub fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let (mut found, mut open) = (Vec::new(), vec![dir.to_owned()]);
    while let Some(dir) = open.pop() {
        if !dir.exists() {
            continue;
        }
        for entry in fs::read_dir(&dir).with_context(|| format!("cannot list {}", dir.display()))? {
            let path = entry?.path();
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
                continue;
            }
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    Ok(found)
}

/// Writes a file and the directories that lead to it.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<()> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// A file that says from what a step's output was made.
pub struct Stamp {
    path: PathBuf,
    key: String,
}

impl Stamp {
    /// The stamp of a step for the inputs described by `key`.
    pub fn new(place: &Place, step: &str, key: String) -> Self {
        let path = place.front().join(format!("{step}-{}.stamp", place.profile_dir()));
        Self { path, key }
    }

    /// Whether the step's output was made from just these inputs.
    pub fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|old| old == self.key)
    }

    /// Says so from now on.
    pub fn set(&self) -> Result<()> {
        write(&self.path, &self.key)
    }
}
