//! The preview on a phone: one private address, a code to scan, an end.
//!
//! The code carries a token of 128 bits that works once; the phone that uses it gets a cookie, and a new token takes its
//! place. After an hour nothing is answered any more.

use super::guard::{is_private, same_secret};
use crate::basics::diag::{Fatal, msg};
use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long phones may look.
pub(super) const OPEN_FOR: Duration = Duration::from_secs(60 * 60);

/// The door that phones come in by.
pub(super) struct PhoneListener {
    pub(super) address: SocketAddr,
    until: Instant,
    keys: Mutex<Keys>,
}

struct Keys {
    token: String,
    sessions: BTreeSet<String>,
}

impl PhoneListener {
    pub(super) fn new(address: SocketAddr, until: Instant) -> Result<Self, Fatal> {
        Ok(Self { address, until, keys: Mutex::new(Keys { token: secret()?, sessions: BTreeSet::new() }) })
    }

    /// Whether the hour is not over yet.
    pub(super) fn is_open(&self, now: Instant) -> bool {
        now < self.until
    }

    pub(super) fn left(&self, now: Instant) -> Duration {
        self.until.saturating_duration_since(now)
    }

    /// The address that the code holds now.
    pub(super) fn invitation(&self, base: &str) -> String {
        let token = self.keys().token.clone();
        format!("http://{}{base}{}vao?ma={token}", self.address, super::address::OWN)
    }

    /// Uses up the token; returns the value of the cookie.
    pub(super) fn enter(&self, token: &str, now: Instant) -> Option<String> {
        let fresh = secret().ok()?;
        let session = secret().ok()?;
        let mut keys = self.keys();
        if !self.is_open(now) || !same_secret(&keys.token, token) {
            return None;
        }
        keys.token = fresh;
        keys.sessions.insert(session.clone());
        Some(session)
    }

    /// Whether a cookie was given out here.
    pub(super) fn knows(&self, session: &str, now: Instant) -> bool {
        self.is_open(now) && self.keys().sessions.iter().any(|known| same_secret(known, session))
    }

    fn keys(&self) -> std::sync::MutexGuard<'_, Keys> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// 128 bits that nobody can guess, as hex.
pub(super) fn secret() -> Result<String, Fatal> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        Fatal::new(msg!("hệ điều hành không cho số ngẫu nhiên: {error}", "the system gives no random numbers: {error}"))
    })?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The private address of this machine that others in its network see.
pub(super) fn own_address(chosen: Option<IpAddr>) -> Result<IpAddr, Fatal> {
    let address = match chosen {
        Some(address) => address,
        None => outward().ok_or_else(|| {
            Fatal::new(msg!("máy này không nối vào mạng nào", "this machine is in no network")).help(msg!(
                "nối máy và điện thoại vào cùng một Wi-Fi, hoặc ghi địa chỉ: --dien-thoai=192.168.1.5",
                "connect this machine and the phone to one Wi-Fi, or name the address: --dien-thoai=192.168.1.5"
            ))
        })?,
    };
    if is_private(address) {
        return Ok(address);
    }
    Err(Fatal::new(msg!(
        "{address} không phải địa chỉ trong mạng nội bộ; cả Internet có thể thấy",
        "{address} is no private address; the whole Internet might see it"
    ))
    .help(msg!(
        "dùng mạng Wi-Fi của cơ quan, hoặc ghi một địa chỉ nội bộ: --dien-thoai=192.168.1.5",
        "use the office Wi-Fi, or name a private address: --dien-thoai=192.168.1.5"
    )))
}

/// The address that packets to the outside would leave from. Nothing is sent.
fn outward() -> Option<IpAddr> {
    let socket = UdpSocket::bind(("0.0.0.0", 0)).ok()?;
    // Reserved for documentation: nobody is there.
    socket.connect(("192.0.2.1", 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip()).filter(|address| !address.is_unspecified())
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn door(until: Instant) -> PhoneListener {
        PhoneListener::new(SocketAddr::from(([192, 168, 1, 5], 4180)), until).expect("a door")
    }

    fn token(door: &PhoneListener) -> String {
        door.invitation("/").split_once("ma=").map(|(_, token)| token.to_owned()).unwrap_or_default()
    }

    #[test]
    fn a_token_lets_in_one_phone_once() {
        let now = Instant::now();
        let door = door(now + OPEN_FOR);
        let token = token(&door);
        assert_eq!(token.len(), 32);
        let session = door.enter(&token, now).expect("let in");
        assert!(door.knows(&session, now));
        assert!(door.enter(&token, now).is_none(), "used up");
        assert!(door.enter(&self::token(&door), now).is_some(), "the next phone has a code of its own");
        assert!(!door.knows("", now) && !door.knows(&token, now));
    }

    #[test]
    fn after_an_hour_nobody_is_let_in_or_known() {
        let now = Instant::now();
        let door = door(now + OPEN_FOR);
        let session = door.enter(&token(&door), now).expect("let in");
        let later = now + OPEN_FOR;
        assert!(!door.is_open(later) && !door.knows(&session, later));
        assert!(door.enter(&token(&door), later).is_none());
    }

    #[test]
    fn no_address_of_the_internet_is_opened() {
        assert!(own_address(Some(IpAddr::from([8, 8, 8, 8]))).is_err());
        assert!(own_address(Some(IpAddr::from([0, 0, 0, 0]))).is_err());
        assert!(own_address(Some(IpAddr::from([192, 168, 1, 5]))).is_ok());
    }
}
