//! Who may sign in, and how often they may try. Pure.

use crate::kernel::{FieldError, Role, text};

/// Failed tries in [`WINDOW`] after which an account must wait.
pub const TRIES_PER_ACCOUNT: i64 = 5;
/// Failed tries in [`WINDOW`] after which an address must wait; an office shares one.
pub const TRIES_PER_ADDRESS: i64 = 30;
/// The window in which failed tries count, in milliseconds: 15 minutes.
pub const WINDOW: i64 = 15 * 60 * 1000;
/// Least length of a user name, in characters.
pub const USERNAME_LENGTH: usize = 2;
/// Least length of a password, in characters.
pub const PASSWORD_LENGTH: usize = 10;
/// How long an invitation can be used, in milliseconds: 14 days.
pub const INVITATION_LIFETIME: i64 = 14 * 24 * 3_600_000;

/// Letters of a printed code: no 0/O, 1/I/L or U, so that it can be read out and typed.
const CODE_LETTERS: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Seconds to wait before the next try, given the failed tries in the window and the time of
/// the oldest of them; `None` if it may be tried now.
pub fn must_wait(failed: i64, limit: i64, oldest: i64, now: i64) -> Option<u32> {
    if failed < limit {
        return None;
    }
    let wait = (oldest + WINDOW - now).max(1000);
    Some(u32::try_from(wait / 1000).unwrap_or(u32::MAX))
}

/// A user name as it is stored and compared: lower case, no white space around it.
pub fn username(typed: &str) -> String {
    text::line(typed).to_lowercase()
}

/// A phone number as it is stored: digits, with Indonesia's country code as a leading zero.
pub fn phone(typed: &str) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("62") {
        Some(rest) if rest.len() >= 8 => format!("0{rest}"),
        _ => digits,
    }
}

/// Whether a line can be written to: one `@` with something before it and a dotted name after it.
/// That somebody reads there shows only when a letter arrives.
pub fn is_email(typed: &str) -> bool {
    let Some((name, host)) = typed.split_once('@') else { return false };
    let plain = |c: char| c.is_ascii_graphic() && !"<>,;:\\\"()[]@".contains(c);
    typed.len() <= 200
        && !name.is_empty()
        && name.chars().all(plain)
        && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c))
        && host.split('.').count() > 1
        && host.split('.').all(|label| !label.is_empty())
}

/// What is wrong with a user name and password that somebody chose.
pub fn check_choice(username: &str, password: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let fits = username.len() >= USERNAME_LENGTH
        && username.len() <= 40
        && username.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
    if !fits {
        errors.push(FieldError::new(
            "username",
            "Nama pengguna 2 sampai 40 huruf, angka, titik, atau tanda hubung, tanpa spasi",
            "A user name has 2 to 40 letters, digits, dots or hyphens, without spaces",
        ));
    }
    if password.chars().count() < PASSWORD_LENGTH {
        errors.push(FieldError::new(
            "password",
            format!("Kata sandi paling sedikit {PASSWORD_LENGTH} huruf; kalimat pendek paling mudah diingat"),
            format!("A password has at least {PASSWORD_LENGTH} characters; a short sentence is easiest to remember"),
        ));
    }
    errors
}

/// A printed code of 8 letters in two groups from 8 random bytes: "7KQM-3XTD".
pub fn printed_code(random: [u8; 8]) -> String {
    let letters: Vec<char> = random
        .iter()
        .map(|byte| char::from(CODE_LETTERS[usize::from(*byte) % CODE_LETTERS.len()]))
        .collect();
    let (first, second) = letters.split_at(4);
    format!("{}-{}", first.iter().collect::<String>(), second.iter().collect::<String>())
}

/// A code as people type it, made equal: upper case, letters and digits only.
pub fn fold_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// A folded code in its two groups again.
pub fn spaced(code: &str) -> String {
    match code.split_at_checked(4) {
        Some((first, second)) if code.len() == 8 => format!("{first}-{second}"),
        _ => code.to_owned(),
    }
}

/// The name of a role on the page.
pub fn role_name(role: Role, lang: crate::kernel::Lang) -> &'static str {
    use crate::say;
    match role {
        Role::Innovator => say!(role_innovator, lang),
        Role::AgencyAdmin => say!(role_agency_admin, lang),
        Role::Committee => say!(role_committee, lang),
        Role::Chair => say!(role_chair, lang),
        Role::Secretary => say!(role_secretary, lang),
        Role::Judge => say!(role_judge, lang),
        Role::Operator => say!(role_operator, lang),
        Role::Mc => say!(role_mc, lang),
    }
}
